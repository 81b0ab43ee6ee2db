// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/signals/token_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace maskscope {

namespace {

std::vector<std::uint8_t> maskedShares(const MaskPlan& mask, std::size_t sequence, int tokens)
{
    std::vector<std::uint8_t> shares;
    for (int token = 0; token < tokens; ++token) {
        if (!mask.perSample) {
            shares.push_back(mask.tokenMasked(sequence, token) ? 255 : 0);
            continue;
        }
        int hidden = 0;
        for (int sample = 0; sample < mask.windowLength; ++sample)
            hidden += mask.sampleMasked(sequence, token, sample) ? 1 : 0;
        shares.push_back(static_cast<std::uint8_t>(std::lround(255.0 * hidden / std::max(1, mask.windowLength))));
    }
    return shares;
}

std::vector<std::uint8_t> keptTokens(const MaskPlan& mask, std::size_t sequence, int tokens)
{
    std::vector<std::uint8_t> kept;
    if (mask.actions.empty())
        return kept;
    const auto first = static_cast<std::size_t>(mask.tokenOffset[sequence]);
    for (int token = 0; token < tokens; ++token) {
        const bool keeps
            = mask.actions[first + static_cast<std::size_t>(token)] == static_cast<std::uint8_t>(MaskAction::Keep);
        kept.push_back(keeps && mask.tokenMasked(sequence, token) ? 1 : 0);
    }
    return kept;
}

struct Moments {
    double mean = 0, std = 0;
};

Moments momentsOf(const Eigen::Ref<const Eigen::RowVectorXf>& row)
{
    const double mean = row.cast<double>().mean();
    return { mean, std::sqrt((row.cast<double>().array() - mean).square().mean()) };
}

float correlation(const Eigen::Ref<const Eigen::RowVectorXf>& a, const Eigen::Ref<const Eigen::RowVectorXf>& b)
{
    const Moments ofA = momentsOf(a), ofB = momentsOf(b);
    if (!(ofA.std > 0) || !(ofB.std > 0))
        return std::numeric_limits<float>::quiet_NaN();
    const double covariance = ((a.cast<double>().array() - ofA.mean) * (b.cast<double>().array() - ofB.mean)).mean();
    return static_cast<float>(covariance / (ofA.std * ofB.std));
}

class TokenLayout {
public:
    TokenLayout(const WindowSet& windows, const MaskPlan& mask)
    {
        m_run.windowLength = windows.windowLength;
        for (const WindowRecording& recording : windows.recordings)
            m_run.recordings.push_back({ recording.path,
                                         recording.tokenRateHz,
                                         windows.windowLength / recording.tokenRateHz,
                                         recording.tokenStartS,
                                         {} });
        for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
            const WindowSequence& sequence = windows.sequences[s];
            auto& tracks = m_run.recordings[static_cast<std::size_t>(sequence.recording)].tracks;
            m_place.emplace_back(sequence.recording, tracks.size());
            tracks.push_back({ windows.channels[static_cast<std::size_t>(sequence.channel)].name,
                               maskedShares(mask, s, sequence.tokens),
                               keptTokens(mask, s, sequence.tokens),
                               {},
                               {} });
        }
    }

    void addReconstruction(const PredictionSet& set)
    {
        for (RecordingTokens& recording : m_run.recordings)
            for (TokenTrack& track : recording.tracks) {
                track.r.assign(track.masked.size(), std::numeric_limits<float>::quiet_NaN());
                track.row.assign(track.masked.size(), -1);
            }
        const auto width = static_cast<std::size_t>(set.dim());
        m_run.samplesUv.resize(static_cast<std::size_t>(set.rows()) * width);
        const auto add = [&](Eigen::Index row) {
            const auto r = static_cast<std::size_t>(row);
            const auto [recording, place] = m_place[static_cast<std::size_t>(set.sequence[r])];
            TokenTrack& track = m_run.recordings[static_cast<std::size_t>(recording)].tracks[place];
            const auto token = static_cast<std::size_t>(set.tokenIndex[r]);
            track.row[token] = row;
            track.r[token] = correlation(set.predictions.row(row), set.targets.row(row));
            const Moments target = momentsOf(set.targets.row(row));
            const double slope = target.std > 0 ? set.windowStdUv[r] / target.std : 1;
            const double offset = set.windowMeanUv[r] - slope * target.mean;
            for (std::size_t i = 0; i < width; ++i)
                m_run.samplesUv[r * width + i] = static_cast<float>(
                    static_cast<double>(set.predictions(row, static_cast<Eigen::Index>(i))) * slope + offset);
        };
        inRowBlocks(
            [&](Eigen::Index first, Eigen::Index count) {
                for (Eigen::Index row = first; row < first + count; ++row)
                    add(row);
                scratchRelease(m_run.samplesUv.data() + static_cast<std::size_t>(first) * width,
                               static_cast<std::size_t>(count) * width * sizeof(float));
            },
            set.predictions, set.targets);
    }

