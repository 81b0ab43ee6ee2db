// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/fif/fif_time.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace maskscope {

namespace {

constexpr std::string_view acquisitionSkip = "BAD_ACQ_SKIP";

/// Samples [first, end) that belong to no segment; none of them where it is a mere border.
struct Cut {
    std::int64_t first = 0;
    std::int64_t end = 0;
    bool undated = false; // the time after it is not that of the clock before it
};

/// Seconds from the first sample, gaps counted, for an onset as stored (read as MNE-Python reads it).
double secondsBefore(const FifContent& first)
{
    const double firstS = static_cast<double>(first.buffers.front().time) / first.samplingRateHz;
    const auto& origin = first.annotations.origin;
    if (!first.date)
        return firstS;
    if (!origin)
        return 0;
    return firstS - (origin->seconds - first.date->seconds) - (origin->microseconds - first.date->microseconds) * 1e-6;
}

struct Places {
    std::span<const FifRun> runs;

    [[nodiscard]] double end() const { return static_cast<double>(runs.back().time + runs.back().samples); }
    [[nodiscard]] const FifRun& runAt(double time) const
    {
        const auto after
            = std::ranges::upper_bound(runs, time, {}, [](const FifRun& run) { return static_cast<double>(run.time); });
        return after == runs.begin() ? runs.front() : *std::prev(after);
    }
    /// In a gap: the end of the piece before it.
    [[nodiscard]] double placeOf(double time) const
    {
        const FifRun& run = runAt(time);
        const double within = time - static_cast<double>(run.time);
        return static_cast<double>(run.place) + std::clamp(within, 0.0, static_cast<double>(run.samples));
    }
    [[nodiscard]] bool inGap(double time) const
    {
        const FifRun& run = runAt(time);
        return time - static_cast<double>(run.time + run.samples) > 0.5 && time < end();
    }
};

/// Counted from the first sample on the clock. Half a sample: onsets are rounded.
struct Span {
    double begin = 0;
    double end = 0;
};

std::optional<Span> spanOf(const FifAnnotations& annotations, std::size_t i, double beforeS, double rateHz,
                           double lastTime)
{
    const double begin = (annotations.onsetS[i] - beforeS) * rateHz;
    const double end = std::max(begin, (annotations.endS[i] - beforeS) * rateHz);
    if (!std::isfinite(begin) || begin > lastTime + 0.5 || std::isnan(end) || end < -0.5)
        return std::nullopt;
    return Span { std::clamp(begin, 0.0, lastTime), std::clamp(end, 0.0, lastTime) };
}

/// How many samples a border may be off because its time was stored as float32.
std::int64_t uncertainty(const FifAnnotations& annotations, std::size_t i, double rateHz)
{
    if (!annotations.singlePrecision)
        return 0;
    const auto stored = std::abs(static_cast<float>(annotations.onsetS[i]));
    const float step = std::nextafter(stored, std::numeric_limits<float>::infinity()) - stored;
    const double samples = static_cast<double>(step) / 2 * rateHz;
    constexpr double most = 1e6;
    return samples < 0.5 ? 0 : static_cast<std::int64_t>(std::ceil(std::min(samples, most)));
}

std::vector<Cut> merged(std::vector<Cut> cuts)
{
    std::ranges::sort(cuts, {}, &Cut::first);
    std::vector<Cut> apart;
    for (const Cut& cut : cuts) {
        if (apart.empty() || cut.first > apart.back().end) {
            apart.push_back(cut);
            continue;
        }
        apart.back().end = std::max(apart.back().end, cut.end);
        apart.back().undated = apart.back().undated || cut.undated;
    }
    return apart;
}

std::vector<Segment> segmentsOf(std::span<const FifRun> runs, const std::vector<Cut>& cuts, double rateHz)
{
    std::vector<Segment> segments;
    bool dated = true;
    std::size_t next = 0;
    for (const FifRun& run : runs) {
        const std::int64_t runEnd = run.place + run.samples;
        std::int64_t from = run.place;
        const auto add = [&](std::int64_t end) {
            if (end <= from)
                return;
            Segment segment { from, end - 1 };
            if (dated && run.dated)
                segment.startS = static_cast<double>(run.time + from - run.place) / rateHz;
            segments.push_back(segment);
        };
        for (; next < cuts.size() && cuts[next].first < runEnd; ++next) {
            add(cuts[next].first);
            from = std::max(from, std::min(cuts[next].end, runEnd));
            dated = dated && !cuts[next].undated;
            if (cuts[next].end > runEnd)
                break; // it goes on in the next run
        }
        add(runEnd);
    }
    return segments;
}

void say(std::int64_t count, const std::string& what, std::vector<std::string>& warnings)
{
    if (count > 0)
        warnings.push_back(std::to_string(count) + (count == 1 ? " annotation " : " annotations ") + what);
}

bool startsWith(std::string_view text, std::string_view upper)
{
    return text.size() >= upper.size() && std::equal(upper.begin(), upper.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'a' && b <= 'z' ? static_cast<char>(b - 32) : b);
           });
}

