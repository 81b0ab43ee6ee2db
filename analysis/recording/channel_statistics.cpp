// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/channel_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace maskscope {

void StreamingStatistics::add(std::span<const double> values)
{
    if (values.empty())
        return;
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double v : values)
        squares += (v - mean) * (v - mean);
    const auto [low, high] = std::ranges::minmax(values);
    m_min = m_count > 0 ? std::min(m_min, low) : low;
    m_max = m_count > 0 ? std::max(m_max, high) : high;
    const double delta = mean - m_mean;
    const double total = m_count + n;
    m_squares += squares + delta * delta * m_count * n / total;
    m_mean += delta * n / total;
    m_count = total;
}

ChannelStatistics StreamingStatistics::result() const
{
    if (m_count == 0) {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        return { nan, nan, nan, nan };
    }
    return { m_mean, std::sqrt(m_squares / m_count), m_min, m_max };
}

std::int64_t samplesOfChannel(const Recording& recording, std::size_t channel)
{
    const double rate = recording.channels[channel].samplingRateHz;
    if (rate == recording.samplingRateHz || recording.samplingRateHz <= 0)
        return recording.samples;
    return std::llround(static_cast<double>(recording.samples) * rate / recording.samplingRateHz);
}

namespace {

std::vector<ChannelStatistics> precutStatistics(const Recording& recording)
{
    const PrecutWindows& precut = *recording.precut;
    std::vector<StreamingStatistics> sums(recording.channels.size());
    std::vector<double> values;
    std::size_t offset = 0;
    for (std::size_t s = 0; s < precut.tokens.size(); ++s) {
        const auto size = static_cast<std::size_t>(precut.tokens[s]) * static_cast<std::size_t>(precut.windowLength);
        values.assign(precut.samples.begin() + static_cast<std::ptrdiff_t>(offset),
                      precut.samples.begin() + static_cast<std::ptrdiff_t>(offset + size));
        sums[static_cast<std::size_t>(precut.channel[s])].add(values);
        offset += size;
    }
    std::vector<ChannelStatistics> statistics;
    statistics.reserve(sums.size());
    for (const StreamingStatistics& sum : sums)
        statistics.push_back(sum.result());
    return statistics;
}

} // namespace

Result<std::vector<ChannelStatistics>> channelStatistics(const Recording& recording)
{
    if (recording.precut)
        return precutStatistics(recording);
    constexpr std::int64_t chunk = 1 << 16;
    std::vector<double> values;
    std::vector<ChannelStatistics> statistics;
    for (std::size_t c = 0; c < recording.channels.size(); ++c) {
        StreamingStatistics sum;
        const std::int64_t samples = samplesOfChannel(recording, c);
        for (std::int64_t first = 0; first < samples; first += chunk) {
            values.resize(static_cast<std::size_t>(std::min(chunk, samples - first)));
            if (auto ok = recording.source->read(static_cast<int>(c), first, values); !ok)
                return tl::unexpected(ok.error());
            sum.add(values);
        }
        statistics.push_back(sum.result());
    }
    return statistics;
}

} // namespace maskscope
