// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "analysis/data/recording/formats/hdf5/hdf5_matrix.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Samples of one dataset: stored number x gain of its channel + offset.
class Hdf5Source : public SampleSource {
public:
    Hdf5Source(Hdf5File file, Hdf5Matrix matrix, std::vector<double> gains, double offset = 0)
        : m_file(std::move(file))
        , m_matrix(std::move(matrix))
        , m_gains(std::move(gains))
        , m_offset(offset)
    {
    }
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        return readTogether({ &channel, 1 }, first, static_cast<std::int64_t>(out.size()), out);
    }
    Result<void> readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                              std::span<double> out) override;
    [[nodiscard]] int mostTogether() const override { return m_matrix.together(); }

private:
    Hdf5File m_file; // outlives the matrix
    Hdf5Matrix m_matrix;
    std::vector<double> m_gains; // [channel]
    double m_offset;
};

} // namespace maskscope
