// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/verdict/evidence.h"

namespace maskscope {

/// What the rule compares, once there is a gain with an interval and a masked error to hold it against.
struct GainFacts {
    const MetricValue* gain = nullptr;
    double value = 0;
    Interval interval;
    double error = 0; ///< masked MSE, the gain's unit
    double relevant = 0; ///< smallest gain that matters, the gain's unit
    std::vector<double> untrained;
    bool enoughCopies = false;
    double untrainedBound = 0; ///< gains of one more untrained copy are expected below it
    const MetricValue* maskedError = nullptr;
    std::optional<double> errorBound; ///< masked errors of one more untrained copy are expected above it
};

/// Of a gain that has a number and an interval, beside a masked error.
[[nodiscard]] GainFacts gainFacts(const VerdictInputs& in, const MetricValue& gain);
[[nodiscard]] double highestUntrained(const GainFacts& facts);
/// The smallest gain that matters, for people: "0.5 % of the masked error, 0.0021".
[[nodiscard]] std::string relevantText(const VerdictInputs& in, const GainFacts& facts);

/// Holds iff the model has learned from the factor.
[[nodiscard]] Evidence forLearning(const VerdictInputs& in, const GainFacts& facts);
/// Holds iff the recordings show that it has not. Never holds together with the other; often neither does.
[[nodiscard]] Evidence againstLearning(const VerdictInputs& in, const GainFacts& facts);

} // namespace maskscope
