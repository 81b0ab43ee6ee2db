// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/chapters/report_chapters.h"

namespace maskscope {

namespace {

bool anyRunHas(const ReportContext& context, const std::string& metric)
{
    for (std::size_t i = 0; i < context.runCount(); ++i) {
        const MetricResult* result = context.run(i).metric(metric);
        if (result != nullptr && !(result->values.empty() && result->arrays.empty()))
            return true;
    }
    return false;
}

} // namespace

void addFigures(Report& report, const ReportContext& context)
{
    report.chapters.push_back({ 2, "Figures", {} });
    // The gains carry the verdict; what describes predictions comes after.
    for (const MetricPage page : { MetricPage::Verdict, MetricPage::Gains, MetricPage::Figures })
        for (const Metric& metric : metricList()) {
            if (!metric.figure || metric.page != page || !anyRunHas(context, metric.numbers()))
                continue;
            Figure figure = makeFigure(metric, context.inputs.runs);
            figure.metric = metric.id;
            std::string title = figure.title.empty() ? metric.title : figure.title;
            report.chapters.push_back({ 3, std::move(title), { ReportFigure { std::move(figure) } } });
        }
    if (report.chapters.back().level == 2)
        report.chapters.back().blocks.emplace_back(ReportParagraph { "These runs hold nothing that could be drawn." });
}

} // namespace maskscope
