// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/bad_marks.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <sstream>

namespace maskscope {

namespace {

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

void list(std::string& names, const std::string& name) { names += (names.empty() ? "" : ", ") + name; }

std::string secondsText(double seconds)
{
    std::ostringstream out;
    out.precision(6);
    out << seconds << " s";
    return out.str();
}

std::string counted(std::size_t count, const std::string& what)
{
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::int64_t samplesIn(const std::vector<Segment>& segments)
{
    std::int64_t samples = 0;
    for (const Segment& segment : segments)
        samples += segment.last - segment.first + 1;
    return samples;
}

/// What EEGLAB's users call events that mark data to be rejected.
bool isRejected(const std::string& text)
{
    const std::string lower = lowerCase(text);
    return lower == "reject" || lower == "rejected";
}

/// Of each annotation that marks its span as bad, with the texts.
std::vector<LeftOutSpan> badSpans(const Recording& recording, std::map<std::string, int>& texts)
{
    std::vector<LeftOutSpan> spans;
    for (const Annotation& annotation : recording.annotations) {
        const bool rejected = recording.format == "EEGLAB" && annotation.durationS > 0 && isRejected(annotation.text);
        const bool join = annotation.text == "BAD boundary" && recording.format == "FIF"; // its reader cut there
        if ((!marksBad(annotation.text) && !rejected) || join)
            continue;
        ++texts[annotation.text];
        // The samples that MNE-Python masks: from the one nearest to the onset to before the one nearest to the end.
        const double rateHz = recording.samplingRateHz;
        spans.push_back({ std::llround(annotation.onsetS * rateHz),
                          std::llround((annotation.onsetS + annotation.durationS) * rateHz) });
    }
    return spans;
}

std::string textsOf(const std::map<std::string, int>& texts)
{
    constexpr std::size_t mostNamed = 6;
    std::string names;
    std::size_t named = 0;
    for (const auto& [text, count] : texts) {
        if (++named > mostNamed)
            return names + ", ...";
        list(names, text + (count > 1 ? " x " + std::to_string(count) : ""));
    }
    return names;
}

void leaveOutSpans(Recording& recording, bool keepBad)
{
    std::map<std::string, int> texts;
    const auto spans = badSpans(recording, texts);
    if (spans.empty())
        return;
    const std::string what = counted(spans.size(), "span") + " marked as bad (" + textsOf(texts) + ")";
    if (keepBad) {
        recording.warnings.push_back(what + (spans.size() == 1 ? " is" : " are") + " kept, as asked for (--keep-bad)");
        return;
    }
    const std::int64_t before = samplesIn(recording.segments);
    recording.segments = withoutSpans(recording.segments, spans, recording.samplingRateHz);
    const double leftOutS = static_cast<double>(before - samplesIn(recording.segments)) / recording.samplingRateHz;
    recording.warnings.push_back(secondsText(leftOutS) + " in " + what
                                 + " are left out: no window overlaps them (--keep-bad keeps them)");
}

void leaveOutChannels(Recording& recording, bool keepBad)
{
    std::map<std::string, std::string> namesBySource;
    for (Channel& channel : recording.channels) {
        if (channel.markedBad.empty() || channel.choice == ChannelChoice::TakesPart) // chosen by name
            continue;
        list(namesBySource[channel.markedBad], channel.name);
        if (!keepBad && channel.setAside.empty())
            channel.setAside = "marked bad " + channel.markedBad;
    }
    for (const auto& [source, names] : namesBySource)
        recording.warnings.push_back("channels marked bad " + source
                                     + (keepBad ? " are kept, as asked for (--keep-bad): " + names
                                                : " are left out (--keep-bad keeps them): " + names));
}

} // namespace

bool marksBad(std::string_view text)
{
    const std::string lower = lowerCase(text);
    if (lower.starts_with("bad"))
        return true;
    const auto slash = lower.find('/');
    if (slash == std::string::npos || !std::string_view(lower).substr(slash + 1).starts_with("bad"))
        return false;
    const std::size_t after = slash + 4; // "Comment/bad", "Comment/BAD_EMG", not "Comment/badminton"
    return after >= lower.size() || std::isalpha(static_cast<unsigned char>(lower[after])) == 0;
}

std::vector<Segment> withoutSpans(const std::vector<Segment>& segments, std::vector<LeftOutSpan> spans,
                                  double samplingRateHz)
{
    std::ranges::sort(spans, {}, &LeftOutSpan::first);
    std::vector<Segment> pieces;
    std::size_t passed = 0; // spans that end before the segment at hand
    for (const Segment& segment : segments) {
        std::int64_t from = segment.first;
        const auto add = [&](std::int64_t end) {
            if (end <= from)
                return;
            Segment piece { from, end - 1, segment.startS, segment.part };
            if (piece.startS)
                *piece.startS += static_cast<double>(from - segment.first) / samplingRateHz;
            pieces.push_back(piece);
        };
        while (passed < spans.size() && spans[passed].end < segment.first)
            ++passed;
        for (std::size_t i = passed; i < spans.size() && spans[i].first <= segment.last; ++i) {
            add(spans[i].first);
            from = std::max(from, std::max(spans[i].end, spans[i].first));
        }
        add(segment.last + 1);
    }
    return pieces;
}

void leaveOutAnnotationsBeyond(Recording& recording)
{
    if (!(recording.samplingRateHz > 0) || recording.precut)
        return;
    const double endS = recording.durationS();
    const double rounding = 1e-6 / recording.samplingRateHz;
    const auto beyond = [&](const Annotation& a) {
        return !std::isfinite(a.onsetS) || a.onsetS > endS + rounding || a.onsetS + a.durationS < -rounding;
    };
    const auto count = std::erase_if(recording.annotations, beyond);
    if (count > 0)
        recording.warnings.push_back(counted(count, "annotation") + " outside the recording left out");
    for (Annotation& annotation : recording.annotations) {
        const double end = std::min(annotation.onsetS + std::max(0.0, annotation.durationS), endS);
        annotation.onsetS = std::clamp(annotation.onsetS, 0.0, endS);
        annotation.durationS = std::max(0.0, end - annotation.onsetS);
    }
}

void respectBadMarks(Recording& recording, bool keepBad)
{
    leaveOutChannels(recording, keepBad);
    if (!recording.precut && recording.samplingRateHz > 0)
        leaveOutSpans(recording, keepBad);
}

void sayWhatIsSetAside(Recording& recording)
{
    std::map<std::string, std::string> namesByReason;
    for (const Channel& channel : recording.channels)
        if (!channel.setAside.empty())
            list(namesByReason[channel.setAside], channel.name);
    for (const auto& [reason, names] : namesByReason)
        recording.warnings.push_back("set aside: " + names + ": " + reason);
}

} // namespace maskscope
