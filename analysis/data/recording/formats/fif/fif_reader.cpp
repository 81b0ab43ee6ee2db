// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/fif/fif_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <utility>

#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/formats/fif/fif_parts.h"
#include "analysis/data/recording/formats/fif/fif_source.h"
#include "analysis/data/recording/formats/fif/fif_time.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::int32_t volt = 107;

bool isGzip(std::string_view head) { return head.starts_with("\x1F\x8B"); }

bool hasCompressedName(const fs::path& path)
{
    std::string name = path.filename().string();
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name.ends_with(".fif.gz");
}

/// Of FIFF_UNIT_...; multiples are not told, since the samples of such channels are left as they are.
std::string unitName(std::int32_t unit)
{
    constexpr auto names = std::to_array<std::pair<std::int32_t, std::string_view>>({ { 1, "m" },
                                                                                      { 3, "s" },
                                                                                      { 4, "A" },
                                                                                      { 6, "K" },
                                                                                      { 7, "rad" },
                                                                                      { 101, "Hz" },
                                                                                      { 103, "Pa" },
                                                                                      { 109, "Ohm" },
                                                                                      { 110, "S" },
                                                                                      { 112, "T" },
                                                                                      { 114, "°C" },
                                                                                      { 117, "V/m²" },
                                                                                      { 201, "T/m" },
                                                                                      { 202, "Am" } });
    if (unit <= 0)
        return {};
    const auto found = std::ranges::find(names, unit, &std::pair<std::int32_t, std::string_view>::first);
    return found == names.end() ? "FIF's unit " + std::to_string(unit) : std::string(found->second);
}

struct Lists {
    std::string otherUnits;
    std::string noUnit;
    std::string multiples;
    int magnetic = 0;
    int intracranial = 0;
};

void list(std::string& names, const std::string& name) { names += (names.empty() ? "" : ", ") + name; }

ChannelKind kindOf(std::int32_t kind, Lists& lists)
{
    switch (kind) {
    case 2:
        return ChannelKind::Eeg;
    case 3:
        return ChannelKind::Trigger;
    case 202:
        return ChannelKind::Eog;
    case 302:
        return ChannelKind::Emg;
    case 402:
        return ChannelKind::Ecg;
    case 1:
    case 301: // reference sensors
        ++lists.magnetic;
        return ChannelKind::Other;
    case 802: // stereotactic EEG
    case 803: // deep brain stimulation
    case 902: // on the cortex
        ++lists.intracranial;
        return ChannelKind::Other;
    default:
        return ChannelKind::Other;
    }
}

/// `scale` goes to the delivered unit. Triggers keep their numbers as they are.
Channel describe(const FifChannel& stored, bool triggerByLabel, double rateHz, double& scale, Lists& lists)
{
    Channel channel;
    channel.label = stored.label;
    channel.kind = kindOf(stored.kind, lists);
    channel.samplingRateHz = rateHz;
    if (channel.kind == ChannelKind::Eeg && triggerByLabel)
        channel.kind = ChannelKind::Trigger;
    const bool trigger = channel.kind == ChannelKind::Trigger;
    if (!trigger && stored.unit == volt) {
        constexpr std::int32_t most = 24;
        const std::int32_t exponent = std::clamp(stored.unitExponent, -most, most);
        scale = 1e6 * std::pow(10.0, exponent);
        channel.microvoltsPerUnit = scale;
        channel.unit = microvoltUnit;
        if (exponent != 0)
            list(lists.multiples, stored.label);
    } else if (!trigger) {
        channel.unit = unitName(stored.unit);
        if (channel.kind == ChannelKind::Eeg && stored.unit > 0) {
            list(lists.otherUnits, stored.label + " (" + channel.unit + ")");
            channel.kind = ChannelKind::Other;
        } else if (channel.kind == ChannelKind::Eeg) {
            list(lists.noUnit, stored.label);
        }
    }
    if (!std::isfinite(stored.gain) || stored.gain == 0)
        channel.setAside = "its calibration is 0 or no finite number, so its amplitudes are unknown";
    if (stored.kind == 2 && stored.place.allFinite() && stored.place.norm() > 0) {
        channel.position = stored.place;
        channel.positionSource = "file";
    }
    return channel;
}

