// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/gdf/gdf_gaps.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/data/recording/samples/sample_blocks.h"

namespace maskscope {

namespace {

/// Of few channels all may reach the limit of their range for a moment: clipped, not missing.
std::int64_t shortestRun(std::size_t channels) { return channels >= 3 ? 2 : 16; }

class RunCollector {
public:
    explicit RunCollector(std::int64_t shortest)
        : m_shortest(shortest)
    {
    }
    void add(std::int64_t sample, bool missing)
    {
        if (missing && m_first < 0)
            m_first = sample;
        else if (!missing)
            close(sample);
    }
    void close(std::int64_t end)
    {
        if (m_first >= 0 && end - m_first >= m_shortest)
            m_runs.push_back({ m_first, end - 1, std::nullopt });
        m_first = -1;
    }
    [[nodiscard]] std::vector<Segment> take() { return std::move(m_runs); }

private:
    std::int64_t m_shortest;
    std::int64_t m_first = -1;
    std::vector<Segment> m_runs;
};

} // namespace

Result<std::vector<Segment>> findMissing(GdfSource& source, std::span<const GdfWatchedChannel> watched,
                                         std::int64_t samples)
{
    constexpr std::size_t enough = 64; // none of so many channels sits at its limit by chance
    watched = watched.first(std::min(enough, watched.size()));
    if (watched.empty())
        return std::vector<Segment> {};
    std::vector<int> channels;
    for (const GdfWatchedChannel& own : watched)
        channels.push_back(own.channel);
    RunCollector runs(shortestRun(watched.size()));
    const auto visit = [&](const SampleBlock& block) -> Result<void> {
        for (std::int64_t i = 0; i < block.count; ++i) {
            bool missing = true;
            for (std::size_t c = 0; missing && c < watched.size(); ++c) {
                const double value = block.ofChannel(c)[static_cast<std::size_t>(i)];
                missing = std::isnan(value) || value == watched[c].missing;
            }
            runs.add(block.first + i, missing);
        }
        return {};
    };
    if (auto ok = readBlocks(source, channels, 0, samples, visit); !ok)
        return tl::unexpected(ok.error());
    runs.close(samples);
    return runs.take();
}

std::vector<Segment> gdfSegments(const std::vector<Segment>& missing, const std::vector<double>& segmentStartsS,
                                 std::int64_t samples, double samplingRateHz)
{
    std::set<std::int64_t> breaks; // what begins at the first sample is no break
    for (const double seconds : segmentStartsS) {
        if (const auto border = std::llround(seconds * samplingRateHz); border > 0 && border < samples)
            breaks.insert(border);
    }
    std::vector<Segment> segments;
    const auto add = [&](std::int64_t first, std::int64_t end) { // without missing samples
        while (first < end) {
            const auto border = breaks.upper_bound(first);
            const std::int64_t own = border == breaks.end() ? end : std::min<std::int64_t>(end, *border);
            const bool dated = breaks.empty() || first < *breaks.begin();
            segments.push_back(
                { first, own - 1, dated ? std::optional(static_cast<double>(first) / samplingRateHz) : std::nullopt });
            first = own;
        }
    };
    std::int64_t next = 0;
    for (const Segment& run : missing) {
        add(next, run.first);
        next = run.last + 1;
    }
    add(next, samples);
    return segments;
}

} // namespace maskscope
