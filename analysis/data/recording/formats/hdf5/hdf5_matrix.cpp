// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/hdf5_matrix.h"

#include <algorithm>
#include <array>

namespace maskscope {

Result<Hdf5Matrix> Hdf5Matrix::open(const Hdf5File& file, const std::string& dataset, Hdf5Axes axes)
{
    auto reader = Hdf5BlockReader::open(file, dataset, axes == Hdf5Axes::SampleChannel ? 0 : 1);
    if (!reader)
        return tl::unexpected(reader.error());
    if (reader->shape().size() > 2)
        return failure(ErrorCode::CorruptInput, file.path().string() + ": " + dataset, "has another shape",
                       "at most two axes", std::to_string(reader->shape().size()));
    if (reader->shape().size() == 1 && axes == Hdf5Axes::ChannelSample)
        return failure(ErrorCode::CorruptInput, file.path().string() + ": " + dataset, "has another shape",
                       "[channel, sample]", "one axis");
    return Hdf5Matrix(std::move(*reader), axes);
}

std::int64_t Hdf5Matrix::channels() const
{
    const auto& shape = m_reader.shape();
    return shape.size() == 1 ? 1 : shape[m_axes == Hdf5Axes::SampleChannel ? 1 : 0];
}

std::int64_t Hdf5Matrix::samples() const { return m_reader.shape()[m_axes == Hdf5Axes::SampleChannel ? 0 : 1]; }

Result<void> Hdf5Matrix::readRange(int low, int width, std::int64_t first, std::int64_t count,
                                   std::span<double> out) const
{
    if (m_reader.shape().size() == 1)
        return m_reader.read(std::array { first }, std::array { count }, out);
    return m_axes == Hdf5Axes::SampleChannel
        ? m_reader.read(std::array<std::int64_t, 2> { first, low }, std::array<std::int64_t, 2> { count, width }, out)
        : m_reader.read(std::array<std::int64_t, 2> { low, first }, std::array<std::int64_t, 2> { width, count }, out);
}

/// All channels from the lowest to the highest, of which those asked for go to `out`, whose rows are `rowLength` long.
Result<void> Hdf5Matrix::copyBlock(std::span<const int> channels, std::int64_t first, std::int64_t count, double* out,
                                   std::int64_t rowLength)
{
    const auto [low, high] = std::ranges::minmax(channels);
    const int width = high - low + 1;
    m_block.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(count));
    if (auto ok = readRange(low, width, first, count, m_block); !ok)
        return ok;
    const bool interleaved = m_axes == Hdf5Axes::SampleChannel;
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const double* from = m_block.data() + (channels[i] - low) * (interleaved ? 1 : count);
        double* to = out + static_cast<std::int64_t>(i) * rowLength;
        for (std::int64_t sample = 0; sample < count; ++sample)
            to[sample] = from[sample * (interleaved ? width : 1)];
    }
    return {};
}

Result<void> Hdf5Matrix::read(std::span<const int> channels, std::int64_t first, std::int64_t count,
                              std::span<double> out)
{
    if (channels.empty() || count <= 0)
        return {};
    if (channels.size() == 1)
        return readRange(channels.front(), 1, first, count, out);
    const auto [low, high] = std::ranges::minmax(channels);
    constexpr std::int64_t mostValues = 1 << 21;
    const std::int64_t step = std::max<std::int64_t>(1, mostValues / (high - low + 1));
    for (std::int64_t done = 0; done < count; done += step) {
        if (auto ok = copyBlock(channels, first + done, std::min(step, count - done), out.data() + done, count); !ok)
            return ok;
    }
    return {};
}

} // namespace maskscope
