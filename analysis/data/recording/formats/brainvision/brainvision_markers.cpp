// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/brainvision/brainvision_markers.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "analysis/data/recording/formats/brainvision/brainvision_text.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

/// Seconds of the clock from YYYYMMDDhhmmssuuuuuu.
std::optional<double> timeOf(const std::string& date)
{
    if (date.size() != 20 || date.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    const auto part = [&](std::size_t at, std::size_t width) { return std::stoi(date.substr(at, width)); };
    const std::chrono::year_month_day day { std::chrono::year(part(0, 4)),
                                            std::chrono::month(static_cast<unsigned>(part(4, 2))),
                                            std::chrono::day(static_cast<unsigned>(part(6, 2))) };
    if (!day.ok())
        return std::nullopt; // all zeros: not known
    const auto days = std::chrono::sys_days(day).time_since_epoch().count();
    return static_cast<double>(days) * 86400 + part(8, 2) * 3600 + part(10, 2) * 60 + part(12, 2) + part(14, 6) * 1e-6;
}

struct Marker {
    std::string type;
    std::string description;
    std::string date;
    double position = 0; ///< from 1
    double size = 0; ///< samples
};

std::optional<Marker> parseMarker(const std::string& value)
{
    auto fields = brainVisionFields(value);
    fields.resize(std::max<std::size_t>(fields.size(), 6));
    const auto position = parseNumber(fields[2]);
    if (!position)
        return std::nullopt;
    return Marker { .type = std::move(fields[0]),
                    .description = std::move(fields[1]),
                    .date = std::move(fields[5]),
                    .position = *position,
                    .size = std::max(0.0, parseNumber(fields[3]).value_or(0)) };
}

void say(std::int64_t count, const std::string& what, std::vector<std::string>& warnings)
{
    if (count > 0)
        warnings.push_back(std::to_string(count) + (count == 1 ? " marker " : " markers ") + what);
}

/// Time of each piece since the first; none where a date is absent or contradicts the length of the piece before.
void dateSegments(const std::vector<BrainVisionStart>& starts, double samplingRateHz, std::vector<Segment>& segments)
{
    segments.front().startS = 0;
    for (std::size_t i = 1; i < segments.size() && starts.front().timeS && starts[i].timeS; ++i) {
        const double startS = *starts[i].timeS - *starts.front().timeS;
        const Segment& before = segments[i - 1];
        const double earliestS = *before.startS + static_cast<double>(before.last - before.first + 1) / samplingRateHz;
        if (startS < earliestS - 1 / samplingRateHz)
            return;
        segments[i].startS = startS;
    }
}

std::vector<Segment> cutEvenly(const std::vector<Segment>& whole, std::int64_t segmentPoints)
{
    std::vector<Segment> pieces;
    for (const Segment& segment : whole) {
        for (std::int64_t first = segment.first; first <= segment.last; first += segmentPoints) {
            pieces.push_back({ first, std::min(first + segmentPoints - 1, segment.last) });
            if (first == segment.first) // where the others lay in time, only the history file knows
                pieces.back().startS = segment.startS;
        }
    }
    return pieces;
}

} // namespace

Result<BrainVisionMarkers> readBrainVisionMarkers(const std::filesystem::path& path, std::int64_t samples,
                                                  double samplingRateHz)
{
    auto text = readBrainVisionText(path, "Marker");
    if (!text)
        return tl::unexpected(text.error());
    BrainVisionMarkers markers;
    markers.warnings = std::move(text->warnings);
    std::int64_t beyond = 0;
    std::int64_t unreadable = 0;
    for (const auto& [key, value] : text->entries("marker infos")) {
        if (brainVisionIndex(key, "mk") == 0)
            continue;
        const auto marker = parseMarker(value);
        if (!marker || marker->position < 1 || marker->position > static_cast<double>(samples)) {
            ++(marker ? beyond : unreadable);
            continue;
        }
        const double place = marker->position - 1;
        const double size = std::min(marker->size, static_cast<double>(samples) - place);
        markers.annotations.push_back(
            { place / samplingRateHz, size / samplingRateHz, marker->type + "/" + marker->description });
        if (marker->type == "New Segment")
            markers.starts.push_back({ static_cast<std::int64_t>(place), timeOf(marker->date) });
    }
    std::ranges::stable_sort(markers.annotations, {}, &Annotation::onsetS);
    say(beyond, "outside the recording left out", markers.warnings);
    say(unreadable, "without a readable position left out", markers.warnings);
    return markers;
}

std::vector<Segment> brainVisionSegments(std::vector<BrainVisionStart> starts, std::int64_t samples,
                                         std::int64_t segmentPoints, double samplingRateHz)
{
    std::ranges::stable_sort(starts, {}, &BrainVisionStart::sample);
    const auto same = [](const BrainVisionStart& a, const BrainVisionStart& b) { return a.sample == b.sample; };
    starts.erase(std::unique(starts.begin(), starts.end(), same), starts.end());
    if (starts.empty() || starts.front().sample > 0)
        starts.insert(starts.begin(), BrainVisionStart {});
    std::vector<Segment> segments;
    for (std::size_t i = 0; i < starts.size(); ++i)
        segments.push_back({ starts[i].sample, i + 1 < starts.size() ? starts[i + 1].sample - 1 : samples - 1 });
    dateSegments(starts, samplingRateHz, segments);
    return segmentPoints > 0 ? cutEvenly(segments, segmentPoints) : segments;
}

} // namespace maskscope
