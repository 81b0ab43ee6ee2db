// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/formats/hdf5_gaps.h"

#include <algorithm>
#include <string>
#include <vector>

namespace maskscope {

namespace {

/// A stretch of time of neighbouring channels, ends exclusive.
struct Hole {
    std::int64_t lowChannel = 0, highChannel = 0;
    std::int64_t begin = 0, end = 0;
};

std::vector<Hole> holesOf(const Hdf5Matrix& matrix, std::int64_t first)
{
    std::vector<Hole> holes;
    for (const Hdf5Block& block : matrix.unwritten()) {
        const bool single = block.first.size() == 1;
        const std::size_t time = single || matrix.axes() == Hdf5Axes::SampleChannel ? 0 : 1;
        const std::int64_t low = single ? 0 : block.first[1 - time], wide = single ? 1 : block.count[1 - time];
        const std::int64_t begin = first + block.first[time];
        holes.push_back({ low, low + wide, begin, begin + block.count[time] });
    }
    std::ranges::sort(holes, {}, &Hole::begin);
    return holes;
}

/// Channels that lack at least half of their `samples` take no part.
void setAside(const std::vector<Hole>& holes, std::int64_t samples, Recording& recording)
{
    std::vector<std::int64_t> lost(recording.channels.size());
    for (const Hole& hole : holes)
        for (std::int64_t c = hole.lowChannel; c < hole.highChannel; ++c)
            lost[static_cast<std::size_t>(c)] += hole.end - hole.begin;
    for (std::size_t c = 0; c < lost.size(); ++c)
        if (2 * lost[c] >= samples)
            recording.channels[c].setAside = lost[c] == samples ? "never written" : "mostly never written";
}

/// What is left of the segments without [begin, end).
std::vector<Segment> without(const std::vector<Segment>& segments, std::int64_t begin, std::int64_t end, double rateHz)
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
        if (segment.last < begin || segment.first >= end) {
            left.push_back(segment);
            continue;
        }
        add(segment, segment.first, begin - 1);
        add(segment, end, segment.last);
    }
    return left;
}

} // namespace

Result<void> leaveOutUnwritten(const Hdf5Matrix& matrix, std::int64_t first, Recording& recording)
{
    const std::vector<Hole> holes = holesOf(matrix, first);
    if (holes.empty())
        return {};
    setAside(holes, matrix.samples(), recording);
    std::int64_t gaps = 0, lost = 0, reached = first;
    for (std::size_t i = 0; i < holes.size();) {
        const std::int64_t begin = std::max(reached, holes[i].begin);
        std::int64_t end = begin;
        for (; i < holes.size() && holes[i].begin <= end; ++i) { // touching ones are one gap
            const auto from = recording.channels.begin() + holes[i].lowChannel;
            const auto to = recording.channels.begin() + holes[i].highChannel;
            if (std::any_of(from, to, [](const Channel& c) { return c.setAside.empty(); }))
                end = std::max(end, holes[i].end);
        }
        reached = std::max(reached, end);
        if (end == begin)
            continue;
        recording.segments = without(recording.segments, begin, end, recording.samplingRateHz);
        ++gaps;
        lost += end - begin;
    }
    const bool nobody = std::ranges::none_of(recording.channels, [](const Channel& c) { return c.setAside.empty(); });
    if (nobody || recording.segments.empty())
        return failure(ErrorCode::CorruptInput, recording.path.string(), "holds no samples", "data in its chunks",
                       "chunks that nobody ever wrote");
    if (gaps > 0)
        recording.warnings.push_back(std::to_string(lost) + " of " + std::to_string(matrix.samples())
                                     + " samples were never written: " + std::to_string(gaps)
                                     + (gaps == 1 ? " gap" : " gaps") + ", which no window straddles");
    return {};
}

} // namespace maskscope
