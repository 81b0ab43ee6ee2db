// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/hdf5_gaps.h"

#include <algorithm>
#include <string>

namespace maskscope {

namespace {

constexpr std::size_t mostGaps = 10'000;

struct Gap {
    std::int64_t begin = 0, end = 0; // exclusive
};

/// Channels that lack at least half of what there is: where the writer stopped, everybody lacks the rest.
void setAside(const std::vector<UnwrittenSpan>& spans, Recording& recording)
{
    std::vector<std::int64_t> lost(recording.channels.size());
    for (const UnwrittenSpan& span : spans)
        for (std::int64_t c = span.lowChannel; c < span.highChannel; ++c)
            lost[static_cast<std::size_t>(c)] += span.end - span.begin;
    const std::int64_t fewest = *std::ranges::min_element(lost), there = recording.samples - fewest;
    for (std::size_t c = 0; c < lost.size(); ++c)
        if (lost[c] > fewest && 2 * (lost[c] - fewest) >= there)
            recording.channels[c].setAside = lost[c] == recording.samples ? "never written" : "mostly never written";
}

/// What channels that take part lack; touching ones are one gap.
std::vector<Gap> gapsOf(const std::vector<UnwrittenSpan>& sorted, const std::vector<Channel>& channels)
{
    std::vector<Gap> gaps;
    for (const UnwrittenSpan& span : sorted) {
        const bool matters = std::any_of(channels.begin() + span.lowChannel, channels.begin() + span.highChannel,
                                         [](const Channel& c) { return c.setAside.empty(); });
        if (!matters)
            continue;
        if (!gaps.empty() && span.begin <= gaps.back().end)
            gaps.back().end = std::max(gaps.back().end, span.end);
        else
            gaps.push_back({ span.begin, span.end });
    }
    return gaps;
}

/// What is left of the segments between the gaps.
std::vector<Segment> without(const std::vector<Segment>& segments, const std::vector<Gap>& gaps, double rateHz)
{
    std::vector<Segment> left;
    const auto add = [&](const Segment& of, std::int64_t first, std::int64_t last) {
        if (last < first)
            return;
        const auto start
            = of.startS ? std::optional(*of.startS + static_cast<double>(first - of.first) / rateHz) : std::nullopt;
        left.push_back({ first, last, start, of.part });
    };
    for (const Segment& segment : segments) {
        std::int64_t first = segment.first;
        auto gap = std::ranges::upper_bound(gaps, segment.first, {}, &Gap::end);
        for (; gap != gaps.end() && gap->begin <= segment.last; ++gap) {
            add(segment, first, gap->begin - 1);
            first = gap->end;
        }
        add(segment, first, segment.last);
    }
    return left;
}

} // namespace

std::vector<UnwrittenSpan> unwrittenSpans(const Hdf5Matrix& matrix, std::int64_t first)
{
    std::vector<UnwrittenSpan> spans;
    for (const Hdf5Block& block : matrix.unwritten()) {
        const bool single = block.first.size() == 1;
        const std::size_t time = single || matrix.axes() == Hdf5Axes::SampleChannel ? 0 : 1;
        const std::int64_t low = single ? 0 : block.first[1 - time], wide = single ? 1 : block.count[1 - time];
        const std::int64_t begin = first + block.first[time];
        spans.push_back({ low, low + wide, begin, begin + block.count[time] });
    }
    return spans;
}

Result<void> leaveOutUnwritten(std::vector<UnwrittenSpan> spans, Recording& recording)
{
    if (spans.empty())
        return {};
    std::ranges::sort(spans, {}, &UnwrittenSpan::begin);
    setAside(spans, recording);
    const std::vector<Gap> gaps = gapsOf(spans, recording.channels);
    if (gaps.size() > mostGaps)
        return failure(ErrorCode::CorruptInput, recording.path.string(), "was written in too many pieces",
                       "at most 10,000 gaps that nobody ever wrote", std::to_string(gaps.size()));
    recording.segments = without(recording.segments, gaps, recording.samplingRateHz);
    if (recording.segments.empty())
        return failure(ErrorCode::CorruptInput, recording.path.string(), "holds no samples", "data in its chunks",
                       "chunks that nobody ever wrote");
    std::int64_t lost = 0;
    for (const Gap& gap : gaps)
        lost += gap.end - gap.begin;
    if (lost > 0)
        recording.warnings.push_back(std::to_string(lost) + " of " + std::to_string(recording.samples)
                                     + " samples were never written: " + std::to_string(gaps.size())
                                     + (gaps.size() == 1 ? " gap" : " gaps") + ", which no window straddles");
    return {};
}

} // namespace maskscope
