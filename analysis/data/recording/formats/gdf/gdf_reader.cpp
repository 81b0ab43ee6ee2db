// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/gdf/gdf_reader.h"

#include <algorithm>
#include <cmath>

#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/formats/edf/edf_annotations.h"
#include "analysis/data/recording/formats/gdf/gdf_events.h"
#include "analysis/data/recording/formats/gdf/gdf_gaps.h"
#include "analysis/data/recording/formats/gdf/gdf_header.h"
#include "analysis/data/recording/formats/gdf/gdf_positions.h"
#include "analysis/data/recording/formats/gdf/gdf_source.h"
#include "analysis/data/recording/formats/mixed_rates.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

/// Channels that are said together.
struct Lists {
    std::string withoutUnit;
    std::string otherUnits;
    std::string uncalibrated;
    std::string raw;
    std::string withoutSamples;
};

void list(std::string& names, const std::string& name) { names += (names.empty() ? "" : ", ") + name; }

/// Unit and kind of a channel; the factor to the delivered unit.
double describe(const GdfChannel& stored, Channel& channel, Lists& lists)
{
    const bool trigger = channel.kind == ChannelKind::Trigger;
    channel.unit = stored.unit;
    if (!stored.calibrated() && !stored.numbers.floating()) {
        channel.kind = trigger ? channel.kind : ChannelKind::Other;
        channel.unit.clear();
        list(lists.uncalibrated, stored.label);
        return 1;
    }
    if (!stored.calibrated())
        list(lists.raw, stored.label);
    const auto microvolts = microvoltsPer(stored.unit);
    if (microvolts && !trigger) {
        channel.unit = microvoltUnit;
        return *microvolts;
    }
    if (stored.unit.empty() && !trigger && channel.kind != ChannelKind::Other) {
        list(lists.withoutUnit, stored.label);
    } else if (!microvolts && channel.kind == ChannelKind::Eeg) {
        channel.kind = ChannelKind::Other;
        channel.notEeg = "unit " + stored.unit + " is no voltage";
        list(lists.otherUnits, stored.label + " (" + stored.unit + ")");
    }
    return 1;
}

void say(const Lists& lists, std::vector<std::string>& warnings)
{
    const auto add = [&](const std::string& names, const char* before, const char* after) {
        if (!names.empty())
            warnings.push_back(before + names + after);
    };
    add(lists.withoutUnit, "the file does not state the unit of ", ": their numbers are taken as they are");
    add(lists.otherUnits, "channels whose unit is no voltage do not count as EEG: ", "");
    add(lists.uncalibrated, "set aside, since no digital or no physical range tells their amplitudes: ", "");
    add(lists.raw, "no ranges are given for ", ": the stored numbers are taken as they are");
    add(lists.withoutSamples, "left out, without a sampling rate (single values among the events): ", "");
}

struct Layout {
    std::vector<GdfStoredChannel> stored; ///< [channel of the recording]
    std::vector<GdfStoredChannel> numbers; ///< the same without gain and offset
    std::vector<int> index; ///< [channel of the header] of the recording's; -1: none
};

Layout listChannels(const GdfHeader& header, Recording& recording)
{
    std::vector<std::string> labels;
    for (const GdfChannel& channel : header.channels)
        labels.push_back(channel.label);
    const auto identities = identifyChannels(labels);
    Layout layout;
    Lists lists;
    for (std::size_t c = 0; c < header.channels.size(); ++c) {
        const GdfChannel& own = header.channels[c];
        if (own.samplesPerRecord == 0) {
            list(lists.withoutSamples, own.label);
            layout.index.push_back(-1);
            continue;
        }
        Channel channel;
        channel.label = own.label;
        channel.kind = identities[c].kind;
        channel.knownName = identities[c].known;
        channel.samplingRateHz = static_cast<double>(own.samplesPerRecord) / header.recordDurationS;
        const double scale = describe(own, channel, lists);
        channel.microvoltsPerUnit = scale;
        layout.index.push_back(static_cast<int>(recording.channels.size()));
        recording.channels.push_back(std::move(channel));
        GdfStoredChannel place { own.label, own.numbers, own.offsetInRecord, own.samplesPerRecord };
        layout.numbers.push_back(place);
        place.gain = own.gain() * scale;
        place.offset = own.offset() * scale;
        layout.stored.push_back(std::move(place));
    }
    say(lists, recording.warnings);
    return layout;
}

