// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "analysis/data/masking/mask_layout.h"
#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/masking/mask_streams.h"
#include "analysis/data/random/numpy_random.h"

namespace maskscope {

namespace {

/// Sample standard deviation (ddof 1) with a floor of 1e-6, as the models standardise.
float tokenScale(std::span<const float> samples)
{
    const auto n = static_cast<double>(samples.size());
    double mean = 0, squares = 0;
    for (const float v : samples)
        mean += static_cast<double>(v);
    mean /= n;
    for (const float v : samples)
        squares += (static_cast<double>(v) - mean) * (static_cast<double>(v) - mean);
    const double deviation = samples.size() > 1 ? std::sqrt(squares / (n - 1)) : 0.0;
    return static_cast<float>(std::max(deviation, 1e-6));
}

} // namespace

bool MaskPlan::tokenMasked(std::size_t sequence, int token) const
{
    if (!perSample)
        return bits[static_cast<std::size_t>(tokenOffset[sequence] + token)] != 0;
    const auto first = bits.begin() + bitOffset(*this, sequence) + std::int64_t { token } * windowLength;
    return std::any_of(first, first + windowLength, [](std::uint8_t bit) { return bit != 0; });
}

bool MaskPlan::sampleMasked(std::size_t sequence, int token, int sample) const
{
    if (!perSample)
        return tokenMasked(sequence, token);
    return bits[static_cast<std::size_t>(bitOffset(*this, sequence) + std::int64_t { token } * windowLength + sample)]
        != 0;
}

std::int64_t MaskPlan::maskedTokens() const
{
    std::int64_t n = 0;
    for (std::size_t s = 0; s + 1 < tokenOffset.size(); ++s)
        for (int t = 0; t < static_cast<int>(tokenOffset[s + 1] - tokenOffset[s]); ++t)
            n += tokenMasked(s, t) ? 1 : 0;
    return n;
}

void MaskPlan::noise(std::size_t sequence, int token, std::span<float> out) const
{
    assert(out.size() == static_cast<std::size_t>(windowLength));
    if (!fileNoise.empty()) {
        const auto first = fileNoise.begin() + (tokenOffset[sequence] + token) * windowLength;
        std::copy_n(first, windowLength, out.begin());
        return;
    }
    NumpyRandom random { spec.seed, static_cast<std::uint64_t>(MaskStream::Noise), sequence,
                         static_cast<std::uint64_t>(token) };
    for (float& value : out)
        value = static_cast<float>(random.standardNormal());
}

void MaskPlan::apply(std::size_t sequence, std::span<const float> windows, std::span<float> out,
                     double noiseScale) const
{
    const auto width = static_cast<std::size_t>(windowLength);
    const auto tokens = static_cast<int>(tokenOffset[sequence + 1] - tokenOffset[sequence]);
    assert(windows.size() == out.size() && windows.size() == static_cast<std::size_t>(tokens) * width);
    std::vector<float> replacement(width);
    for (int t = 0; t < tokens; ++t) {
        const auto own = windows.subspan(static_cast<std::size_t>(t) * width, width);
        const auto target = out.subspan(static_cast<std::size_t>(t) * width, width);
        const MaskAction action = tokenMasked(sequence, t) ? actionOf(sequence, t) : MaskAction::Keep;
        if (action == MaskAction::Keep || perSample)
            std::ranges::copy(own, target.begin());
        if (action == MaskAction::Keep)
            continue;
        if (action == MaskAction::Noise) {
            noise(sequence, t, replacement);
            const float scale = noiseScale > 0 ? static_cast<float>(noiseScale) : tokenScale(own);
            for (float& value : replacement)
                value *= scale;
        } else {
            std::ranges::fill(replacement, 0.0F);
        }
        if (!perSample) {
            std::ranges::copy(replacement, target.begin());
            continue;
        }
        const std::uint8_t* masked = bits.data() + bitOffset(*this, sequence) + std::int64_t { t } * windowLength;
        for (std::size_t i = 0; i < width; ++i)
            target[i] = masked[i] != 0 ? replacement[i] : target[i];
    }
}

bool MaskPlan::hides(std::size_t sequence, int token) const
{
    return tokenMasked(sequence, token) && actionOf(sequence, token) != MaskAction::Keep;
}

MaskAction MaskPlan::actionOf(std::size_t sequence, int token) const
{
    if (!actions.empty())
        return static_cast<MaskAction>(actions[static_cast<std::size_t>(tokenOffset[sequence] + token)]);
    return spec.replacement == MaskReplacement::Zeros ? MaskAction::Zero : MaskAction::Noise;
}

} // namespace maskscope
