// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/metrics/metric.h"

namespace maskscope {

/// Absence of evidence is never a pass: what was not tested is NotTestable or TooLittleData, never NotSupported.
enum class Finding { Supported, NotSupported, NotTestable, TooLittleData };
[[nodiscard]] std::string_view findingName(Finding finding); // "supported", "not supported", "not testable", "too little data"

/// One step of an argument: a comparison of numbers, or a combination of the steps below it.
struct Evidence {
    std::string text; ///< "its interval lies above 0", "all of:"
    std::string key; ///< of the number it rests on ("diag.v1.position_gain"), empty for a combination
    std::optional<double> value;
    std::optional<Interval> interval;
    std::optional<Interval> untrained; ///< range of the untrained copies
    std::optional<double> threshold;
    std::string thresholdName; ///< in the thresholds file
    Finding finding = Finding::TooLittleData;
    std::vector<Evidence> children;
};

/// The answer to one question about one run.
struct Statement {
    std::string id; ///< "position.depends", "position.learned", ..., "collapsed", "reconstructs.global"
    std::string group; ///< "Position", "Channel", "Context", "Spectrum", "Reconstruction"
    std::string question; ///< "Has the model learned from the position?"
    Finding finding = Finding::TooLittleData;
    std::string reason; ///< one sentence
    Evidence evidence;
    std::string whatWouldChange; ///< one sentence
    std::optional<double> smallestEffect; ///< the smallest effect these recordings could have shown, in the unit of its number
    std::string smallestEffectUnit;
};

/// Editable limits: resources/verdict_thresholds.json; each is named in Evidence::thresholdName.
struct VerdictThresholds {
    std::vector<std::pair<std::string, double>> values; ///< in the file's order
    std::string source; ///< "built-in", or the file and its SHA-256

    [[nodiscard]] double at(std::string_view name) const; ///< a name that is not there is a bug
};

struct Verdict {
    std::vector<Statement> statements;
    Finding positionOnly = Finding::TooLittleData; ///< the old verdict: learned from position, not from context, not from the channel
    std::string summary; ///< a few sentences for people
    std::vector<std::string> nextSteps;
    VerdictThresholds thresholds;

    [[nodiscard]] const Statement* statement(std::string_view id) const;
};

/// What of a run the verdict must know beside its numbers.
struct VerdictContext {
    int recordings = 0;
    int untrainedCopies = 0;
    double maskRatio = 1; ///< evaluated
    std::optional<double> trainedMaskRatio; ///< of the checkpoint's config
    std::string architecture; ///< "A", "C-strided", ...
    std::string projection; ///< "seed:0", or a file
    bool projectionKnown = false; ///< the one it was trained with, from a file
};

[[nodiscard]] VerdictThresholds builtInThresholds();
/// JSON object of numbers; names that are unknown are an error, missing ones keep the built-in value.
[[nodiscard]] Result<VerdictThresholds> readThresholds(const std::string& path);

[[nodiscard]] Verdict judge(const std::vector<MetricResult>& metrics, const VerdictContext& context,
                            const VerdictThresholds& thresholds);

} // namespace maskscope
