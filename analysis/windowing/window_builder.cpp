// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/windowing/window_builder.h"

#include <algorithm>
#include <cmath>

#include "analysis/windowing/resampler.h"

namespace maskscope {

namespace {

/// Reads a stretch at its own rate, in pieces.
Result<void> copyStretch(std::int64_t samples, const Resampler::Input& input, std::vector<float>& out)
{
    constexpr std::int64_t chunk = 1 << 16;
    std::vector<double> piece;
    for (std::int64_t first = 0; first < samples; first += chunk) {
        piece.resize(static_cast<std::size_t>(std::min(chunk, samples - first)));
        if (auto ok = input(first, piece); !ok)
            return ok;
        std::ranges::transform(piece, std::back_inserter(out), [](double v) { return static_cast<float>(v); });
    }
    return {};
}

} // namespace

void WindowBuilder::warn(const Recording& recording, const std::string& message)
{
    m_set.warnings.push_back(recording.path.filename().string() + ": " + message);
}

int WindowBuilder::addRecording(const Recording& recording, const std::string& suffix)
{
    std::string id = recording.path.stem().string() + suffix;
    for (int n = 2; !m_ids.insert(id).second; ++n)
        id = recording.path.stem().string() + "~" + std::to_string(n) + suffix;
    m_set.recordings.push_back({ id, recording.path, recording.format, recording.samplingRateHz });
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
    std::string otherKinds;
    std::string otherRates;
    std::string unplacedRates;
    for (std::size_t c = 0; c < recording.channels.size(); ++c) {
        const Channel& channel = recording.channels[c];
        if (channel.kind != ChannelKind::Eeg)
            otherKinds += (otherKinds.empty() ? "" : ", ") + channel.name + " ("
                + std::string(channelKindName(channel.kind)) + ")";
        else if (sameRate(channel.samplingRateHz, recording.samplingRateHz))
            usable.push_back(static_cast<int>(c));
        else if (channel.position && channel.samplingRateHz > 0) { // an electrode, not a slow channel of unknown name
            otherRates
                += (otherRates.empty() ? "" : ", ") + channel.name + " (" + shortText(channel.samplingRateHz) + " Hz)";
            usable.push_back(static_cast<int>(c));
        } else
            unplacedRates += (unplacedRates.empty() ? "" : ", ") + channel.name;
    }
    if (!otherKinds.empty())
        warn(recording, "left out, not EEG: " + otherKinds);
    if (!otherRates.empty())
        warn(recording, "resampled from their own rates to " + shortText(m_spec.samplingRateHz) + " Hz: " + otherRates);
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

/// A segment of a channel at the model's rate, cut and resampled by itself. Channels of another rate than the
/// recording's cover the same time with another number of samples.
Result<void> WindowBuilder::readSegment(const Recording& recording, int channel, const Segment& segment,
                                        std::vector<float>& stretch) const
{
    const double rateHz = recording.channels[static_cast<std::size_t>(channel)].samplingRateHz;
    const bool own = !sameRate(rateHz, recording.samplingRateHz);
    const double ratio = own ? rateHz / recording.samplingRateHz : 1;
    const std::int64_t begin = own ? std::llround(static_cast<double>(segment.first) * ratio) : segment.first;
    const std::int64_t end = own ? std::llround(static_cast<double>(segment.last + 1) * ratio) : segment.last + 1;
    const auto input = [&](std::int64_t first, std::span<double> out) {
        return recording.source->read(channel, begin + first, out);
    };
    stretch.clear();
    return sameRate(rateHz, m_spec.samplingRateHz)
        ? copyStretch(end - begin, input, stretch)
        : Resampler(rateHz, m_spec.samplingRateHz).run(end - begin, input, stretch);
}

/// Segment by segment into the set's samples; a channel with numbers that are not finite is taken out again.
Result<void> WindowBuilder::addChannel(const Recording& recording, int channel, int recordingIndex, int tokens)
{
    const std::size_t offset = m_set.samples.size();
    std::vector<float> stretch;
    for (const Segment& segment : recording.segments) {
        const int windows = tokensOf(recording, segment);
        if (windows == 0)
            continue;
        if (auto ok = readSegment(recording, channel, segment, stretch); !ok)
            return ok;
        const std::size_t length = static_cast<std::size_t>(windows) * static_cast<std::size_t>(m_spec.windowLength);
        if (stretch.size() < length) // a channel of another rate: rounding of its borders
            stretch.resize(length, stretch.empty() ? 0.0F : stretch.back());
        m_set.samples.insert(m_set.samples.end(), stretch.begin(),
                             stretch.begin() + static_cast<std::ptrdiff_t>(length));
    }
    const Channel& source = recording.channels[static_cast<std::size_t>(channel)];
    const auto begin = m_set.samples.begin() + static_cast<std::ptrdiff_t>(offset);
    if (std::any_of(begin, m_set.samples.end(), [](float v) { return !std::isfinite(v); })) {
        m_set.samples.resize(offset);
        warn(recording, "channel " + source.name + " is left out: it holds samples that are no finite numbers");
        return {};
    }
    m_set.sequences.push_back(
        { recordingIndex, channelIndex(recording, source), tokens, static_cast<std::int64_t>(offset) });
    return {};
}

void WindowBuilder::sayWhatChanged(const Recording& recording, int tokens)
{
    if (!sameRate(recording.samplingRateHz, m_spec.samplingRateHz))
        warn(recording,
             "resampled from " + shortText(recording.samplingRateHz) + " to " + shortText(m_spec.samplingRateHz)
                 + " Hz");
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

Result<void> WindowBuilder::addContinuous(const Recording& recording)
{
    m_continuous = true;
    const std::string subject = recording.path.string();
    if (!(recording.samplingRateHz > 0) || !recording.source)
        return failure(ErrorCode::Mismatch, subject, "has no sampling rate or no samples");
    const std::vector<int> channels = usableChannels(recording);
    if (channels.empty())
        return failure(ErrorCode::Mismatch, subject, "holds no EEG channel");
    int tokens = 0;
    double longestS = 0;
    for (const Segment& segment : recording.segments) {
        tokens += tokensOf(recording, segment);
        longestS = std::max(longestS, static_cast<double>(segment.last - segment.first + 1) / recording.samplingRateHz);
    }
    if (tokens == 0)
        return failure(ErrorCode::Mismatch, subject, "is too short for one window of the model",
                       shortText(m_spec.windowLength / m_spec.samplingRateHz) + " s ("
                           + std::to_string(m_spec.windowLength) + " samples at " + shortText(m_spec.samplingRateHz)
                           + " Hz)",
                       shortText(longestS) + " s" + (recording.segments.size() > 1 ? " in the longest piece" : ""));
    const int index = addRecording(recording, {});
    const std::string stage = "Reading " + recording.path.filename().string();
    const auto total = static_cast<std::int64_t>(channels.size());
    for (std::int64_t done = 0; done < total; ++done) {
        if (m_stop.stop_requested())
            return failure(ErrorCode::Cancelled, subject, "reading was cancelled");
        if (auto ok = addChannel(recording, channels[static_cast<std::size_t>(done)], index, tokens); !ok)
            return ok;
        if (m_progress)
            m_progress({ stage, done + 1, total });
    }
    sayWhatChanged(recording, tokens);
    return {};
}

void WindowBuilder::reserve(std::span<const Recording> recordings)
{
    std::size_t total = 0;
    for (const Recording& recording : recordings) {
        if (recording.precut)
            total += recording.precut->samples.size();
        if (recording.precut || !(recording.samplingRateHz > 0))
            continue;
        std::size_t tokens = 0;
        for (const Segment& segment : recording.segments)
            tokens += static_cast<std::size_t>(tokensOf(recording, segment));
        const auto channels = std::ranges::count(recording.channels, ChannelKind::Eeg, &Channel::kind);
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
    std::map<int, int> recordings;
    auto offset = static_cast<std::int64_t>(m_set.samples.size());
    for (std::size_t s = 0; s < precut.tokens.size(); ++s) {
        const int own = precut.recording[s];
        if (!recordings.contains(own))
            recordings[own] = addRecording(recording, "#" + std::to_string(own));
        const int channel = channelIndex(recording, recording.channels[static_cast<std::size_t>(precut.channel[s])]);
        m_set.sequences.push_back({ recordings[own], channel, precut.tokens[s], offset });
        offset += static_cast<std::int64_t>(precut.tokens[s]) * precut.windowLength;
    }
    m_set.samples.insert(m_set.samples.end(), precut.samples.begin(), precut.samples.end());
    if (m_progress)
        m_progress({ "Reading " + recording.path.filename().string(), 1, 1 });
    return {};
}

} // namespace maskscope
