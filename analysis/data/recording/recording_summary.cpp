// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/recording_summary.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "analysis/data/core/printable.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json channelJson(const Recording& recording, const Channel& channel, const ChannelStatistics* statistics)
{
    Json json;
    json["label"] = toUtf8(channel.label);
    json["name"] = toUtf8(channel.name);
    json["kind"] = channelKindName(channel.kind);
    json["unit"] = toUtf8(channel.unit);
    json["sampling_rate_hz"] = number(channel.samplingRateHz);
    json["position"] = channel.position
        ? Json::array({ channel.position->x(), channel.position->y(), channel.position->z() })
        : Json(nullptr);
    json["position_source"] = channel.positionSource;
    json["placed_as"] = toUtf8(channel.placedAs);
    json["note"] = toUtf8(channel.note);
    const std::string leftOut = whyLeftOut(recording, channel);
    json["left_out"] = leftOut.empty() ? Json(nullptr) : Json(toUtf8(leftOut));
    json["set_aside"] = !channel.setAside.empty(); // whatever its kind and the choices
    if (statistics != nullptr) {
        json["mean"] = number(statistics->mean);
        json["std"] = number(statistics->std);
        json["min"] = number(statistics->min);
        json["max"] = number(statistics->max);
        json["not_finite"] = statistics->notFinite;
    }
    return json;
}

/// Right-aligned in `width`, `digits` significant ones.
std::string general(double value, int digits, int width = 0)
{
    std::ostringstream out;
    out << std::setprecision(digits) << std::setw(width) << value;
    return out.str();
}

std::string place(const Channel& channel)
{
    if (!channel.position)
        return "no position";
    std::ostringstream out;
    out << std::fixed << std::setprecision(3);
    for (const double coordinate : *channel.position)
        out << std::setw(7) << coordinate << ' ';
    return out.str() + ' ' + printableLine(toUtf8(channel.positionSource));
}

std::string padded(std::string text, std::size_t width)
{
    // Counted in code points, so that "µV" takes two places.
    const auto continuation
        = std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; });
    const std::size_t length = text.size() - static_cast<std::size_t>(continuation);
    text.append(length < width ? width - length : 0, ' ');
    return text;
}

/// What was done with the label, and whether the channel takes part in an analysis.
std::string remarks(const Recording& recording, const Channel& channel)
{
    std::string text;
    const auto add
        = [&](const std::string& remark) { text += (text.empty() ? "" : "; ") + printableLine(toUtf8(remark)); };
    if (const std::string why = whyLeftOut(recording, channel); !why.empty())
        add("left out: " + why);
    if (!channel.placedAs.empty())
        add("placed as " + channel.placedAs);
    if (!channel.note.empty())
        add(channel.note);
    return text;
}

std::string channelLine(const Recording& recording, const Channel& channel, const ChannelStatistics* statistics)
{
    std::string line = "  " + padded(printableLine(toUtf8(channel.label)), 16) + ' '
        + padded(printableLine(toUtf8(channel.name)), 10) + ' ' + padded(std::string(channelKindName(channel.kind)), 9)
        + ' ' + padded(printableLine(toUtf8(channel.unit)), 4) + ' ';
    line += padded(place(channel), 42);
    if (statistics != nullptr) {
        for (const double value : { statistics->mean, statistics->std, statistics->min, statistics->max })
            line += ' ' + general(value, 5, 12);
    }
    std::string text = remarks(recording, channel);
    if (statistics != nullptr && statistics->notFinite > 0)
        text += (text.empty() ? "" : "; ") + std::to_string(statistics->notFinite) + " samples are no finite numbers";
    if (!text.empty())
        line += "  " + text;
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

const ChannelStatistics* entryOf(const std::vector<ChannelStatistics>* statistics, std::size_t channel)
{
    return statistics == nullptr || channel >= statistics->size() ? nullptr : &(*statistics)[channel];
}

/// "31 of 40 channels take part in an analysis, 2 of them without a position".
std::string inShort(const Recording& recording)
{
    const auto used = [&](const Channel& c) { return whyLeftOut(recording, c).empty(); };
    const auto taking = std::ranges::count_if(recording.channels, used);
    const auto unplaced = std::ranges::count_if(recording.channels,
                                                [&](const Channel& c) { return used(c) && !c.position.has_value(); });
    return "  " + std::to_string(taking) + " of " + std::to_string(recording.channels.size())
        + " channels take part in an analysis, " + std::to_string(unplaced) + " of them without a position\n";
}

} // namespace

