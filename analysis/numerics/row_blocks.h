// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include <Eigen/Core>

namespace maskscope {

using RowsF = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using RowsD = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Rows converted at a time: enough for BLAS to run at full speed, few enough to stay small (2 MB at 512 dimensions).
inline constexpr Eigen::Index kBlockRows = 512;

/// Calls f(first row, block) for consecutive blocks of `x` as float64, each row less `shift`.
template <typename F>
void forEachBlock(const RowsF& x, const Eigen::RowVectorXd& shift, F&& f)
{
    RowsD block;
    for (Eigen::Index first = 0; first < x.rows(); first += kBlockRows) {
        const Eigen::Index count = std::min(kBlockRows, x.rows() - first);
        block.resize(count, x.cols());
        for (Eigen::Index i = 0; i < count; ++i)
            block.row(i) = x.row(first + i).cast<double>() - shift;
        f(first, static_cast<const RowsD&>(block));
    }
}

} // namespace maskscope
