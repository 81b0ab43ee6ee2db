// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/samples/sample_survey.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include "analysis/data/recording/bad_marks.h"
#include "analysis/data/recording/samples/channel_look.h"
#include "analysis/data/recording/samples/finite_runs.h"
#include "analysis/data/recording/samples/likely_unit.h"
#include "analysis/data/recording/precut_layout.h"
#include "analysis/data/recording/samples/sample_blocks.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr double stretchS = 2;
constexpr std::int64_t longestStretch = 4096; // samples
constexpr std::int64_t shortestStretch = 64;
constexpr std::int64_t looks = 24;
constexpr std::int64_t mostValues = 1 << 25; // of all looks together

std::string shortText(double value)
{
    std::ostringstream out;
    out.precision(3);
    out << value;
    return out.str();
}

void list(std::string& names, const std::string& name) { names += (names.empty() ? "" : ", ") + name; }

/// A recording as a row of samples with pieces, windowed files too.
struct Surveyed {
    std::shared_ptr<SampleSource> source;
    std::vector<Segment> segments;
    double rateHz = 1;
    bool everything = false; ///< read all of it
};

Surveyed surveyedOf(const Recording& recording)
{
    if (!recording.precut)
        return { recording.source, recording.segments, recording.samplingRateHz,
                 recording.source != nullptr && recording.source->mayLackNumbers() };
    const std::int64_t samples = layOutPrecut(*recording.precut).samples;
    return { precutSource(recording.precut), { { 0, samples - 1 } }, std::max(1.0, recording.samplingRateHz), false };
}

bool hasAmplitude(const Recording& recording, const Channel& channel)
{
    const bool other = channel.kind == ChannelKind::Trigger || channel.kind == ChannelKind::Other;
    return recording.precut || (!other && channel.setAside.empty() && channel.samplingRateHz > 0);
}

class Survey {
public:
    explicit Survey(Recording& recording)
        : m_recording(recording)
        , m_surveyed(surveyedOf(recording))
        , m_looks(recording.channels.size())
        , m_runs(recording.channels.size())
    {
        for (std::size_t c = 0; c < recording.channels.size(); ++c)
            if (hasAmplitude(recording, recording.channels[c]))
                m_channelsOfRate[rateOf(c)].push_back(static_cast<int>(c));
    }

    Result<void> run()
    {
        for (const auto& [rateHz, channels] : m_channelsOfRate)
            if (auto ok = m_surveyed.everything ? readAll(rateHz, channels) : readLooks(rateHz, channels); !ok)
                return ok;
        leaveOutNonFinite();
        if (auto ok = sayFlat(); !ok)
            return ok;
        sayClipped();
        sayAmplitude();
        return {};
    }

private:
    [[nodiscard]] double rateOf(std::size_t channel) const
    {
        return m_recording.precut ? m_surveyed.rateHz : m_recording.channels[channel].samplingRateHz;
    }
    [[nodiscard]] static std::int64_t stretchOf(double rateHz)
    {
        return std::clamp(std::llround(stretchS * rateHz), static_cast<long long>(shortestStretch),
                          static_cast<long long>(longestStretch));
    }
    /// A segment in samples of a rate.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> bordersAt(const Segment& segment, double rateHz) const
    {
        const double ratio = rateHz / m_surveyed.rateHz;
        if (ratio == 1)
            return { segment.first, segment.last + 1 };
        return { std::llround(static_cast<double>(segment.first) * ratio),
                 std::llround(static_cast<double>(segment.last + 1) * ratio) };
    }

    [[nodiscard]] std::int64_t samplesAt(double rateHz) const
    {
        std::int64_t total = 0;
        for (const Segment& segment : m_surveyed.segments) {
            const auto [begin, end] = bordersAt(segment, rateHz);
            total += end - begin;
        }
        return total;
    }