/// Of what was measured, voltages at the recording's rate show whether anything was; others do where there are none.
std::vector<GdfWatchedChannel> watchedChannels(const GdfHeader& header, const Layout& layout,
                                               const Recording& recording)
{
    std::vector<GdfWatchedChannel> watched;
    for (const bool onlyVoltages : { true, false }) {
        for (std::size_t c = 0; c < header.channels.size(); ++c) {
            const GdfChannel& own = header.channels[c];
            if (layout.index[c] < 0)
                continue;
            const Channel& channel = recording.channels[static_cast<std::size_t>(layout.index[c])];
            const bool voltage = channel.kind != ChannelKind::Trigger && channel.kind != ChannelKind::Other;
            if (channel.samplingRateHz != recording.samplingRateHz || (onlyVoltages && !voltage))
                continue;
            watched.push_back({ layout.index[c],
                                own.numbers.floating() || !own.calibrated()
                                    ? std::nan("")
                                    : std::min(own.digitalMin, own.digitalMax) });
        }
        if (!watched.empty())
            break;
    }
    return watched;
}

/// A text transfer shifts all samples; without any other sign of it, it is only said.
Result<void> checkDamage(const fs::path& path, const GdfHeader& header, std::vector<std::string>& warnings)
{
    if (!lineEndingsConverted(path, header.headerBytes))
        return {};
    const std::string sign = "every line feed follows a carriage return, as after a transfer in text mode, which "
                             "shifts all samples";
    if (!header.warnings.empty())
        return failure(ErrorCode::CorruptInput, path.string(), "is damaged: " + sign + "; " + header.warnings.front());
    warnings.push_back(sign);
    return {};
}

void sayPieces(const std::vector<Segment>& missing, const GdfEvents& events, Recording& recording)
{
    std::int64_t samples = 0;
    for (const Segment& run : missing)
        samples += run.last - run.first + 1;
    if (!missing.empty())
        recording.warnings.push_back(std::to_string(missing.size()) + (missing.size() == 1 ? " piece" : " pieces")
                                     + " of missing values (" + std::to_string(samples)
                                     + " samples) are left out: windows do not straddle them");
    if (recording.segments.size() > missing.size() + 1
        || (!events.segmentStartsS.empty() && missing.empty() && recording.segments.size() > 1))
        recording.warnings.push_back(std::to_string(events.segmentStartsS.size())
                                     + " new segments are marked (event 32766): windows do not straddle their borders");
}

Result<void> findPieces(const GdfHeader& header, const Layout& layout, GdfSource& source, Recording& recording)
{
    const fs::path& path = recording.path;
    auto events = readGdfEvents(path, header, recording.samplingRateHz, recording.durationS());
    if (!events)
        return tl::unexpected(events.error());
    GdfSource numbers(path, header, layout.numbers);
    auto missing = findMissing(numbers, watchedChannels(header, layout, recording), recording.samples);
    if (!missing)
        return tl::unexpected(missing.error());
    recording.segments = gdfSegments(*missing, events->segmentStartsS, recording.samples, recording.samplingRateHz);
    if (recording.segments.empty())
        return failure(ErrorCode::CorruptInput, path.string(), "holds nothing but missing values");
    sayPieces(*missing, *events, recording);
    for (std::string& warning : events->warnings)
        recording.warnings.push_back(std::move(warning));
    recording.annotations = std::move(events->annotations);
    source.setMissing(std::move(*missing), recording.samples / header.records);
    return {};
}

} // namespace

bool looksLikeGdf(const fs::path& /*path*/, std::string_view head)
{
    return head.starts_with("GDF ") && head.size() >= 8 && head[5] == '.';
}

Result<Recording> readGdf(const fs::path& path)
{
    const auto header = readGdfHeader(path);
    if (!header)
        return tl::unexpected(header.error());
    Recording recording;
    recording.path = path;
    recording.format = "GDF " + header->versionText;
    recording.warnings = header->warnings;
    if (auto ok = checkDamage(path, *header, recording.warnings); !ok)
        return tl::unexpected(ok.error());
    const Layout layout = listChannels(*header, recording);
    placeGdfChannels(*header, layout.index, recording);
    recording.samplingRateHz = mainRate(recording.channels);
    constexpr double slowestHz = 0.1;
    constexpr double fastestHz = 1e6;
    if (recording.samplingRateHz < slowestHz || recording.samplingRateHz > fastestHz)
        return failure(ErrorCode::CorruptInput, path.string(), "has a sampling rate that no EEG has", "0.1 Hz to 1 MHz",
                       std::to_string(recording.samplingRateHz) + " Hz");
    const auto perRecord = static_cast<std::int64_t>(std::llround(recording.samplingRateHz * header->recordDurationS));
    recording.samples = perRecord * header->records;
    warnAboutOtherRates(recording);
    const auto source = std::make_shared<GdfSource>(path, *header, layout.stored);
    if (auto ok = findPieces(*header, layout, *source, recording); !ok)
        return tl::unexpected(ok.error());
    recording.source = source;
    return recording;
}

} // namespace maskscope
