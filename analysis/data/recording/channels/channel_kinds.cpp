// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/channel_kinds.h"

#include <algorithm>
#include <cctype>
#include <functional>

#include <fmt/format.h>

#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/channels/channel_label.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

bool isEeg(const Channel& channel) { return channel.kind == ChannelKind::Eeg && channel.setAside.empty(); }

void noEeg(Channel& channel, std::string reason)
{
    channel.kind = ChannelKind::Other;
    channel.notEeg = std::move(reason);
}

void list(std::string& names, const std::string& name) { names += (names.empty() ? "" : ", ") + name; }

/// Numbered inputs that nothing is plugged into stand beside a named cap in any number.
bool isOnlyNumber(const std::string& name)
{
    const std::string bare = withoutCopyNumber(name);
    return !bare.empty() && std::ranges::all_of(bare, [](unsigned char c) { return std::isdigit(c) != 0; });
}

double mostFrequent(const std::vector<Channel>& channels, const std::function<bool(const Channel&)>& counts)
{
    double best = 0;
    std::ptrdiff_t bestCount = 0;
    for (const Channel& channel : channels) {
        const auto same = [&](const Channel& c) { return c.samplingRateHz == channel.samplingRateHz && counts(c); };
        const std::ptrdiff_t count = std::ranges::count_if(channels, same);
        if (count > bestCount || (count > 0 && count == bestCount && channel.samplingRateHz > best)) {
            best = channel.samplingRateHz;
            bestCount = count;
        }
    }
    return best;
}

} // namespace

void setKinds(std::vector<Channel>& channels, std::vector<std::string>& warnings)
{
    std::vector<std::string> labels;
    for (const Channel& channel : channels)
        labels.push_back(channel.label);
    const auto identities = identifyChannels(labels);
    bool told = false; // whether the file tells EEG by name or unit
    for (std::size_t i = 0; i < channels.size(); ++i) {
        channels[i].kind = identities[i].kind;
        channels[i].knownName = identities[i].known;
        told = told || (isEeg(channels[i]) && (identities[i].known || unitKind(channels[i].unit) == UnitKind::Voltage));
    }
    std::string noVoltage, noUnit;
    for (Channel& channel : channels) {
        const UnitKind unit = unitKind(channel.unit);
        if (!isEeg(channel) || unit == UnitKind::Voltage)
            continue;
        if (unit == UnitKind::NoVoltage) {
            list(noVoltage, channel.label + " (" + channel.unit + ")");
            noEeg(channel, "unit " + channel.unit + " is no voltage");
        } else if (told && !channel.knownName) {
            list(noUnit, channel.label + (channel.unit.empty() ? "" : " (" + channel.unit + ")"));
            noEeg(channel, "no unit of voltage, no known name");
        }
    }
    if (!noVoltage.empty())
        warnings.push_back("channels whose unit is no voltage do not count as EEG: " + noVoltage);
    if (!noUnit.empty())
        warnings.push_back("channels without a unit of voltage and without a known name do not count as EEG: "
                           + noUnit);
}

double rateOfMost(const std::vector<Channel>& channels)
{
    for (const std::function<bool(const Channel&)>& counts :
         { std::function<bool(const Channel&)>([](const Channel& c) { return isEeg(c) && c.knownName; }),
           std::function<bool(const Channel&)>(isEeg),
           std::function<bool(const Channel&)>([](const Channel& /*c*/) { return true; }) })
        if (std::ranges::any_of(channels, counts))
            return mostFrequent(channels, counts);
    return 0;
}

void leaveOutSlowOnes(Recording& recording)
{
    std::string slow;
    for (Channel& channel : recording.channels) {
        const bool decided = channel.kindStated || channel.choice == ChannelChoice::TakesPart;
        if (!isEeg(channel) || decided || !(4 * channel.samplingRateHz < recording.samplingRateHz))
            continue;
        list(slow, fmt::format("{} ({:g} Hz)", channel.label, channel.samplingRateHz));
        noEeg(channel, fmt::format("{:g} Hz, far below {:g} Hz", channel.samplingRateHz, recording.samplingRateHz));
    }
    if (!slow.empty())
        recording.warnings.push_back(
            fmt::format("channels sampled far below {:g} Hz do not count as EEG: {}", recording.samplingRateHz, slow));
}

void leaveOutUnknownOnes(Recording& recording)
{
    const auto known = [](const Channel& c) {
        return isEeg(c) && (c.knownName || c.position || c.kindStated || c.choice == ChannelChoice::TakesPart);
    };
    const auto all = std::ranges::count_if(
        recording.channels, [&](const Channel& c) { return isEeg(c) && (known(c) || !isOnlyNumber(c.name)); });
    const auto told = std::ranges::count_if(recording.channels, known);
    if (recording.precut || told < 2 || 2 * told <= all)
        return;
    std::string unknown;
    for (Channel& channel : recording.channels) {
        if (!isEeg(channel) || known(channel))
            continue;
        list(unknown, channel.name);
        noEeg(channel, "no known name");
    }
    if (!unknown.empty())
        recording.warnings.push_back("channels without a known name or position are not taken as EEG (--kind NAME=eeg "
                                     "takes one in): "
                                     + unknown);
}

} // namespace maskscope
