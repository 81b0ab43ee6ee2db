// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/verdict/verdict.h"

namespace maskscope {

/// What every rule of the verdict reads.
struct VerdictInputs {
    const std::vector<MetricResult>& metrics;
    const VerdictContext& context;
    const VerdictThresholds& thresholds;

    [[nodiscard]] const MetricValue* find(std::string_view key) const; ///< null where it was not computed
    /// Masked MSE: of the gains' true pass, else of the predictions, which is the same number. Null: neither, or not >
    /// 0.
    [[nodiscard]] const MetricValue* maskedError() const;
    [[nodiscard]] bool severalRecordings() const; ///< units of inference
    [[nodiscard]] std::string unitsText() const; ///< "10 recordings", "1 subject"
    /// Supported, or only for these recordings where they are fewer than five units.
    [[nodiscard]] Finding yes() const;
};

/// Finite single number of a value; nothing where it is absent, a list, or NaN.
[[nodiscard]] std::optional<double> numberOf(const MetricValue* value);
/// The value's interval, where it is finite and said what it is over.
[[nodiscard]] std::optional<Interval> intervalOf(const MetricValue* value);
/// Upper end of the value under the null hypothesis: its highest quantile where there are several.
[[nodiscard]] std::optional<double> nullHigh(const MetricValue* value);
[[nodiscard]] std::vector<double> untrainedValues(const MetricValue* value); ///< the finite ones

/// Whether `text` holds; nothing: it cannot be told.
[[nodiscard]] Evidence claim(std::string text, std::optional<bool> holds, const MetricValue* value = nullptr);
[[nodiscard]] Evidence claim(std::string text, std::optional<bool> holds, const MetricValue* value, double threshold,
                             std::string thresholdName);
/// Of one of a value's named numbers.
[[nodiscard]] Evidence claimNamed(std::string text, std::optional<bool> holds, const MetricValue* value,
                                  std::string_view name);
[[nodiscard]] Evidence claimNamed(std::string text, std::optional<bool> holds, const MetricValue* value,
                                  std::string_view name, double threshold, std::string thresholdName);
[[nodiscard]] Evidence allOf(std::string text, std::vector<Evidence> children);
[[nodiscard]] Evidence anyOf(std::string text, std::vector<Evidence> children);

/// Fills finding, reason and what would change it.
void conclude(Statement& statement, Finding finding, std::string reason, std::string whatWouldChange,
              Lack lack = Lack::Nothing);
/// Two-sided p of the units' values' mean against 0; nothing below five values.
[[nodiscard]] std::optional<double> pOfUnits(std::span<const double> values);
/// Smallest effect that a two-sided 5 % test would have found in 80 % of such samples, from the interval's width:
/// standard error = half width / 1.96, times 1.96 + 0.84.
void addSmallestEffect(Statement& statement, const MetricValue& value);

[[nodiscard]] std::string numberText(double value); ///< three digits
[[nodiscard]] std::string intervalText(const std::optional<Interval>& interval); ///< " [low, high]", or nothing

/// A factor of the input that a model may use.
struct Factor {
    const char* id; ///< "position"
    const char* group; ///< "Position"
    const char* name; ///< "the position"
    const char* gainKey;
    const char* supportingGainKey; ///< empty: none
    const char* ablationKey;
    const char* r2Key; ///< empty: none
    const char* carriedKey; ///< "diag.v1.carries_position"
    const char* replacedBy; ///< "the code of the mirrored position"
};
[[nodiscard]] const std::vector<Factor>& factors();

/// Why replacing the factor changes nothing of the model's input, or nothing where the question can be asked.
[[nodiscard]] std::optional<std::string> untestableReason(const VerdictInputs& in, const Factor& factor);

[[nodiscard]] Statement dependsStatement(const VerdictInputs& in, const Factor& factor);
[[nodiscard]] Statement learnedStatement(const VerdictInputs& in, const Factor& factor);
[[nodiscard]] std::vector<Statement> collapseStatements(const VerdictInputs& in);
[[nodiscard]] Statement leakStatement(const VerdictInputs& in);
[[nodiscard]] std::vector<Statement> reconstructionStatements(const VerdictInputs& in);

/// Old verdict, summary and next steps, once all statements stand.
void addConclusions(Verdict& verdict, const VerdictContext& context);

} // namespace maskscope
