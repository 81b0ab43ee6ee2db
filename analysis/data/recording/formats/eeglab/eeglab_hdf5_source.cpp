// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/eeglab/eeglab_hdf5_source.h"

#include <algorithm>

#include "analysis/data/hdf5/hdf5_file.h"

namespace maskscope {

/// Samples [first, first + count) of one epoch, channels [channel, channel + wide): `out` [sample, channel].
Result<void> EeglabHdf5Source::readFrames(std::int64_t channel, std::int64_t wide, std::int64_t first,
                                          std::span<double> out) const
{
    std::vector<std::int64_t> start { first / m_epochSamples, first % m_epochSamples, channel };
    std::vector<std::int64_t> count { 1, static_cast<std::int64_t>(out.size()) / wide, wide };
    if (!m_epochs) {
        start.erase(start.begin());
        count.erase(count.begin());
    }
    return m_data.read(start, count, out);
}

Result<void> EeglabHdf5Source::readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                            std::span<double> out)
{
    const bool known = std::ranges::all_of(channels, [this](int c) { return c >= 0 && c < m_channels; });
    if (!known || first < 0 || first > m_samples || count > m_samples - first)
        return failure(ErrorCode::InvalidArgument, m_file->path().string(), "samples beyond the end were asked for");
    if (channels.empty())
        return {};
    const auto [low, high] = std::ranges::minmax(channels);
    const std::int64_t wide = static_cast<std::int64_t>(high) - low + 1;
    constexpr std::int64_t blockNumbers = 1 << 20;
    const std::int64_t perBlock = std::max<std::int64_t>(1, blockNumbers / wide);
    std::vector<double> frames;
    for (std::int64_t done = 0; done < count;) {
        const std::int64_t leftOfEpoch = m_epochSamples - (first + done) % m_epochSamples;
        const std::int64_t n = std::min({ perBlock, count - done, leftOfEpoch });
        frames.resize(static_cast<std::size_t>(n * wide));
        if (auto ok = readFrames(low, wide, first + done, frames); !ok)
            return ok;
        for (std::size_t c = 0; c < channels.size(); ++c) {
            for (std::int64_t i = 0; i < n; ++i)
                out[c * static_cast<std::size_t>(count) + static_cast<std::size_t>(done + i)]
                    = frames[static_cast<std::size_t>(i * wide + channels[c] - low)];
        }
        done += n;
    }
    return {};
}

} // namespace maskscope