/// What an annotation from place `begin` to `end` cuts out, if it does.
std::optional<Cut> cutOf(const std::string& text, double begin, double end, std::int64_t uncertain)
{
    const std::int64_t from = std::max<std::int64_t>(0, std::llround(begin) - uncertain);
    if (text == "BAD boundary" || text == "EDGE boundary")
        return Cut { from, std::llround(begin) + uncertain, true };
    if (startsWith(text, acquisitionSkip) && std::llround(end) > std::llround(begin))
        return Cut { from, std::llround(end) + uncertain };
    return std::nullopt;
}

/// Annotations of the recording, and the cuts that they ask for.
std::vector<Cut> placeAnnotations(const FifContent& first, const Places& places, Recording& recording)
{
    const FifAnnotations& stored = first.annotations;
    const double rateHz = recording.samplingRateHz;
    const double beforeS = secondsBefore(first);
    std::vector<Cut> cuts;
    std::int64_t beyond = 0;
    std::int64_t inGaps = 0;
    for (std::size_t i = 0; i < stored.onsetS.size(); ++i) {
        const auto span = spanOf(stored, i, beforeS, rateHz, places.end());
        if (!span) {
            ++beyond;
            continue;
        }
        const double begin = places.placeOf(span->begin);
        const double end = places.placeOf(span->end);
        const std::string& text = stored.texts[i];
        if (const auto cut = cutOf(text, begin, end, uncertainty(stored, i, rateHz)))
            cuts.push_back(*cut);
        if (startsWith(text, acquisitionSkip))
            continue;
        inGaps += places.inGap(span->begin) ? 1 : 0;
        recording.annotations.push_back({ begin / rateHz, (end - begin) / rateHz, text });
    }
    say(beyond, "outside the recording left out", recording.warnings);
    say(inGaps, "in gaps: shown at the end of the piece before", recording.warnings);
    return cuts;
}

bool fitTogether(const FifAnnotations& annotations)
{
    return annotations.endS.size() == annotations.onsetS.size()
        && annotations.texts.size() == annotations.onsetS.size();
}

} // namespace

std::vector<FifRun> fifRuns(std::span<const FifContent> parts, std::vector<std::string>& warnings)
{
    std::vector<FifRun> runs;
    const std::int64_t start = parts.front().buffers.front().time;
    std::int64_t shift = -start; // from the clock of a file to that of the recording
    for (const FifContent& part : parts) {
        const bool joins = &part != &parts.front();
        const std::int64_t end = runs.empty() ? 0 : runs.back().time + runs.back().samples;
        const bool backwards = joins && part.buffers.front().time + shift < end;
        if (backwards) {
            shift = end - part.buffers.front().time;
            warnings.push_back(part.path.filename().string()
                               + " does not say when it begins after the part before it: windows do not straddle the "
                                 "border");
        }
        for (const FifBuffer& buffer : part.buffers) {
            const bool first = &buffer == &part.buffers.front();
            const std::int64_t time = buffer.time + shift;
            const bool border = runs.empty() || runs.back().time + runs.back().samples != time || (first && backwards);
            if (border) {
                const std::int64_t place = runs.empty() ? 0 : runs.back().place + runs.back().samples;
                const bool dated = (runs.empty() || runs.back().dated) && !(first && backwards);
                runs.push_back({ place, 0, time, dated });
            }
            runs.back().samples += buffer.samples;
        }
    }
    return runs;
}

void addFifTime(const FifContent& first, std::span<const FifRun> runs, Recording& recording)
{
    std::vector<Cut> cuts;
    if (fitTogether(first.annotations))
        cuts = placeAnnotations(first, { runs }, recording);
    else
        recording.warnings.push_back("the annotations are damaged and are not read: "
                                     + std::to_string(first.annotations.onsetS.size()) + " onsets, "
                                     + std::to_string(first.annotations.endS.size()) + " ends, "
                                     + std::to_string(first.annotations.texts.size()) + " texts");
    recording.segments = segmentsOf(runs, merged(std::move(cuts)), recording.samplingRateHz);
    if (recording.segments.size() > 1)
        recording.warnings.push_back("the recording has " + std::to_string(recording.segments.size())
                                     + " pieces: windows do not straddle their borders");
}

} // namespace maskscope
