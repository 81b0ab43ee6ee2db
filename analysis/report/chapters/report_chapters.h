// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "analysis/report/chapters/make_report.h"

namespace maskscope {

/// What every chapter is made from.
struct ReportContext {
    const ReportInputs& inputs;
    std::vector<Verdict> verdicts; ///< one per run

    [[nodiscard]] std::size_t runCount() const { return inputs.runs.size(); }
    [[nodiscard]] const RunResult& run(std::size_t index) const { return *inputs.runs[index]; }
    [[nodiscard]] ReportColumn runColumn(std::size_t index, bool number) const;
};

/// Tables with a column a run get as many as a page is wide for; calls `add(first, last)` for each.
void forRunBlocks(const ReportContext& context, std::size_t perTable,
                  const std::function<void(std::size_t first, std::size_t last)>& add);

/// Runs that share a text: "M75 @ 0.75, M50 @ 0.5: text". Without the runs where all do.
class SharedTexts {
public:
    explicit SharedTexts(const ReportContext& context)
        : m_context(context)
    {
    }
    void add(const std::string& text, std::size_t run);
    [[nodiscard]] std::vector<std::string> items() const;

private:
    const ReportContext& m_context;
    std::vector<std::pair<std::string, std::vector<std::size_t>>> m_texts;
};

/// "4 runs of 2 checkpoints over 8 recordings"
[[nodiscard]] std::string reportSubtitle(const ReportInputs& inputs);

void addVerdicts(Report& report, const ReportContext& context);
void addOldReport(Report& report, const ReportContext& context);
void addFigures(Report& report, const ReportContext& context);
void addEvidence(Report& report, const ReportContext& context);
void addDifferences(Report& report, const ReportContext& context);
void addNumbers(Report& report, const ReportContext& context);
void addOldNumbers(Report& report, const ReportContext& context);
void addSettings(Report& report, const ReportContext& context);
void addInputs(Report& report, const ReportContext& context);

/// What the result files do not hold, and how to get it.
[[nodiscard]] std::vector<std::string> missingParts(const ReportContext& context);

} // namespace maskscope
