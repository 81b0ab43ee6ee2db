// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/formats/edf_segments.h"

#include <algorithm>
#include <cmath>

namespace maskscope {

namespace {

bool dated(const EdfTimeline& timeline)
{
    return !timeline.recordOnsetS.empty()
        && std::ranges::all_of(timeline.recordOnsetS, [](const auto& onset) { return onset.has_value(); });
}

std::vector<Segment> everyRecord(const EdfHeader& header, std::int64_t samplesPerRecord)
{
    std::vector<Segment> segments;
    for (std::int64_t r = 0; r < header.records; ++r)
        segments.push_back({ r * samplesPerRecord, (r + 1) * samplesPerRecord - 1 });
    return segments;
}

void sayGaps(std::size_t gaps, bool backwards, std::vector<std::string>& warnings)
{
    if (gaps > 0)
        warnings.push_back(std::to_string(gaps) + (gaps == 1 ? " gap" : " gaps")
                           + " in time: " + "windows do not straddle them");
    if (backwards)
        warnings.emplace_back("the data records are not in order of time: they are taken in the order of the file");
}

} // namespace

std::vector<Segment> edfSegments(const EdfHeader& header, const EdfTimeline& timeline, std::int64_t samplesPerRecord,
                                 std::vector<std::string>& warnings)
{
    const std::int64_t samples = header.records * samplesPerRecord;
    if (!header.discontinuous)
        return { { 0, samples - 1, 0.0 } };
    if (!dated(timeline)) {
        warnings.emplace_back("the file has gaps (" + header.formatName()
                              + ") but does not say where: every data record is taken as a piece of its own");
        return everyRecord(header, samplesPerRecord);
    }
    std::vector<Segment> segments { { 0, samples - 1, 0.0 } };
    const double tolerance = 0.5 * header.recordDurationS / static_cast<double>(samplesPerRecord); // half a sample
    const double start = *timeline.recordOnsetS.front();
    bool backwards = false;
    for (std::size_t r = 1; r < timeline.recordOnsetS.size(); ++r) {
        const double step = *timeline.recordOnsetS[r] - *timeline.recordOnsetS[r - 1];
        if (std::abs(step - header.recordDurationS) <= tolerance)
            continue;
        backwards = backwards || step < header.recordDurationS;
        const auto border = static_cast<std::int64_t>(r) * samplesPerRecord;
        segments.back().last = border - 1;
        segments.push_back({ border, samples - 1, *timeline.recordOnsetS[r] - start });
    }
    sayGaps(segments.size() - 1, backwards, warnings);
    return segments;
}

void countOnsetsInSamples(const EdfHeader& header, EdfTimeline& timeline, std::vector<std::string>& warnings)
{
    if (!header.discontinuous || !dated(timeline))
        return;
    std::vector<std::pair<double, double>> records; // (time, time without gaps) of the first sample of each
    for (std::size_t r = 0; r < timeline.recordOnsetS.size(); ++r)
        records.emplace_back(*timeline.recordOnsetS[r] - *timeline.recordOnsetS.front(),
                             static_cast<double>(r) * header.recordDurationS);
    std::ranges::stable_sort(records, {}, &std::pair<double, double>::first);
    constexpr double rounding = 1e-9; // s
    std::int64_t inGaps = 0;
    for (Annotation& annotation : timeline.annotations) {
        const auto next
            = std::ranges::upper_bound(records, annotation.onsetS + rounding, {}, &std::pair<double, double>::first);
        if (next == records.begin())
            continue; // before the first sample
        const auto& [time, place] = *std::prev(next);
        const double within = annotation.onsetS - time;
        inGaps += within > header.recordDurationS + rounding ? 1 : 0;
        annotation.onsetS = place + std::min(within, header.recordDurationS);
    }
    if (inGaps > 0)
        warnings.push_back(std::to_string(inGaps)
                           + " annotations lie in gaps: they are shown at the end of the piece before");
}

} // namespace maskscope
