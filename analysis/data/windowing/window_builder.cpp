// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/windowing/window_builder.h"

#include <algorithm>
#include <cmath>

#include "analysis/data/recording/precut_layout.h"
#include "analysis/data/windowing/resampler.h"
#include "analysis/data/windowing/segment_cutter.h"

namespace maskscope {

void WindowBuilder::warn(const Recording& recording, const std::string& message)
{
    m_set.warnings.push_back(recording.path.filename().string() + ": " + message);
}

void WindowBuilder::caution(std::string text)
{
    m_set.warnings.push_back(text);
    m_set.cautions.push_back(std::move(text));
}

int WindowBuilder::addRecording(const Recording& recording, const std::string& suffix)
{
    std::string id = recording.path.stem().string() + suffix;
    for (int n = 2; !m_ids.insert(id).second; ++n)
        id = recording.path.stem().string() + "~" + std::to_string(n) + suffix;
    m_set.recordings.push_back({ id, recording.path, recording.format, recording.samplingRateHz });
    m_set.recordings.back().subject = recording.subject;
    return static_cast<int>(m_set.recordings.size()) - 1;
}

int WindowBuilder::channelIndex(const Recording& recording, const Channel& channel)
{
    const auto [found, isNew] = m_channels.try_emplace(channel.name, static_cast<int>(m_set.channels.size()));
    if (isNew) {
        m_set.channels.push_back({ channel.name, channel.position, channel.positionSource });
        return found->second;
    }
    WindowChannel& known = m_set.channels[static_cast<std::size_t>(found->second)];
    if (!known.position && channel.position) {
        known.position = channel.position;
        known.positionSource = channel.positionSource;
    } else if (known.position && channel.position) {
        constexpr double oneDegree = 0.99985; // its cosine
        if (known.position->normalized().dot(channel.position->normalized()) < oneDegree)
            warn(recording,
                 "electrode " + channel.name + " lies elsewhere than in an earlier recording, whose place ("
                     + known.positionSource + ") is used");
    }
    return found->second;
}

std::vector<int> WindowBuilder::usableChannels(const Recording& recording)
{
    std::vector<int> usable;
    std::string byChoice;
    std::string otherKinds;
    std::string otherRates;
    std::string unplacedRates;
    std::string setAside;
    const auto list = [](std::string& names, const std::string& name) { names += (names.empty() ? "" : ", ") + name; };
    for (std::size_t c = 0; c < recording.channels.size(); ++c) {
        const Channel& channel = recording.channels[c];
        const std::string why = whyLeftOut(recording, channel);
        if (why.empty()) {
            usable.push_back(static_cast<int>(c));
            if (!sameRate(channel.samplingRateHz, recording.samplingRateHz))
                list(otherRates, channel.name + " (" + shortText(channel.samplingRateHz) + " Hz)");
        } else if (!channel.setAside.empty()) {
            list(setAside, channel.name + " (" + channel.setAside + ")");
        } else if (channel.choice != ChannelChoice::None) {
            list(byChoice, channel.name);
        } else if (channel.kind != ChannelKind::Eeg) {
            list(otherKinds, channel.name + " (" + why + ")");
        } else {
            list(unplacedRates, channel.name);
        }
    }
    if (!byChoice.empty())
        warn(recording, "left out by choice: " + byChoice);
    if (!otherKinds.empty())
        warn(recording, "left out, not EEG: " + otherKinds);
    if (!setAside.empty())
        warn(recording, "left out: " + setAside);
    if (!otherRates.empty())
        caution(recording.path.filename().string() + ": resampled from their own rates to "
                + shortText(m_spec.samplingRateHz) + " Hz: " + otherRates);
    if (!unplacedRates.empty())
        warn(recording,
             "left out, of another sampling rate than " + shortText(recording.samplingRateHz)
                 + " Hz and no known electrode: " + unplacedRates);
    return usable;
}

int WindowBuilder::tokensOf(const Recording& recording, const Segment& segment) const
{
    const std::int64_t samples = segment.last - segment.first + 1;
    const std::int64_t resampled = sameRate(recording.samplingRateHz, m_spec.samplingRateHz)
        ? samples
        : Resampler(recording.samplingRateHz, m_spec.samplingRateHz).outputLength(samples);
    return static_cast<int>(resampled / m_spec.windowLength);
}

int WindowBuilder::tokensOf(const Recording& recording, std::span<const Segment> segments) const
{
    int tokens = 0;
    for (const Segment& segment : segments)
        tokens += tokensOf(recording, segment);
    return tokens;
}

void WindowBuilder::sayWhatChanged(const Recording& recording, int tokens)
{
    if (!sameRate(recording.samplingRateHz, m_spec.samplingRateHz))
        caution(recording.path.filename().string() + ": resampled from " + shortText(recording.samplingRateHz) + " to "
                + shortText(m_spec.samplingRateHz) + " Hz");
    if (recording.segments.size() > 1) {
        const auto tooShort
            = std::ranges::count_if(recording.segments, [&](const Segment& s) { return tokensOf(recording, s) == 0; });
        warn(recording,
             std::to_string(recording.segments.size()) + " pieces, each cut and resampled by itself, "
                 + std::to_string(tooShort) + " of them too short for a window");
    }
    double totalS = 0;
    for (const Segment& segment : recording.segments)
        totalS += static_cast<double>(segment.last - segment.first + 1) / recording.samplingRateHz;
    const double restS = totalS - tokens * static_cast<double>(m_spec.windowLength) / m_spec.samplingRateHz;
    if (restS > 0.5 / m_spec.samplingRateHz)
        warn(recording, shortText(restS) + " of " + shortText(totalS) + " s fill no whole window and are left out");
}

/// An octave is lost with each halving of the rate, and each sample becomes many: what is left is no EEG.
Result<void> WindowBuilder::checkRate(const Recording& recording) const
{
    constexpr double mostUpsampling = 10;
    if (recording.precut || !(recording.samplingRateHz > 0)
        || m_spec.samplingRateHz <= mostUpsampling * recording.samplingRateHz)
        return {};
    return failure(ErrorCode::Mismatch, recording.path.string(), "its sampling rate is far below the model's",
                   "at least " + shortText(m_spec.samplingRateHz / mostUpsampling) + " Hz for a model of "
                       + shortText(m_spec.samplingRateHz) + " Hz",
                   shortText(recording.samplingRateHz) + " Hz");
}

Result<void> WindowBuilder::addContinuous(const Recording& recording)
{
    m_continuous = true;
    const std::string subject = recording.path.string();
    if (!(recording.samplingRateHz > 0) || !recording.source)
        return failure(ErrorCode::Mismatch, subject, "has no sampling rate or no samples");
    const std::vector<int> channels = usableChannels(recording);
    if (channels.empty())
        return failure(ErrorCode::Mismatch, subject, "holds no EEG channel");
    const int tokens = tokensOf(recording, recording.segments);
    double longestS = 0;
    for (const Segment& segment : recording.segments)
        longestS = std::max(longestS, static_cast<double>(segment.last - segment.first + 1) / recording.samplingRateHz);
    if (recording.segments.empty())
        return failure(ErrorCode::Mismatch, subject,
                       "holds nothing that can be used: all of it is marked as bad or holds no finite numbers "
                       "(--keep-bad keeps what is marked)");
    if (tokens == 0)
        return failure(ErrorCode::Mismatch, subject, "is too short for one window of the model",
                       shortText(m_spec.windowLength / m_spec.samplingRateHz) + " s ("
                           + std::to_string(m_spec.windowLength) + " samples at " + shortText(m_spec.samplingRateHz)
                           + " Hz)",
                       shortText(longestS) + " s" + (recording.segments.size() > 1 ? " in the longest piece" : ""));
    for (auto first = recording.segments.begin(); first != recording.segments.end();) {
        const int part = first->part;
        const auto end
            = std::find_if(first, recording.segments.end(), [&](const Segment& s) { return s.part != part; });
        const std::string suffix
            = recording.parts.empty() ? "" : "#" + recording.parts.at(static_cast<std::size_t>(part));
        if (auto ok = addPart(recording, { first, end }, channels, suffix); !ok)
            return ok;
        first = end;
    }
    sayWhatChanged(recording, tokens);
    return {};
}

/// The segments of one unit of inference; one that fills no window is left out (sayWhatChanged() counts it).
Result<void> WindowBuilder::addPart(const Recording& recording, std::span<const Segment> segments,
                                    std::span<const int> channels, const std::string& suffix)
{
    const int tokens = tokensOf(recording, segments);
    if (tokens == 0)
        return {};
    const int index = addRecording(recording, suffix);
    m_set.recordings.back().tokenRateHz = m_spec.samplingRateHz;
    placeTokens(recording, segments, m_set.recordings.back().tokenStartS);
    const std::size_t offset = m_set.samples.size();
    const std::size_t length = static_cast<std::size_t>(tokens) * static_cast<std::size_t>(m_spec.windowLength);
    m_set.samples.resize(offset + length * channels.size());
    std::vector<char> finite(channels.size(), 1);
    if (auto ok = cutSegments(recording, segments, channels, offset, length, finite); !ok)
        return ok;
    closeGaps(offset, length, finite);
    std::size_t kept = offset;
    for (std::size_t c = 0; c < channels.size(); ++c) {
        const Channel& channel = recording.channels[static_cast<std::size_t>(channels[c])];
        if (finite[c] == 0) {
            warn(recording, "channel " + channel.name + " is left out: it holds samples that are no finite numbers");
            continue;
        }
        m_set.sequences.push_back({ index, channelIndex(recording, channel), tokens, static_cast<std::int64_t>(kept) });
        kept += length;
    }
    return {};
}

void WindowBuilder::placeTokens(const Recording& recording, std::span<const Segment> segments,
                                std::vector<double>& startS) const
{
    const double tokenS = m_spec.windowLength / m_spec.samplingRateHz;
    for (const Segment& segment : segments) {
        const double segmentS = static_cast<double>(segment.first) / recording.samplingRateHz;
        for (int token = 0; token < tokensOf(recording, segment); ++token)
            startS.push_back(segmentS + token * tokenS);
    }
}

/// Fills the rows [channel][window] from `offset` on, channels of one rate side by side.
Result<void> WindowBuilder::cutSegments(const Recording& recording, std::span<const Segment> segments,
                                        std::span<const int> channels, std::size_t offset, std::size_t length,
                                        std::vector<char>& finite)
{
    std::map<double, std::vector<std::size_t>> placesOfRate;
    for (std::size_t c = 0; c < channels.size(); ++c)
        placesOfRate[recording.channels[static_cast<std::size_t>(channels[c])].samplingRateHz].push_back(c);
    Progress progress { "Reading " + recording.path.filename().string(), 0,
                        recording.samples * static_cast<std::int64_t>(channels.size()) };
    const auto after = [&](std::int64_t samples) -> Result<void> {
        if (m_stop.stop_requested())
            return failure(ErrorCode::Cancelled, recording.path.string(), "reading was cancelled");
        progress.done = std::min(progress.total, progress.done + samples);
        if (m_progress)
            m_progress(progress);
        return {};
    };
    std::size_t done = 0; // of each row
    for (const Segment& segment : segments) {
        const std::size_t own
            = static_cast<std::size_t>(tokensOf(recording, segment)) * static_cast<std::size_t>(m_spec.windowLength);
        if (own == 0)
            continue;
        for (const auto& [rateHz, places] : placesOfRate) {
            std::vector<CutRow> rows;
            for (const std::size_t c : places)
                rows.push_back({ channels[c], std::span(m_set.samples).subspan(offset + c * length + done, own) });
            if (auto ok = cutSegment(recording, segment, m_spec.samplingRateHz, rows, after); !ok)
                return ok;
            for (std::size_t i = 0; i < places.size(); ++i)
                finite[places[i]] = rows[i].finite ? finite[places[i]] : char { 0 };
        }
        done += own;
    }
    return {};
}

/// Takes out the rows that are not finite.
void WindowBuilder::closeGaps(std::size_t offset, std::size_t length, std::span<const char> finite)
{
    std::size_t kept = 0;
    for (std::size_t c = 0; c < finite.size(); ++c) {
        const auto row
            = [&](std::size_t at) { return m_set.samples.begin() + static_cast<std::ptrdiff_t>(offset + at * length); };
        if (finite[c] != 0 && kept++ != c)
            std::copy_n(row(c), length, row(kept - 1));
    }
    m_set.samples.resize(offset + kept * length);
}

void WindowBuilder::reserve(std::span<const Recording> recordings)
{
    std::size_t total = 0;
    for (const Recording& recording : recordings) {
        if (recording.precut)
            total += recording.precut->samples.size();
        if (recording.precut || !(recording.samplingRateHz > 0) || !checkRate(recording))
            continue;
        std::size_t tokens = 0;
        for (const Segment& segment : recording.segments)
            tokens += static_cast<std::size_t>(tokensOf(recording, segment));
        const auto channels = std::ranges::count_if(
            recording.channels, [&](const Channel& channel) { return whyLeftOut(recording, channel).empty(); });
        total += tokens * static_cast<std::size_t>(channels) * static_cast<std::size_t>(m_spec.windowLength);
    }
    m_set.samples.reserve(total);
}

Result<void> WindowBuilder::addPrecut(const Recording& recording)
{
    const PrecutWindows& precut = *recording.precut;
    if (precut.windowLength != m_spec.windowLength)
        return failure(ErrorCode::Mismatch, recording.path.string(), "its windows have another length than the model's",
                       std::to_string(m_spec.windowLength) + " samples", std::to_string(precut.windowLength));
    if (m_stop.stop_requested())
        return failure(ErrorCode::Cancelled, recording.path.string(), "reading was cancelled");
    if (recording.samplingRateHz > 0 && m_precutRateHz > 0 && !sameRate(recording.samplingRateHz, m_precutRateHz))
        return failure(ErrorCode::Mismatch, recording.path.string(),
                       "its windows have another sampling rate than those before", shortText(m_precutRateHz) + " Hz",
                       shortText(recording.samplingRateHz) + " Hz");
    if (recording.samplingRateHz > 0)
        m_precutRateHz = recording.samplingRateHz;
    else
        m_precutWithoutRate = true;
    const double rateHz = recording.samplingRateHz > 0 ? recording.samplingRateHz : 1; // not known: samples are counted
    std::map<int, int> recordings;
    for (const PrecutLayout::Part& part : layOutPrecut(precut).parts) {
        recordings[part.recording] = addRecording(recording, "#" + std::to_string(part.recording));
        m_set.recordings.back().tokenRateHz = rateHz;
        if (const auto subject = precut.subject.find(part.recording); subject != precut.subject.end())
            m_set.recordings.back().subject = subject->second;
        for (std::int64_t sample = 0; sample < part.samples; sample += precut.windowLength)
            m_set.recordings.back().tokenStartS.push_back(static_cast<double>(part.first + sample) / rateHz);
    }
    auto offset = static_cast<std::int64_t>(m_set.samples.size());
    for (std::size_t s = 0; s < precut.tokens.size(); ++s) {
        const int own = precut.recording[s];
        const int channel = channelIndex(recording, recording.channels[static_cast<std::size_t>(precut.channel[s])]);
        m_set.sequences.push_back({ recordings[own], channel, precut.tokens[s], offset });
        offset += static_cast<std::int64_t>(precut.tokens[s]) * precut.windowLength;
    }
    m_set.samples.insert(m_set.samples.end(), precut.samples.begin(), precut.samples.end());
    scratchRelease(m_set.samples.data(), m_set.samples.size() * sizeof(float));
    scratchRelease(precut.samples.data(), precut.samples.size() * sizeof(float));
    if (m_progress)
        m_progress({ "Reading " + recording.path.filename().string(), 1, 1 });
    return {};
}

} // namespace maskscope
