// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "analysis/data/masking/mask_layout.h"
#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/masking/mask_streams.h"
#include "analysis/data/random/numpy_random.h"

namespace maskscope {

namespace {

/// ceil(ratio * n), at least 1: the number of masked tokens of n, or of masked samples of a token.
std::int64_t maskedCount(double ratio, int n)
{
    const auto count = static_cast<std::int64_t>(std::ceil(ratio * n));
    return std::clamp<std::int64_t>(count, 1, n);
}

NumpyRandom stream(const MaskSpec& spec, MaskStream purpose, std::size_t index)
{
    return NumpyRandom { spec.seed, static_cast<std::uint64_t>(purpose), index };
}

/// [token] or [token, sample] bits of `tokens` tokens.
std::vector<std::uint8_t> drawBits(const MaskPlan& plan, int tokens, NumpyRandom random)
{
    const int width = plan.perSample ? plan.windowLength : tokens; // what is chosen from, in one draw
    const int draws = plan.perSample ? tokens : 1;
    const std::int64_t count = maskedCount(plan.spec.ratio, width);
    std::vector<std::uint8_t> bits(static_cast<std::size_t>(width) * static_cast<std::size_t>(draws), 0);
    for (int draw = 0; draw < draws; ++draw)
        for (const std::int64_t i : random.choose(width, count))
            bits[static_cast<std::size_t>(std::int64_t { draw } * width + i)] = 1;
    return bits;
}

void drawOwnMasks(MaskPlan& plan, const WindowSet& windows)
{
    for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
        const auto bits = drawBits(plan, windows.sequences[s].tokens, stream(plan.spec, MaskStream::Mask, s));
        std::copy(bits.begin(), bits.end(), plan.bits.begin() + bitOffset(plan, s));
    }
}

/// One mask a recording, over its shortest sequence; tokens of longer sequences beyond that stay visible.
void drawSharedMasks(MaskPlan& plan, const WindowSet& windows)
{
    std::vector<int> shortest(windows.recordings.size(), std::numeric_limits<int>::max());
    for (const WindowSequence& sequence : windows.sequences) {
        int& tokens = shortest[static_cast<std::size_t>(sequence.recording)];
        tokens = std::min(tokens, sequence.tokens);
    }
    std::vector<std::vector<std::uint8_t>> shared(shortest.size());
    for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
        const auto recording = static_cast<std::size_t>(windows.sequences[s].recording);
        if (shared[recording].empty())
            shared[recording]
                = drawBits(plan, shortest[recording], stream(plan.spec, MaskStream::SharedMask, recording));
        std::copy(shared[recording].begin(), shared[recording].end(), plan.bits.begin() + bitOffset(plan, s));
    }
}

/// 80 % zero, 10 % noise, 10 % keep; drawn for every token, of use for the masked ones.
void drawActions(MaskPlan& plan, const WindowSet& windows)
{
    constexpr double total = 0.8 + 0.1 + 0.1; // not quite 1 in binary: NumPy divides by it, and so do we
    constexpr double zeroBelow = 0.8 / total, noiseBelow = (0.8 + 0.1) / total;
    plan.actions.reserve(static_cast<std::size_t>(windows.tokenCount()));
    for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
        NumpyRandom random = stream(plan.spec, MaskStream::Action, s);
        for (int t = 0; t < windows.sequences[s].tokens; ++t) {
            const double u = random.random();
            const MaskAction action = u < zeroBelow ? MaskAction::Zero
                : u < noiseBelow                    ? MaskAction::Noise
                                                    : MaskAction::Keep;
            plan.actions.push_back(static_cast<std::uint8_t>(action));
        }
    }
}

} // namespace

Result<MaskPlan> makeMask(const WindowSet& windows, const MaskSpec& spec)
{
    if (!(spec.ratio > 0) || spec.ratio > 1) {
        std::ostringstream found;
        found << spec.ratio;
        return failure(ErrorCode::InvalidArgument, "mask ratio", "is out of range", "a number above 0, at most 1",
                       found.str());
    }
    MaskPlan plan;
    plan.spec = spec;
    plan.source = "seed " + std::to_string(spec.seed);
    plan.perSample
        = spec.style == MaskStyle::WithinToken || (spec.style == MaskStyle::MultiChannel && spec.samplesWithinToken);
    if (auto laidOut = layOut(plan, windows); !laidOut)
        return tl::unexpected(laidOut.error());
    if (spec.style == MaskStyle::MultiChannel)
        drawSharedMasks(plan, windows);
    else
        drawOwnMasks(plan, windows);
    if (spec.style == MaskStyle::Bert)
        drawActions(plan, windows);
    return plan;
}

} // namespace maskscope