std::string whyLeftOut(const Recording& recording, const Channel& channel)
{
    if (recording.precut)
        return {};
    if (!channel.setAside.empty())
        return channel.setAside;
    if (channel.choice != ChannelChoice::None)
        return channel.choice == ChannelChoice::LeftOut ? "by choice" : std::string();
    if (channel.kind != ChannelKind::Eeg)
        return channel.notEeg.empty() ? std::string(channelKindName(channel.kind)) : channel.notEeg;
    const double difference = std::abs(channel.samplingRateHz - recording.samplingRateHz);
    const bool sameRate = difference <= 1e-9 * std::max(channel.samplingRateHz, recording.samplingRateHz);
    if (sameRate || ((channel.position || channel.kindStated) && channel.samplingRateHz > 0))
        return {};
    return "rate of " + general(channel.samplingRateHz, 6) + " Hz, no known electrode";
}

namespace {

/// Of a windowed file those of its recordings, each once.
std::set<std::string> subjectsOf(const Recording& recording)
{
    std::set<std::string> subjects { recording.subject };
    if (recording.precut)
        for (const auto& [index, subject] : recording.precut->subject)
            subjects.insert(subject);
    subjects.erase("");
    return subjects;
}

/// "  subject sub-01", "  3 subjects".
std::string subjectLine(const Recording& recording)
{
    const auto subjects = subjectsOf(recording);
    if (subjects.empty())
        return {};
    return subjects.size() == 1 ? "  subject " + printableLine(toUtf8(*subjects.begin())) + "\n"
                                : "  " + std::to_string(subjects.size()) + " subjects\n";
}

} // namespace

std::string recordingJson(const Recording& recording, const std::vector<ChannelStatistics>* statistics)
{
    Json json;
    json["kind"] = "recording";
    json["format"] = recording.format;
    json["sampling_rate_hz"] = recording.samplingRateHz > 0 ? Json(recording.samplingRateHz) : Json(nullptr);
    json["duration_s"] = recording.samplingRateHz > 0 ? Json(recording.durationS()) : Json(nullptr);
    json["samples"] = recording.samples;
    json["segments"] = Json::array();
    for (const Segment& segment : recording.segments)
        json["segments"].push_back({ segment.first, segment.last });
    json["annotations"] = recording.annotations.size();
    json["subjects"] = Json::array();
    for (const std::string& subject : subjectsOf(recording))
        json["subjects"].push_back(toUtf8(subject));
    json["channels"] = Json::array();
    for (std::size_t c = 0; c < recording.channels.size(); ++c)
        json["channels"].push_back(channelJson(recording, recording.channels[c], entryOf(statistics, c)));
    json["warnings"] = Json::array();
    for (const std::string& warning : recording.warnings)
        json["warnings"].push_back(toUtf8(warning));
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string recordingText(const Recording& recording, const std::vector<ChannelStatistics>* statistics)
{
    std::string text = printableLine(recording.path.string()) + "\n  " + recording.format + ", "
        + std::to_string(recording.channels.size()) + " channels, ";
    text += recording.samplingRateHz > 0
        ? general(recording.samplingRateHz, 10) + " Hz, " + general(recording.durationS(), 10) + " s"
        : std::string("sampling rate not stated");
    text += ", " + std::to_string(recording.samples) + " samples, " + std::to_string(recording.segments.size())
        + (recording.segments.size() == 1 ? " segment, " : " segments, ") + std::to_string(recording.annotations.size())
        + " annotations\n";
    text += "  " + padded("label", 16) + " name       kind      unit "
        + padded("position (x right, y front, z up), source", 42);
    text += statistics != nullptr ? "         mean          std          min          max  remarks\n" : "  remarks\n";
    for (std::size_t c = 0; c < recording.channels.size(); ++c)
        text += channelLine(recording, recording.channels[c], entryOf(statistics, c));
    text += subjectLine(recording) + inShort(recording);
    for (const std::string& warning : recording.warnings)
        text += "  warning: " + printableLine(toUtf8(warning)) + "\n";
    return text;
}

} // namespace maskscope