void sayLists(const Lists& lists, std::vector<std::string>& warnings)
{
    const auto say = [&](const std::string& names, const std::string& before, const std::string& after) {
        if (!names.empty())
            warnings.push_back(before + names + after);
    };
    say(lists.otherUnits, "channels whose unit is no voltage do not count as EEG: ", "");
    say(lists.noUnit, "EEG channels without a unit keep their numbers as they are: ", "");
    say(lists.multiples, "the file gives multiples of a volt, which are applied (MNE-Python applies none): ", "");
    if (lists.magnetic > 0)
        warnings.push_back(
            std::to_string(lists.magnetic)
            + (lists.magnetic == 1 ? " MEG channel does not count as EEG" : " MEG channels do not count as EEG"));
    if (lists.intracranial > 0)
        warnings.push_back(std::to_string(lists.intracranial)
                           + (lists.intracranial == 1
                                  ? " channel of an electrode within the skull does not count as EEG"
                                  : " channels of electrodes within the skull do not count as EEG"));
}

/// Channels of `recording`; the gains turn stored numbers into their units.
std::vector<double> listChannels(const FifContent& content, Recording& recording)
{
    std::vector<std::string> labels;
    for (const FifChannel& channel : content.channels)
        labels.push_back(channel.label);
    const auto identities = identifyChannels(labels);
    std::vector<double> gains;
    Lists lists;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        double scale = 1;
        recording.channels.push_back(describe(content.channels[i], identities[i].kind == ChannelKind::Trigger,
                                              content.samplingRateHz, scale, lists));
        gains.push_back(content.channels[i].gain * scale);
        if (std::ranges::find(content.badChannels, labels[i]) != content.badChannels.end())
            recording.channels.back().markedBad = "in the file";
    }
    sayLists(lists, recording.warnings);
    return gains;
}

void sayWhatElse(const FifContent& first, std::vector<std::string>& warnings)
{
    if (first.continuation)
        warnings.emplace_back("the file is a later part of a split recording: what came before it is not read");
    if (first.shielded)
        warnings.emplace_back("recorded with active shielding (MaxShield), whose signals are still in it: "
                              "MaxFilter takes them out");
    if (first.projectors > 0)
        warnings.push_back(std::to_string(first.projectors)
                           + (first.projectors == 1 ? " projector (SSP) comes with the file and is"
                                                    : " projectors (SSP) come with the file and are")
                           + " not applied to its samples");
}

} // namespace

bool looksLikeFif(const fs::path& path, std::string_view head)
{
    using namespace std::string_view_literals;
    // kind 100 (identity of the file), type 31 (its structure), 20 bytes
    return head.starts_with("\0\0\0\x64\0\0\0\x1F\0\0\0\x14"sv) || (isGzip(head) && hasCompressedName(path));
}

Result<Recording> readFif(const fs::path& path)
{
    if (hasCompressedName(path))
        return failure(ErrorCode::UnsupportedFormat, path.string(),
                       "is compressed: samples cannot be read from the middle of it; unpack it (gunzip) first",
                       "a .fif file", "a .fif.gz file");
    Recording recording;
    recording.path = path;
    recording.format = "FIF";
    const auto parts = readFifParts(path, recording.warnings);
    if (!parts)
        return tl::unexpected(parts.error());
    const FifContent& first = parts->front();
    recording.samplingRateHz = first.samplingRateHz;
    sayWhatElse(first, recording.warnings);
    auto source = std::make_shared<FifSource>(*parts, listChannels(first, recording));
    recording.samples = source->samples();
    const auto runs = fifRuns(*parts, recording.warnings);
    addFifTime(first, runs, recording);
    if (recording.segments.empty())
        return failure(ErrorCode::UnsupportedFormat, path.string(), "marks all of its samples as skipped");
    recording.source = std::move(source);
    return recording;
}

} // namespace maskscope