    Result<void> readAll(double rateHz, std::span<const int> channels)
    {
        const auto stretch = static_cast<std::size_t>(stretchOf(rateHz));
        const auto every // of so many stretches one is looked at closely
            = static_cast<std::size_t>(1 + samplesAt(rateHz) / (10 * looks * static_cast<std::int64_t>(stretch)));
        const auto visit = [&](const SampleBlock& block) -> Result<void> {
            const std::size_t passed = static_cast<std::size_t>(block.first) / stretch;
            for (std::size_t i = 0; i < block.channels.size(); ++i) {
                const auto c = static_cast<std::size_t>(block.channels[i]);
                const std::span<const double> samples = block.ofChannel(i);
                m_runs[c].add(samples, block.first, rateHz / m_surveyed.rateHz);
                for (std::size_t at = 0; at < samples.size(); at += stretch)
                    if ((passed + at / stretch) % every == 0)
                        m_looks[c].add(samples.subspan(at, std::min(stretch, samples.size() - at)));
            }
            return {};
        };
        for (const Segment& segment : m_surveyed.segments) {
            const auto [begin, end] = bordersAt(segment, rateHz);
            if (auto ok = readBlocks(*m_surveyed.source, channels, begin, end, visit); !ok)
                return ok;
        }
        return {};
    }

    /// The same number of stretches wherever the recording lasts, none across a border.
    Result<void> readLooks(double rateHz, std::span<const int> channels)
    {
        const std::int64_t total = samplesAt(rateHz);
        const std::int64_t stretch = std::min(stretchOf(rateHz), total);
        const std::int64_t values = std::max<std::int64_t>(1, stretch * static_cast<std::int64_t>(channels.size()));
        const std::int64_t count
            = stretch == 0 ? 0 : std::clamp<std::int64_t>(std::min(mostValues / values, total / stretch), 1, looks);
        std::int64_t passed = 0; // samples of the segments before
        std::int64_t look = 0;
        for (const Segment& segment : m_surveyed.segments) {
            const auto [begin, end] = bordersAt(segment, rateHz);
            for (; look < count; ++look) {
                const std::int64_t at = begin + look * total / count - passed;
                if (at >= end)
                    break;
                if (auto ok = lookAt(channels, at, std::min(stretch, end - at)); !ok)
                    return ok;
            }
            passed += end - begin;
        }
        return {};
    }

    Result<void> lookAt(std::span<const int> channels, std::int64_t first, std::int64_t count)
    {
        const auto visit = [&](const SampleBlock& block) -> Result<void> {
            for (std::size_t i = 0; i < block.channels.size(); ++i)
                m_looks[static_cast<std::size_t>(block.channels[i])].add(block.ofChannel(i));
            return {};
        };
        return readBlocks(*m_surveyed.source, channels, first, first + count, visit);
    }

    void leaveOutNonFinite()
    {
        std::vector<std::size_t> taking;
        std::vector<FiniteRuns> runs;
        for (std::size_t c = 0; c < m_runs.size() && m_surveyed.everything; ++c)
            if (m_recording.channels[c].setAside.empty() && m_recording.channels[c].kind == ChannelKind::Eeg) {
                taking.push_back(c);
                runs.push_back(m_runs[c]);
            }
        const NonFinite decision = decideNonFinite(runs);
        std::string names;
        for (const std::size_t i : decision.channels) {
            Channel& channel = m_recording.channels[taking[i]];
            channel.setAside = "holds samples that are no finite numbers (" + std::to_string(runs[i].count()) + " of "
                + std::to_string(runs[i].samples()) + ")";
            list(names, channel.name);
        }
        if (!names.empty())
            m_recording.warnings.push_back("left out, as they hold samples that are no finite numbers: " + names);
        if (decision.spans.empty())
            return;
        m_recording.segments = withoutSpans(m_recording.segments, decision.spans, m_recording.samplingRateHz);
        m_recording.warnings.push_back("samples are no finite numbers at " + std::to_string(decision.places)
                                       + (decision.places == 1 ? " place" : " places")
                                       + ": left out, and windows do not straddle them");
    }

