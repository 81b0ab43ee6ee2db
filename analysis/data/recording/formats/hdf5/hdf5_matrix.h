// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/data/hdf5/hdf5_block_reader.h"
#include "analysis/data/hdf5/hdf5_file.h"

namespace maskscope {

enum class Hdf5Axes { ChannelSample, SampleChannel };

/// A dataset of samples of all channels, whichever axis is time. A dataset of one axis is one channel.
class Hdf5Matrix {
public:
    [[nodiscard]] static Result<Hdf5Matrix> open(const Hdf5File& file, const std::string& dataset, Hdf5Axes axes);

    [[nodiscard]] std::int64_t channels() const;
    [[nodiscard]] std::int64_t samples() const;
    /// Blocks that nobody ever wrote, in the dataset's own axes.
    [[nodiscard]] const std::vector<Hdf5Block>& unwritten() const { return m_reader.unwritten(); }
    [[nodiscard]] Hdf5Axes axes() const { return m_axes; }
    [[nodiscard]] int together() const { return static_cast<int>(m_reader.together()); }
    /// Samples [first, first + count), out [channel, sample], in the numbers of the file.
    [[nodiscard]] Result<void> read(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                    std::span<double> out);

private:
    Hdf5Matrix(Hdf5BlockReader reader, Hdf5Axes axes)
        : m_reader(std::move(reader))
        , m_axes(axes)
    {
    }
    [[nodiscard]] Result<void> readRange(int low, int width, std::int64_t first, std::int64_t count,
                                         std::span<double> out) const;
    [[nodiscard]] Result<void> copyBlock(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                         double* out, std::int64_t rowLength);

    Hdf5BlockReader m_reader;
    Hdf5Axes m_axes;
    std::vector<double> m_block; // all channels between the lowest and the highest asked for
};

} // namespace maskscope
