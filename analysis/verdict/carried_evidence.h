// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/verdict/evidence.h"

namespace maskscope {

/// What the rule reads of a component that predictions may carry.
struct CarriedFacts {
    const MetricValue* value = nullptr; ///< diag.v1.carries_*
    double size = 0, alignment = 0, cosine = 0, scale = 0, potentialShare = 0, worthShare = 0; ///< NaN: there is none
    Interval interval; ///< of the alignment
    double error = 0; ///< masked, the same unit
    std::vector<double> perUnit; ///< alignments
    double cosineLimit = 0; ///< what untrained networks do not reach
};
/// Nothing where the number or its interval is absent.
[[nodiscard]] std::optional<CarriedFacts> carriedFacts(const VerdictInputs& in, const Factor& factor);

/// The largest cosine that untrained networks reach falls with the dimensions of a prediction; the threshold
/// learned_cosine is that of 32 (docs/metrics.md has the distribution).
[[nodiscard]] double cosineLimit(const VerdictInputs& in, const Factor& factor);

/// The best a component could do, as a share of the masked error, from the far end of its alignment's interval: as it
/// is at its best amplitude, or at most twice the alignment at any amplitude that is not beyond it.
[[nodiscard]] double largestCarriedShare(const CarriedFacts& facts);

/// Holds iff the component is carried: learned.
[[nodiscard]] Evidence forCarried(const VerdictInputs& in, const CarriedFacts& facts);
/// Holds iff these recordings show that it is not, as predictions are. Of something known at a tiny amplitude both
/// hold, and the one for it decides; often neither does.
[[nodiscard]] Evidence againstCarried(const VerdictInputs& in, const CarriedFacts& facts);

/// Shown that, as they are, predictions neither vary with it nor gain by it as much as matters.
[[nodiscard]] bool isNegligible(const VerdictInputs& in, const CarriedFacts& facts);

/// "it is read from the time code (70 % of the alignment lost without it) and from nothing that was replaced (30 %)";
/// empty where reads.* are absent.
[[nodiscard]] std::string readsText(const VerdictInputs& in, const char* component);
/// Shares that are lost with another context, of a component that is carried.
[[nodiscard]] std::vector<const MetricValue*> contextReads(const VerdictInputs& in, const char* component);
/// The amplitude in words: harmful where the worth is below 0; empty where it is right.
[[nodiscard]] std::string amplitudeText(const CarriedFacts& facts);

} // namespace maskscope
