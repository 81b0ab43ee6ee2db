// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/samples/channel_statistics.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>

#include "analysis/data/recording/samples/sample_blocks.h"

namespace maskscope {

void StreamingStatistics::add(std::span<const double> values)
{
    if (!std::ranges::all_of(values, [](double v) { return std::isfinite(v); })) {
        std::vector<double> finite;
        std::ranges::copy_if(values, std::back_inserter(finite), [](double v) { return std::isfinite(v); });
        m_notFinite += static_cast<std::int64_t>(values.size() - finite.size());
        add(finite);
        return;
    }
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
        return { nan, nan, nan, nan, m_notFinite };
    }
    return { m_mean, std::sqrt(m_squares / m_count), m_min, m_max, m_notFinite };
}

std::int64_t samplesOfChannel(const Recording& recording, std::size_t channel)
{
    const double rate = recording.channels[channel].samplingRateHz;
    if (rate == recording.samplingRateHz || recording.samplingRateHz <= 0)
        return recording.samples;
    return std::llround(static_cast<double>(recording.samples) * rate / recording.samplingRateHz);
}

namespace {

std::vector<ChannelStatistics> resultsOf(const std::vector<StreamingStatistics>& sums)
{
    std::vector<ChannelStatistics> statistics;
    for (const StreamingStatistics& sum : sums)
        statistics.push_back(sum.result());
    return statistics;
}

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
    return resultsOf(sums);
}

} // namespace

Result<std::vector<ChannelStatistics>> channelStatistics(const Recording& recording)
{
    if (recording.precut)
        return precutStatistics(recording);
    std::map<std::int64_t, std::vector<int>> channelsOfLength; // channels of one rate are read together
    for (std::size_t c = 0; c < recording.channels.size(); ++c)
        channelsOfLength[samplesOfChannel(recording, c)].push_back(static_cast<int>(c));
    std::vector<StreamingStatistics> sums(recording.channels.size());
    const auto visit = [&](const SampleBlock& block) -> Result<void> {
        for (std::size_t i = 0; i < block.channels.size(); ++i)
            sums[static_cast<std::size_t>(block.channels[i])].add(block.ofChannel(i));
        return {};
    };
    for (const auto& [samples, channels] : channelsOfLength) {
        // What lies between the pieces is no signal: missing values, what stands where recordings were joined.
        for (const Segment& segment : recording.segments) {
            const auto border = [&, all = samples](std::int64_t sample) {
                return recording.samples == all || recording.samples == 0
                    ? sample
                    : std::llround(static_cast<double>(sample) * static_cast<double>(all)
                                   / static_cast<double>(recording.samples));
            };
            if (auto ok
                = readBlocks(*recording.source, channels, border(segment.first), border(segment.last + 1), visit);
                !ok)
                return tl::unexpected(ok.error());
        }
    }
    return resultsOf(sums);
}

} // namespace maskscope
