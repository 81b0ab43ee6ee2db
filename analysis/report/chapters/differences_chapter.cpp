// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analysis/report/chapters/report_chapters.h"
#include "analysis/report/report_text.h"
#include "analysis/results/comparisons.h"

namespace maskscope {

namespace {

constexpr std::string_view prefix = "diag.v1.";

/// What a comparison of mask ratios is about; all the others stand in the metrics JSON.
constexpr std::array<std::string_view, 10> kShown {
    "diag.v1.masked_mse",
    "diag.v1.mse",
    "diag.v1.skill_vs_global",
    "diag.v1.skill_vs_position_channel",
    "diag.v1.carries_position.alignment",
    "diag.v1.carries_channel.alignment",
    "diag.v1.carries_recording.alignment",
    "diag.v1.context_gain_swapped",
    "diag.v1.participation_ratio",
    "diag.v1.channel_probe",
};

ReportTable differences(const std::vector<Comparison>& all)
{
    ReportTable table { {},
                        { { "Number" },
                          { "First run" },
                          { "Second run" },
                          { "Difference", true },
                          { "95 % interval", true },
                          { "n", true } },
                        {} };
    for (const std::string_view key : kShown) {
        bool repeats = false;
        for (const Comparison& c : all) {
            if (c.key != key)
                continue;
            table.rows.push_back({ { .text = c.key.substr(prefix.size()),
                                     .quiet = c.unit == "1" ? "" : c.unit,
                                     .kind = CellKind::Code,
                                     .repeats = repeats },
                                   { .text = c.labels[0] },
                                   { .text = c.labels[1] },
                                   { .text = reportNumber(c.difference), .kind = CellKind::Number },
                                   { .text = reportInterval(c.interval), .kind = CellKind::Number },
                                   { .text = counted(c.n, c.unitOfInference), .kind = CellKind::Number } });
            repeats = true;
        }
    }
    return table;
}

ReportTable layers(const std::vector<LayerSimilarity>& all)
{
    ReportTable table { {}, { { "First run" }, { "Second run" }, { "Layer", true }, { "Linear CKA", true } }, {} };
    for (const LayerSimilarity& s : all)
        table.rows.push_back({ { .text = s.labels[0] },
                               { .text = s.labels[1] },
                               { .text = s.layer == 0 ? "input" : std::to_string(s.layer), .kind = CellKind::Number },
                               { .text = reportNumber(s.cka), .kind = CellKind::Number } });
    return table;
}

} // namespace

void addDifferences(Report& report, const ReportContext& context)
{
    if (context.runCount() < 2)
        return;
    if (ReportTable table = differences(compareRuns(context.inputs.runs)); !table.rows.empty())
        report.chapters.push_back(
            { 2,
              "Differences between runs",
              { ReportParagraph { "First run less second, paired over the recordings (or people) of "
                                  "both, for runs over the same ones.",
                                  ParagraphTone::Quiet },
                std::move(table) } });
    if (ReportTable table = layers(compareLayers(context.inputs.runs)); !table.rows.empty())
        report.chapters.push_back(
            { 3,
              "How alike their layers are",
              { ReportParagraph { "Linear CKA, unbiased, on the same tokens of unmasked input. 1: the "
                                  "same up to rotation and scale.",
                                  ParagraphTone::Quiet },
                std::move(table) } });
}

} // namespace maskscope
