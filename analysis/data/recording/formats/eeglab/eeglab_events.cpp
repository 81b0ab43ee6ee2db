// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/eeglab/eeglab_events.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

namespace maskscope {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Sample at which a piece begins, and how many samples were cut out before it (NaN: not known).
using Borders = std::map<std::int64_t, double>;

double numberOf(const std::vector<MatlabScalar>& column, std::size_t i)
{
    const double* number = i < column.size() ? std::get_if<double>(&column[i]) : nullptr;
    return number == nullptr ? unknown : *number;
}

/// As Python prints a number: the shortest text that gives the same one.
std::string textOf(const std::vector<MatlabScalar>& column, std::size_t i)
{
    if (i >= column.size())
        return {};
    if (const auto* text = std::get_if<std::string>(&column[i]))
        return *text;
    const double number = numberOf(column, i);
    if (!std::isfinite(number))
        return {};
    if (number == std::floor(number) && std::abs(number) < 1e15)
        return std::to_string(static_cast<std::int64_t>(number)); // 100000, not 1e+05
    std::array<char, 64> text {};
    const auto* end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return { text.data(), static_cast<std::size_t>(end - text.data()) };
}

bool isBoundary(const MatlabScalar& type)
{
    const auto* text = std::get_if<std::string>(&type);
    const auto* number = std::get_if<double>(&type);
    return (text != nullptr && *text == "boundary") || (number != nullptr && *number == -99); // option_boundary99
}

void say(std::int64_t count, const std::string& what, std::vector<std::string>& warnings)
{
    if (count > 0)
        warnings.push_back(std::to_string(count) + (count == 1 ? " event " : " events ") + what);
}

void addAnnotations(const std::vector<std::vector<MatlabScalar>>& columns, double rateHz, std::int64_t samples,
                    EeglabEvents& events)
{
    const auto& latencies = columns[1];
    std::int64_t beyond = 0;
    std::int64_t unplaced = 0;
    for (std::size_t i = 0; i < latencies.size(); ++i) {
        const double latency = numberOf(latencies, i);
        const auto end = static_cast<double>(samples);
        if (!std::isfinite(latency) || latency < 0.5 || latency > end + 0.5) { // half a sample: boundaries at the ends
            ++(std::isfinite(latency) ? beyond : unplaced);
            continue;
        }
        const double place = std::clamp(latency - 1, 0.0, end);
        const double given = numberOf(columns[2], i);
        // A boundary's duration is that of what was cut out.
        const bool lasts = std::isfinite(given) && given > 0 && !(i < columns[0].size() && isBoundary(columns[0][i]));
        const double duration = lasts ? std::min(given, end - place) : 0;
        events.annotations.push_back({ place / rateHz, duration / rateHz, textOf(columns[0], i) });
    }
    std::ranges::stable_sort(events.annotations, {}, &Annotation::onsetS);
    say(beyond, "outside the recording left out", events.warnings);
    say(unplaced, "without a latency left out", events.warnings);
}

/// Epochs that EEG.reject marks, as annotations that mark their time as bad.
Result<void> addRejectedEpochs(const EeglabContainer& set, double rateHz, std::int64_t samplesPerTrial,
                               std::int64_t trials, EeglabEvents& events)
{
    constexpr std::int64_t mostTrials = 10'000'000;
    if (trials < 2 || trials > mostTrials)
        return {};
    std::vector<char> rejected(static_cast<std::size_t>(trials), 0);
    for (const char* list : { "rejmanual", "rejglobal" }) {
        const auto marks = set.numbers("reject", list);
        if (!marks)
            return tl::unexpected(marks.error());
        for (std::size_t trial = 0; trial < marks->size() && marks->size() == rejected.size(); ++trial)
            rejected[trial] = rejected[trial] != 0 || (*marks)[trial] != 0 ? 1 : 0;
    }
    const double epochS = static_cast<double>(samplesPerTrial) / rateHz;
    for (std::size_t trial = 0; trial < rejected.size(); ++trial)
        if (rejected[trial] != 0)
            events.annotations.push_back({ static_cast<double>(trial) * epochS, epochS, "BAD epoch (EEG.reject)" });
    std::ranges::stable_sort(events.annotations, {}, &Annotation::onsetS);
    return {};
}

Borders bordersOf(const std::vector<std::vector<MatlabScalar>>& columns, std::int64_t samples)
{
    Borders borders;
    for (std::size_t i = 0; i < std::min(columns[0].size(), columns[1].size()); ++i) {
        const double latency = numberOf(columns[1], i);
        if (!isBoundary(columns[0][i]) || !std::isfinite(latency) || latency <= 1
            || latency > static_cast<double>(samples))
            continue;
        const double cut = numberOf(columns[2], i);
        const auto start = static_cast<std::int64_t>(std::ceil(latency)) - 1;
        borders[start] += cut > 0 ? cut : unknown; // 0 or NaN where datasets were joined
    }
    return borders;
}

std::vector<Segment> cutAt(const Borders& borders, std::int64_t samples, double rateHz)
{
    std::vector<Segment> segments { { 0, samples - 1, 0.0 } };
    for (const auto& [start, cut] : borders) {
        Segment& before = segments.back();
        before.last = start - 1;
        Segment piece { start, samples - 1 };
        if (before.startS && std::isfinite(cut))
            piece.startS = *before.startS + (static_cast<double>(start - before.first) + cut) / rateHz;
        segments.push_back(piece);
    }
    return segments;
}

} // namespace

Result<EeglabEvents> readEeglabEvents(const EeglabContainer& set, double samplingRateHz, std::int64_t samplesPerTrial,
                                      std::int64_t trials)
{
    constexpr std::array<std::string_view, 3> names { "type", "latency", "duration" };
    const auto columns = set.columns("event", names);
    if (!columns)
        return tl::unexpected(columns.error());
    const std::int64_t samples = samplesPerTrial * trials;
    EeglabEvents events;
    addAnnotations(*columns, samplingRateHz, samples, events);
    if (auto ok = addRejectedEpochs(set, samplingRateHz, samplesPerTrial, trials, events); !ok)
        return tl::unexpected(ok.error());
    Borders borders = bordersOf(*columns, samples);
    for (std::int64_t trial = 1; trial < trials; ++trial)
        borders[trial * samplesPerTrial] = unknown;
    events.segments = cutAt(borders, samples, samplingRateHz);
    if (trials > 1)
        events.warnings.push_back("the dataset is cut into " + std::to_string(trials)
                                  + " epochs: windows do not straddle them");
    else if (events.segments.size() > 1)
        events.warnings.push_back("the recording has " + std::to_string(events.segments.size())
                                  + " pieces: windows do not straddle their borders");
    return events;
}

} // namespace maskscope