    /// Whether a channel that is flat wherever it was looked at is so everywhere.
    Result<bool> flatThroughout(std::size_t channel)
    {
        bool flat = true;
        const double value = m_looks[channel].low();
        const int index = static_cast<int>(channel);
        const auto visit = [&](const SampleBlock& block) -> Result<void> {
            flat = flat && std::ranges::all_of(block.samples, [&](double v) { return v == value || std::isnan(v); });
            return flat ? Result<void> {} : failure(ErrorCode::Cancelled, "a channel", "is not flat");
        };
        for (const Segment& segment : m_surveyed.segments) {
            const auto [begin, end] = bordersAt(segment, rateOf(channel));
            if (auto ok = readBlocks(*m_surveyed.source, { &index, 1 }, begin, end, visit); !ok && flat)
                return tl::unexpected(ok.error());
            if (!flat)
                break;
        }
        return flat;
    }

    Result<void> sayFlat()
    {
        constexpr double much = 0.5; // of the time
        std::string flat;
        std::string partly;
        for (std::size_t c = 0; c < m_looks.size(); ++c) {
            const std::string& name = m_recording.channels[c].name;
            if (m_looks[c].flatShare() < much)
                continue;
            const auto throughout = m_looks[c].flat() ? flatThroughout(c) : Result<bool>(false);
            if (!throughout)
                return tl::unexpected(throughout.error());
            if (*throughout)
                list(flat, name);
            else
                list(partly, name + " (" + shortText(100 * m_looks[c].flatShare()) + " %)");
        }
        if (!flat.empty())
            m_recording.warnings.push_back("flat, one value from beginning to end: " + flat);
        if (!partly.empty())
            m_recording.warnings.push_back("flat for much of the time: " + partly);
        return {};
    }

    void sayClipped()
    {
        constexpr double many = 0.01; // of the samples
        std::string clipped;
        for (std::size_t c = 0; c < m_looks.size(); ++c) {
            const Channel& channel = m_recording.channels[c];
            const double share = m_looks[c].clippedShare();
            if (share >= many && !channel.atLimits)
                list(clipped,
                     channel.name + " (" + shortText(100 * share) + " % of its samples at "
                         + shortText(m_looks[c].low()) + " or " + shortText(m_looks[c].high()) + " " + channel.unit
                         + ")");
        }
        if (!clipped.empty())
            m_recording.warnings.push_back("clipped, as by an overdriven amplifier: " + clipped);
    }

    /// Median over the channels that take part, flat ones aside.
    void sayAmplitude()
    {
        std::vector<double> deviations;
        for (std::size_t c = 0; c < m_looks.size(); ++c) {
            const auto deviation = m_looks[c].typicalDeviation();
            if (whyLeftOut(m_recording, m_recording.channels[c]).empty() && deviation && *deviation > 0)
                deviations.push_back(*deviation);
        }
        if (deviations.empty())
            return;
        const auto middle = deviations.begin() + static_cast<std::ptrdiff_t>(deviations.size() / 2);
        std::nth_element(deviations.begin(), middle, deviations.end());
        if (const std::string unit = likelyUnit(*middle); !unit.empty())
            m_recording.warnings.push_back("amplitudes that no EEG has: channels vary by " + shortText(*middle)
                                           + " µV (median standard deviation); " + unit);
    }

    Recording& m_recording;
    Surveyed m_surveyed;
    std::map<double, std::vector<int>> m_channelsOfRate;
    std::vector<ChannelLook> m_looks; // [channel]
    std::vector<FiniteRuns> m_runs; // [channel]
};

} // namespace

Result<void> surveySamples(Recording& recording)
{
    if (!recording.source && !recording.precut)
        return {};
    if (!recording.precut && !(recording.samplingRateHz > 0))
        return {};
    return Survey(recording).run();
}

} // namespace maskscope