    RunTokens take() && { return std::move(m_run); }

private:
    RunTokens m_run;
    std::vector<std::pair<int, std::size_t>> m_place; // [sequence] recording, track
};

/// Where a token's samples lie on the axis of time.
struct PlacedToken {
    std::int64_t first = 0;
    std::int64_t row = 0;
};

class ReconstructionSource : public SampleSource {
public:
    ReconstructionSource(std::shared_ptr<const RunTokens> tokens, const std::filesystem::path& path,
                         std::span<const std::string> channels)
        : m_tokens(std::move(tokens))
        , m_placed(channels.size())
    {
        for (const RecordingTokens& recording : m_tokens->recordings)
            if (recording.path == path)
                place(recording, channels);
        for (auto& own : m_placed)
            std::ranges::sort(own, {}, &PlacedToken::first);
    }

    [[nodiscard]] bool empty() const
    {
        return std::ranges::all_of(m_placed, [](const auto& own) { return own.empty(); });
    }

    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        std::ranges::fill(out, std::numeric_limits<double>::quiet_NaN());
        const std::int64_t end = first + static_cast<std::int64_t>(out.size());
        const auto& own = m_placed[static_cast<std::size_t>(channel)];
        const std::int64_t width = m_tokens->windowLength;
        auto token = std::ranges::upper_bound(own, first - width, {}, &PlacedToken::first);
        for (; token != own.end() && token->first < end; ++token) {
            const auto samples = m_tokens->predicted(token->row);
            const std::int64_t from = std::max(first, token->first), to = std::min(end, token->first + width);
            for (std::int64_t s = from; s < to; ++s)
                out[static_cast<std::size_t>(s - first)]
                    = static_cast<double>(samples[static_cast<std::size_t>(s - token->first)]);
        }
        return {};
    }

private:
    void place(const RecordingTokens& recording, std::span<const std::string> channels)
    {
        std::set<std::string> seen; // the first of two sequences of one channel counts, as in PrecutLayout
        for (const TokenTrack& track : recording.tracks) {
            const auto channel = std::ranges::find(channels, track.channel);
            if (channel == channels.end() || !seen.insert(track.channel).second)
                continue;
            auto& own = m_placed[static_cast<std::size_t>(channel - channels.begin())];
            for (std::size_t token = 0; token < std::min(track.row.size(), recording.startS.size()); ++token)
                if (track.row[token] >= 0)
                    own.push_back({ std::llround(recording.startS[token] * recording.rateHz), track.row[token] });
        }
    }

    std::shared_ptr<const RunTokens> m_tokens;
    std::vector<std::vector<PlacedToken>> m_placed; // [channel]
};

} // namespace

RunTokens runTokens(const WindowSet& windows, const MaskPlan& mask, const PredictionSet& predictions)
{
    TokenLayout layout(windows, mask);
    const bool described = predictions.windowMeanUv.size() == static_cast<std::size_t>(predictions.rows());
    if (predictions.output == OutputKind::Signal && predictions.hasTargets() && described
        && predictions.dim() == windows.windowLength)
        layout.addReconstruction(predictions);
    RunTokens run = std::move(layout).take();
    run.predictsSamples = predictions.output == OutputKind::Signal;
    return run;
}

std::shared_ptr<SampleSource> reconstructionSource(std::shared_ptr<const RunTokens> tokens,
                                                   const std::filesystem::path& path,
                                                   std::span<const std::string> channels)
{
    if (!tokens || tokens->samplesUv.empty())
        return nullptr;
    auto source = std::make_shared<ReconstructionSource>(std::move(tokens), path, channels);
    return source->empty() ? nullptr : source;
}

} // namespace maskscope
