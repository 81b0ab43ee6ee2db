// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/report/brief/references.h"
#include "analysis/report/chapters/report_chapters.h"

namespace maskscope {

/// What was asked, and a row a run of what was analysed.
[[nodiscard]] ReportChapter questionChapter(const ReportContext& context);
/// A paragraph a run, and which of them predicts best.
[[nodiscard]] ReportChapter answerChapter(const ReportContext& context);
/// What each factor is worth: carried by the predictions, and lost with another input.
[[nodiscard]] ReportChapter effectsChapter(const ReportContext& context);
/// Ready to paste; what it cites is added to `citations`.
[[nodiscard]] ReportChapter methodsChapter(const ReportContext& context, Citations& citations);
[[nodiscard]] ReportChapter limitsChapter(const ReportContext& context);

/// What the intervals of a run are over, by the rule that the verdict goes by.
[[nodiscard]] InferenceUnits unitsOf(const RunResult& run);

/// A number of a run by its whole key, of any metric; null where it has none.
[[nodiscard]] const MetricValue* numberIn(const RunResult& run, std::string_view key);

} // namespace maskscope
