// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <new>
#include <utility>

#include "analysis/data/core/scratch_memory.h"
#include "analysis/data/core/row_matrices.h"

namespace maskscope {

/// A row-major float32 matrix [row, column] in scratch memory (scratch_memory.h): one of hours of recording is a file
/// that the system pages in. In expressions it is an Eigen::Map. inRowBlocks() goes through its rows with no more than
/// a block of them in memory.
class ScratchMatrix : public Eigen::Map<RowMatrixF> {
    using View = Eigen::Map<RowMatrixF>;

public:
    ScratchMatrix()
        : View(nullptr, 0, 0)
    {
    }
    ScratchMatrix(Eigen::Index rows, Eigen::Index columns)
        : ScratchMatrix()
    {
        resize(rows, columns);
    }
    template <typename Derived>
    ScratchMatrix(const Eigen::MatrixBase<Derived>& values) // NOLINT(google-explicit-constructor): as Eigen's matrices
        : ScratchMatrix(values.rows(), values.cols())
    {
        View::operator=(values);
    }
    ScratchMatrix(const ScratchMatrix& other)
        : View(nullptr, 0, 0)
        , m_values(other.m_values)
    {
        show(other.rows(), other.cols());
    }
    ScratchMatrix(ScratchMatrix&& other) noexcept
        : ScratchMatrix()
    {
        swap(other);
    }
    ScratchMatrix& operator=(ScratchMatrix other) noexcept
    {
        swap(other);
        return *this;
    }
    ~ScratchMatrix() = default;

    /// The values are zero.
    void resize(Eigen::Index rows, Eigen::Index columns)
    {
        m_values = ScratchFloats(); // not {}, which would keep what was there
        show(0, 0); // should the next line throw
        m_values.resize(static_cast<std::size_t>(rows * columns));
        show(rows, columns);
    }
    void swap(ScratchMatrix& other) noexcept
    {
        const auto [rows, columns] = std::pair(this->rows(), cols());
        m_values.swap(other.m_values);
        show(other.rows(), other.cols());
        other.show(rows, columns);
    }
    /// These rows will not be needed soon: their pages may leave, their content stays.
    void releaseRows(Eigen::Index first, Eigen::Index count) const
    {
        scratchRelease(data() + first * cols(), static_cast<std::size_t>(count * cols()) * sizeof(float));
    }

private:
    void show(Eigen::Index rows, Eigen::Index columns) // Eigen's own way to point a Map elsewhere
    {
        new (static_cast<View*>(this)) View(m_values.data(), rows, columns);
    }

    ScratchFloats m_values;
};

/// Calls f(first row, number of rows) for consecutive blocks, whose rows are released after each. All have
/// as many rows as the first.
template <typename F, typename... Others>
void inRowBlocks(F&& f, const ScratchMatrix& first, const Others&... others)
{
    constexpr Eigen::Index values = Eigen::Index { 1 } << 20; // 4 MB of each
    const Eigen::Index step = std::max<Eigen::Index>(1, values / std::max<Eigen::Index>(1, first.cols()));
    for (Eigen::Index row = 0; row < first.rows(); row += step) {
        const Eigen::Index count = std::min(step, first.rows() - row);
        f(row, count);
        first.releaseRows(row, count);
        (others.releaseRows(row, count), ...);
    }
}

/// As inRowBlocks, row by row.
template <typename F, typename... Others>
void forEachRow(F&& f, const ScratchMatrix& first, const Others&... others)
{
    inRowBlocks(
        [&](Eigen::Index row, Eigen::Index count) {
            for (Eigen::Index i = row; i < row + count; ++i)
                f(i);
        },
        first, others...);
}

/// Rows converted at a time: enough for BLAS to run at full speed, few enough to stay small (2 MB at 512 dimensions).
inline constexpr Eigen::Index kBlockRows = 512;

/// Calls f(first row, block) for consecutive blocks of `x` as float64, each row less `shift`.
template <typename F>
void forEachBlock(const ScratchMatrix& x, const Eigen::RowVectorXd& shift, F&& f)
{
    RowMatrixD block;
    for (Eigen::Index first = 0; first < x.rows(); first += kBlockRows) {
        const Eigen::Index count = std::min(kBlockRows, x.rows() - first);
        block.resize(count, x.cols());
        for (Eigen::Index i = 0; i < count; ++i)
            block.row(i) = x.row(first + i).cast<double>() - shift;
        x.releaseRows(first, count);
        f(first, static_cast<const RowMatrixD&>(block));
    }
}

} // namespace maskscope
