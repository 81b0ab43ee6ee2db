// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/edf/edf_reader.h"

#include <algorithm>
#include <cmath>

#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/channels/channel_kinds.h"
#include "analysis/data/recording/formats/edf/edf_annotations.h"
#include "analysis/data/recording/formats/edf/edf_damage.h"
#include "analysis/data/recording/formats/edf/edf_header.h"
#include "analysis/data/recording/formats/edf/edf_range.h"
#include "analysis/data/recording/formats/edf/edf_segments.h"
#include "analysis/data/recording/formats/edf/edf_source.h"
#include "analysis/data/recording/formats/edf/edf_status.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

bool hasSamples(const EdfSignal& signal) { return !signal.annotations && signal.samplesPerRecord > 0; }

/// Label, unit as the file states it, and rate of every signal that has samples; then kinds.
std::vector<Channel> channelsOf(const EdfHeader& header, const std::vector<std::size_t>& atLimits,
                                std::vector<std::string>& warnings)
{
    std::vector<Channel> channels;
    for (std::size_t i = 0; i < header.signals.size(); ++i) {
        const EdfSignal& signal = header.signals[i];
        if (!hasSamples(signal)) {
            if (!signal.annotations)
                warnings.push_back("channel " + signal.label + " has no samples and is left out");
            continue;
        }
        Channel channel;
        channel.label = signal.label;
        channel.setAside = signal.fault;
        channel.unit = signal.fault.empty() ? signal.unit : std::string(); // else stored numbers
        channel.samplingRateHz = static_cast<double>(signal.samplesPerRecord) / header.recordDurationS;
        channel.atLimits = std::ranges::find(atLimits, i) != atLimits.end();
        channels.push_back(std::move(channel));
    }
    setKinds(channels, warnings);
    return channels;
}

/// Volts of any size become microvolt; triggers keep their numbers as they are.
void toMicrovolts(Channel& channel, std::vector<std::string>& warnings)
{
    const auto microvolts = microvoltsPer(channel.unit);
    const bool trigger = channel.kind == ChannelKind::Trigger;
    if (microvolts && !trigger) {
        channel.microvoltsPerUnit = *microvolts;
        channel.unit = microvoltUnit;
    } else if (!microvolts && !trigger && channel.kind != ChannelKind::Other && channel.setAside.empty()) {
        warnings.push_back("channel " + channel.label + " has "
                           + (channel.unit.empty() ? std::string("no unit") : "the unknown unit '" + channel.unit + "'")
                           + ": its numbers are taken as they are");
    }
}

std::string rateText(double rateHz)
{
    std::string text = std::to_string(rateHz);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text + " Hz";
}

void warnAboutOtherRates(Recording& recording)
{
    std::string others;
    for (const Channel& channel : recording.channels) {
        if (channel.samplingRateHz != recording.samplingRateHz)
            others += (others.empty() ? "" : ", ") + channel.label + " (" + rateText(channel.samplingRateHz) + ")";
    }
    if (!others.empty())
        recording.warnings.push_back("channels of another sampling rate than " + rateText(recording.samplingRateHz)
                                     + " are kept apart: " + others);
}

/// Channels of `recording` and where their samples lie.
std::vector<EdfStoredChannel> listChannels(const EdfHeader& header, const std::vector<std::size_t>& atLimits,
                                           Recording& recording)
{
    recording.channels = channelsOf(header, atLimits, recording.warnings);
    std::vector<EdfStoredChannel> stored;
    for (const EdfSignal& signal : header.signals) {
        if (!hasSamples(signal))
            continue;
        Channel& channel = recording.channels[stored.size()];
        const bool bitField = header.bdf && channel.kind == ChannelKind::Trigger;
        toMicrovolts(channel, recording.warnings);
        // BioSemi's Status holds 24 trigger bits, whatever physical range the header gives it.
        const double gain = bitField ? 1.0 : signal.gain() * channel.microvoltsPerUnit;
        const double offset = bitField ? 0.0 : signal.offset() * channel.microvoltsPerUnit;
        if (bitField && signal.gain() != 1.0)
            channel.unit.clear();
        stored.push_back({ signal.label, signal.offsetInRecord, signal.samplesPerRecord, gain, offset });
    }
    return stored;
}

std::vector<ChannelKind> kindsOf(const EdfHeader& header)
{
    std::vector<std::string> labels;
    for (const EdfSignal& signal : header.signals)
        labels.push_back(signal.label);
    std::vector<ChannelKind> kinds;
    for (const ChannelIdentity& identity : identifyChannels(labels))
        kinds.push_back(identity.kind);
    return kinds;
}

/// BioSemi's own channel of trigger and status bits.
std::optional<int> statusChannel(const EdfHeader& header, const Recording& recording)
{
    const auto found = std::ranges::find_if(recording.channels, [&](const Channel& c) {
        return (c.label == "Status" || c.label == "STATUS") && c.kind == ChannelKind::Trigger
            && c.samplingRateHz == recording.samplingRateHz;
    });
    if (!header.bdf || found == recording.channels.end())
        return std::nullopt;
    return static_cast<int>(found - recording.channels.begin());
}

} // namespace

bool looksLikeEdf(const fs::path& /*path*/, std::string_view head)
{
    using namespace std::string_view_literals;
    return head.starts_with("\xFF"
                            "BIOSEMI"sv)
        || (head.starts_with("0       "sv) && head.size() >= 192);
}

Result<Recording> readEdf(const fs::path& path)
{
    const auto header = readEdfHeader(path);
    if (!header)
        return tl::unexpected(header.error());
    auto timeline = readEdfTimeline(path, *header);
    if (!timeline)
        return tl::unexpected(timeline.error());
    Recording recording;
    recording.path = path;
    recording.format = header->formatName();
    recording.warnings = header->warnings;
    warnOfImpossibleRanges(*header, recording.unitWarnings);
    const auto kinds = kindsOf(*header);
    const auto atLimits = checkEdfDamage(path, *header, *timeline, kinds, recording.warnings);
    if (!atLimits)
        return tl::unexpected(atLimits.error());
    if (header->recordDurationS <= 0)
        return failure(ErrorCode::UnsupportedFormat, path.string(),
                       "has data records of no duration, so no sampling rate");
    auto stored = listChannels(*header, *atLimits, recording);
    if (stored.empty())
        return failure(ErrorCode::UnsupportedFormat, path.string(), "holds annotations only, no channels");
    if (std::ranges::none_of(recording.channels, [](const Channel& c) { return c.setAside.empty(); }))
        return failure(ErrorCode::CorruptInput, path.string() + ": channel " + recording.channels.front().label,
                       "cannot be used, and so it is with every other: " + recording.channels.front().setAside);
    recording.samplingRateHz = rateOfMost(recording.channels);
    const auto samplesPerRecord
        = static_cast<std::int64_t>(std::llround(recording.samplingRateHz * header->recordDurationS));
    recording.samples = samplesPerRecord * header->records;
    recording.segments = edfSegments(*header, *timeline, samplesPerRecord, recording.warnings);
    if (recording.segments.size() > 1)
        countOnsetsInSamples(*header, *timeline, recording.warnings);
    recording.annotations = std::move(timeline->annotations);
    warnAboutOtherRates(recording);
    recording.source = std::make_shared<EdfSource>(path, *header, std::move(stored));
    if (const auto status = statusChannel(*header, recording))
        if (auto ok = cutAtRestarts(recording, *status); !ok)
            return tl::unexpected(ok.error());
    return recording;
}

} // namespace maskscope
