// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/windowing/segment_cutter.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/data/core/scratch_memory.h"
#include "analysis/data/recording/samples/sample_blocks.h"
#include "analysis/data/windowing/resampler.h"
#include "analysis/data/windowing/window_builder.h"

namespace maskscope {

namespace {

/// One channel on its way from the recording's to the model's rate.
class ChannelCutter {
public:
    explicit ChannelCutter(CutRow& row)
        : m_row(row)
    {
    }
    void begin(const std::optional<Resampler>& resampler, std::int64_t samples)
    {
        if (resampler)
            m_stream.emplace(*resampler, samples);
    }
    Result<void> take(std::span<const double> samples)
    {
        m_ready.clear();
        if (m_stream) {
            if (auto ok = m_stream->push(samples, m_ready); !ok)
                return ok;
        } else {
            std::ranges::transform(samples, std::back_inserter(m_ready),
                                   [](double v) { return static_cast<float>(v); });
        }
        store();
        return {};
    }
    Result<void> finish()
    {
        m_ready.clear();
        if (m_stream) {
            if (auto ok = m_stream->finish(m_ready); !ok)
                return ok;
        }
        store();
        // A channel of another rate than the recording's: rounding of its borders.
        std::fill(m_row.samples.begin() + static_cast<std::ptrdiff_t>(m_filled), m_row.samples.end(),
                  m_filled > 0 ? m_row.samples[m_filled - 1] : 0.0F);
        m_stream.reset();
        m_ready = {};
        return {};
    }

private:
    /// What lies beyond the last whole window is dropped.
    void store()
    {
        const std::size_t n = std::min(m_ready.size(), m_row.samples.size() - m_filled);
        const auto to = m_row.samples.subspan(m_filled, n);
        std::copy_n(m_ready.begin(), n, to.begin());
        m_row.finite = m_row.finite && std::ranges::all_of(to, [](float v) { return std::isfinite(v); });
        scratchRelease(to.data(), to.size_bytes());
        m_filled += n;
    }

    CutRow& m_row;
    std::optional<ResampleStream> m_stream;
    std::size_t m_filled = 0;
    std::vector<float> m_ready;
};

/// The same time in samples of a channel, which may have a rate of its own.
std::pair<std::int64_t, std::int64_t> bordersAt(double channelRateHz, const Recording& recording,
                                                const Segment& segment)
{
    if (sameRate(channelRateHz, recording.samplingRateHz))
        return { segment.first, segment.last + 1 };
    const double ratio = channelRateHz / recording.samplingRateHz;
    return { std::llround(static_cast<double>(segment.first) * ratio),
             std::llround(static_cast<double>(segment.last + 1) * ratio) };
}

/// As many channels as keep their beginnings and ends in some 32 MB: few where rates have no common measure.
std::size_t sideBySide(const std::optional<Resampler>& resampler, std::int64_t samples)
{
    constexpr std::int64_t mostKept = 1 << 22;
    const std::int64_t kept = resampler ? ResampleStream(*resampler, samples).kept() : 1;
    return static_cast<std::size_t>(std::max<std::int64_t>(1, mostKept / kept));
}

} // namespace

Result<void> cutSegment(const Recording& recording, const Segment& segment, double rateHz, std::span<CutRow> rows,
                        const std::function<Result<void>(std::int64_t)>& after)
{
    const double ownHz = recording.channels[static_cast<std::size_t>(rows.front().channel)].samplingRateHz;
    const auto [begin, end] = bordersAt(ownHz, recording, segment);
    const auto resampler
        = sameRate(ownHz, rateHz) ? std::nullopt : std::optional<Resampler>(std::in_place, ownHz, rateHz);
    const std::size_t together = sideBySide(resampler, end - begin);
    for (std::size_t place = 0; place < rows.size(); place += together) {
        const auto own = rows.subspan(place, std::min(together, rows.size() - place));
        std::vector<ChannelCutter> cutters(own.begin(), own.end());
        std::vector<int> channels;
        std::ranges::transform(own, std::back_inserter(channels), &CutRow::channel);
        const std::int64_t first = begin;
        const std::int64_t last = end;
        const auto visit = [&](const SampleBlock& block) -> Result<void> {
            for (std::size_t i = 0; i < block.channels.size(); ++i) {
                ChannelCutter& cutter = cutters[block.group + i];
                if (block.first == first)
                    cutter.begin(resampler, last - first);
                if (auto ok = cutter.take(block.ofChannel(i)); !ok)
                    return ok;
                if (block.first + block.count == last) {
                    if (auto ok = cutter.finish(); !ok)
                        return ok;
                }
            }
            return after(block.count * static_cast<std::int64_t>(block.channels.size()));
        };
        if (auto ok = readBlocks(*recording.source, channels, begin, end, visit); !ok)
            return ok;
    }
    return {};
}

} // namespace maskscope
