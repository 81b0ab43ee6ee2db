// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/prediction/prediction_set.h"
#include "analysis/data/windowing/window_set.h"

namespace maskscope {

/// How targets run over the position p = t/T.
enum class PositionCourse {
    Linear,
    Oscillating, ///< three cycles, phases of their own in every dimension: nothing a straight line sees
    Symmetric, ///< the same from both ends: what mirroring the position cannot show
};

/// Recordings whose targets are made of known parts. The shares are of the variance of a target, and sum to 1.
struct WorldSpec {
    int recordings = 12;
    int channels = 8;
    int tokens = 24;
    int dim = 48;
    double maskRatio = 0.5;
    double position = 0; ///< a course over position, the same everywhere
    double channel = 0; ///< an offset of each channel, the same everywhere
    double interaction = 0; ///< of position and channel, the same everywhere
    double context = 0; ///< a first-order autoregression (0.95) of each sequence: only its own tokens tell it
    PositionCourse course = PositionCourse::Linear;
    bool layerNorm = false; ///< targets of mean 0 and variance 1 over the dimensions, as after a LayerNorm

    [[nodiscard]] double noise() const { return 1 - position - channel - interaction - context; }
};

/// What targets owe to position and channel. A second draw is what some other network, or none, would have there.
struct KnownFactors {
    RowMatrixD position; ///< [token, dim] variance 1 over tokens, on average over dimensions
    RowMatrixD channel; ///< [channel, dim]
    RowMatrixD interaction; ///< [channel * tokens + token, dim]

    KnownFactors(const WorldSpec& spec, std::uint64_t seed, std::uint64_t stream);
};

/// Correlation of neighbouring tokens of the context.
inline constexpr double kContextMemory = 0.95;

class KnownWorld {
public:
    KnownWorld(const WorldSpec& spec, std::uint64_t seed);

    [[nodiscard]] std::size_t sequences() const { return windows.sequences.size(); }
    [[nodiscard]] Eigen::Index tokenRow(std::size_t sequence, int token) const
    {
        return static_cast<Eigen::Index>(sequence) * spec.tokens + token;
    }

    WorldSpec spec;
    std::uint64_t seed;
    KnownFactors factors;
    WindowSet windows; ///< recording by recording, channel by channel; windows of one sample, which nothing reads
    MaskPlan mask;
    RowMatrixF targets; ///< [sequence * tokens + token, dim]
};

} // namespace maskscope
