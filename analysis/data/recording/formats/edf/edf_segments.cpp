// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/edf/edf_segments.h"

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

/// The unit that all time stamps are multiples of, in seconds: what they were rounded to. 0 beyond a tenth of a
/// microsecond.
double quantumOf(const EdfTimeline& timeline)
{
    for (double scale = 1; scale < 1e8; scale *= 10) {
        const bool whole = std::ranges::all_of(timeline.recordOnsetS, [scale](const auto& onset) {
            return std::abs(*onset * scale - std::round(*onset * scale)) < 1e-3;
        });
        if (whole)
            return 1 / scale;
    }
    return 0;
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// What the step from one time stamp to the next may be where no time passed between the records.
struct Steps {
    double shortest = 0;
    double longest = 0;
};

/// Steps between rounded stamps are the multiples of the rounding next to the duration, with half a sample to spare;
/// stamps of a clock that runs or trembles by itself show that in most of the steps.
Steps stepsOf(const EdfHeader& header, const EdfTimeline& timeline, double sampleS)
{
    const double durationS = header.recordDurationS;
    const double quantum = quantumOf(timeline);
    const double halfSample = 0.5 * sampleS;
    Steps steps { durationS - halfSample, durationS + halfSample };
    if (quantum > 0) {
        constexpr double onGrid = 1e-6;
        const double multiples = durationS / quantum;
        steps.shortest = std::min(steps.shortest, std::floor(multiples + onGrid) * quantum - halfSample);
        steps.longest = std::max(steps.longest, std::ceil(multiples - onGrid) * quantum + halfSample);
        if (quantum <= 2 * sampleS) { // below that, a stamp of a clock of its own may round to the next
            steps.shortest = std::min(steps.shortest, durationS - quantum - halfSample);
            steps.longest = std::max(steps.longest, durationS + quantum + halfSample);
        }
    }
    std::vector<double> deviations;
    for (std::size_t r = 1; r < timeline.recordOnsetS.size(); ++r)
        deviations.push_back(*timeline.recordOnsetS[r] - *timeline.recordOnsetS[r - 1] - durationS);
    constexpr std::size_t few = 8; // tell nothing of a clock
    constexpr double drift = 0.01; // of a record: more is no clock
    if (deviations.size() < few || std::abs(median(deviations)) > drift * durationS)
        return steps;
    const double typical = median(deviations);
    for (double& deviation : deviations)
        deviation = std::abs(deviation - typical);
    const double tremble = std::min(4 * median(std::move(deviations)), durationS / 4);
    return { std::min(steps.shortest, durationS + typical - tremble - halfSample),
             std::max(steps.longest, durationS + typical + tremble + halfSample) };
}

/// Records that do not follow the one before them.
std::vector<std::size_t> jumpsOf(const EdfTimeline& timeline, const Steps& steps)
{
    constexpr double rounding = 1e-9; // s, of the numbers themselves
    std::vector<std::size_t> jumps;
    for (std::size_t r = 1; r < timeline.recordOnsetS.size(); ++r) {
        const double step = *timeline.recordOnsetS[r] - *timeline.recordOnsetS[r - 1];
        if (step < steps.shortest - rounding || step > steps.longest + rounding)
            jumps.push_back(r);
    }
    return jumps;
}

bool goesBack(const EdfTimeline& timeline, const std::vector<std::size_t>& jumps, double durationS)
{
    return std::ranges::any_of(
        jumps, [&](std::size_t r) { return *timeline.recordOnsetS[r] - *timeline.recordOnsetS[r - 1] < durationS; });
}

} // namespace

std::vector<Segment> edfSegments(const EdfHeader& header, const EdfTimeline& timeline, std::int64_t samplesPerRecord,
                                 std::vector<std::string>& warnings)
{
    const std::int64_t samples = header.records * samplesPerRecord;
    std::vector<Segment> segments { { 0, samples - 1, 0.0 } };
    if (!header.discontinuous && (!header.plus || !dated(timeline)))
        return segments;
    if (!dated(timeline)) {
        warnings.emplace_back("the file has gaps (" + header.formatName()
                              + ") but does not say where: every data record is taken as a piece of its own");
        return everyRecord(header, samplesPerRecord);
    }
    const auto jumps
        = jumpsOf(timeline, stepsOf(header, timeline, header.recordDurationS / static_cast<double>(samplesPerRecord)));
    if (!header.discontinuous && 2 * jumps.size() > timeline.recordOnsetS.size()) {
        warnings.emplace_back("the time stamps of the data records fit an " + header.formatName()
                              + " file nowhere and are ignored: the recording is taken as continuous");
        return segments;
    }
    for (const std::size_t r : jumps) {
        const auto border = static_cast<std::int64_t>(r) * samplesPerRecord;
        segments.back().last = border - 1;
        segments.push_back({ border, samples - 1, *timeline.recordOnsetS[r] - *timeline.recordOnsetS.front() });
    }
    if (!header.discontinuous && !jumps.empty())
        warnings.push_back("the header calls the recording continuous (" + header.formatName()
                           + "), but the time stamps of its data records jump");
    sayGaps(jumps.size(), goesBack(timeline, jumps, header.recordDurationS), warnings);
    return segments;
}

namespace {

/// Time without gaps of a time with them.
class Clock {
public:
    Clock(const EdfHeader& header, const EdfTimeline& timeline)
        : m_durationS(header.recordDurationS)
    {
        for (std::size_t r = 0; r < timeline.recordOnsetS.size(); ++r)
            m_records.emplace_back(*timeline.recordOnsetS[r] - *timeline.recordOnsetS.front(),
                                   static_cast<double>(r) * header.recordDurationS);
        std::ranges::stable_sort(m_records, {}, &std::pair<double, double>::first);
    }
    /// Before the first record and after the last one it goes on as it is: nothing was recorded there.
    [[nodiscard]] double place(double timeS, bool& inGap) const
    {
        const auto next = std::ranges::upper_bound(m_records, timeS + rounding, {}, &std::pair<double, double>::first);
        inGap = false;
        if (next == m_records.begin())
            return timeS;
        const auto& [recordS, placeS] = *std::prev(next);
        const double within = timeS - recordS;
        inGap = next != m_records.end() && within > m_durationS + rounding;
        return placeS + (inGap ? m_durationS : within);
    }

private:
    static constexpr double rounding = 1e-9; // s
    double m_durationS;
    std::vector<std::pair<double, double>> m_records; // (time, time without gaps) of the first sample of each
};

} // namespace

void countOnsetsInSamples(const EdfHeader& header, EdfTimeline& timeline, std::vector<std::string>& warnings)
{
    if (!dated(timeline))
        return;
    const Clock clock(header, timeline);
    std::int64_t inGaps = 0;
    for (Annotation& annotation : timeline.annotations) {
        bool inGap = false;
        bool ends = false;
        const double end = clock.place(annotation.onsetS + annotation.durationS, ends);
        annotation.onsetS = clock.place(annotation.onsetS, inGap);
        annotation.durationS = std::max(0.0, end - annotation.onsetS);
        inGaps += inGap ? 1 : 0;
    }
    if (inGaps > 0)
        warnings.push_back(std::to_string(inGaps)
                           + " annotations lie in gaps: they are shown at the end of the piece before");
}

} // namespace maskscope
