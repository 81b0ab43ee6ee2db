// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/metrics/metric.h"

namespace maskscope {

/// Absence of evidence is never a pass: what was not tested is NotTestable or TooLittleData, never NotSupported.
/// SupportedHere: for these recordings; fewer than five units say nothing about others. NotTestable: the model's input
/// does not change. NotComputable: this kind of model cannot be asked.
enum class Finding { Supported, SupportedHere, NotSupported, NotTestable, NotComputable, TooLittleData };
/// "supported", "supported for these recordings", "not supported", "not testable", "not computable", "too little data"
[[nodiscard]] std::string_view findingName(Finding finding);
[[nodiscard]] bool isYes(Finding finding); ///< supported, for these recordings or beyond them

/// Whether a step of an argument holds: "yes", "no", "not testable", "cannot be told" ("supported" would read as an
/// answer).
[[nodiscard]] std::string_view stepAnswer(Finding finding);

/// What a statement that stays open is short of; decides which next step follows.
enum class Lack { Nothing, Number, Interval, Recordings, Precision, UntrainedCopies, Projection };

/// One step of an argument: a comparison of numbers, or a combination of the steps below it. `finding` says whether
/// `text` holds, not what follows for the question.
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
    std::optional<double>
        smallestEffect; ///< the smallest effect these recordings could have shown, in the unit of its number
    std::string smallestEffectUnit;
    Lack lack = Lack::Nothing;
    /// Two-sided, Student's t over the units' values of the number that decides; nothing below five units, or where no
    /// chance is involved.
    std::optional<double> pValue {};
    std::optional<double> pAdjusted {}; ///< Holm, over all questions of an analysis that have a pValue
    bool badNews = false; ///< a yes is a fault: collapsed, leaks
};
/// Editable limits: resources/verdict_thresholds.json; each is named in Evidence::thresholdName.
struct VerdictThresholds {
    std::vector<std::pair<std::string, double>> values; ///< in the built-in order
    std::string source; ///< "built-in", or the file and its SHA-256

    [[nodiscard]] double at(std::string_view name) const; ///< a name that is not there is a bug
};

struct Verdict {
    std::vector<Statement> statements;
    /// The old verdict: learned from position, not from context, not from the channel.
    Finding positionOnly = Finding::TooLittleData;
    std::string positionOnlyReason; ///< one or two sentences
    std::string summary; ///< a few sentences for people
    std::vector<std::string> nextSteps;
    VerdictThresholds thresholds;

    [[nodiscard]] const Statement* statement(std::string_view id) const;
};

/// What a table says: the finding's name, or "yes" and "no" where a yes is a fault.
[[nodiscard]] std::string_view answerName(const Statement& statement);
/// Holm's step-down adjustment (Holm 1979) over every question of all verdicts that has a p-value.
void adjustForQuestions(std::vector<Verdict>& verdicts);

/// What of a run the verdict must know beside its numbers.
struct VerdictContext {
    int recordings = 0;
    int untrainedCopies = 0;
    double maskRatio = 1; ///< evaluated
    std::optional<double> trainedMaskRatio; ///< of the checkpoint's config
    std::string architecture; ///< "A", "C-strided", ...
    std::string projection; ///< "seed:0", or a file
    bool projectionKnown = false; ///< the one it was trained with, from a file
    int units = 0; ///< of inference; 0: as many as recordings
    std::string unit = "recording"; ///< or "subject"
    bool script = false; ///< a TorchScript archive: its input cannot be taken apart
    int dimensions = 0; ///< of a prediction; 0: not known
    bool current = true; ///< false: numbers of a result file that an older version wrote lack what answers rest on

    [[nodiscard]] int inferenceUnits() const { return units > 0 ? units : recordings; }
};

[[nodiscard]] VerdictThresholds builtInThresholds();
/// JSON object of numbers. A name that is unknown or stands twice, and a value out of its range, are errors; missing
/// names keep the built-in value.
[[nodiscard]] Result<VerdictThresholds> readThresholds(const std::string& path);

[[nodiscard]] Verdict judge(const std::vector<MetricResult>& metrics, const VerdictContext& context,
                            const VerdictThresholds& thresholds);

/// Markdown for people: every statement with its evidence, what would change it, and the next steps.
[[nodiscard]] std::string verdictText(const Verdict& verdict);
/// The same as a JSON object.
[[nodiscard]] std::string verdictJson(const Verdict& verdict);

} // namespace maskscope
