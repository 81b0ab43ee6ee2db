// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analysis/numerics/unit_interval.h"
#include "analysis/report/brief/brief_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

std::string backbonesText(const ReportContext& context, Citations& citations)
{
    std::set<std::string> backbones;
    for (std::size_t i = 0; i < context.runCount(); ++i)
        backbones.insert(context.run(i).checkpoint.backbone);
    std::vector<std::string> names;
    for (const std::string& backbone : backbones)
        if (backbone == "mamba1")
            names.push_back("Mamba " + citations.cite({ "gu2023" }));
        else if (backbone == "mamba2")
            names.push_back("Mamba-2 " + citations.cite({ "dao2024" }));
        else if (backbone == "transformer")
            names.push_back("Transformer " + citations.cite({ "vaswani2017" }));
    return names.empty() ? std::string() : " with " + enumeration(names) + " backbones";
}

std::string distinct(const ReportContext& context, const std::function<std::string(const RunResult&)>& of)
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < context.runCount(); ++i)
        if (std::string text = of(context.run(i)); std::ranges::find(texts, text) == texts.end())
            texts.push_back(std::move(text));
    return enumeration(texts);
}

std::string rateText(const RunResult& run)
{
    return run.recordings.empty() ? std::string("?") : reportNumber(run.recordings.front().rateHz);
}

std::string windowsText(const ReportContext& context)
{
    return fmt::format("Each channel was cut into windows of {} samples at {} Hz, each of them a token",
                       distinct(context, [](const RunResult& run) { return std::to_string(run.checkpoint.window); }),
                       distinct(context, rateText));
}

/// "seed 7", or the mask file's name.
std::string maskSource(const RunResult& run)
{
    return run.mask.source.starts_with("seed") ? run.mask.source : fileName(run.mask.source);
}

std::string masksText(const ReportContext& context)
{
    return fmt::format(
        "and a share of {} of the tokens was hidden ({}; {})",
        distinct(context, [](const RunResult& run) { return reportNumber(run.mask.ratio); }),
        distinct(context,
                 [](const RunResult& run) { return run.mask.style + ", replaced by " + run.mask.replacement; }),
        distinct(context, [](const RunResult& run) { return "masks from " + maskSource(run); }));
}

std::size_t untrainedCopies(const RunResult& run)
{
    const MetricValue* error = numberIn(run, "diag.v1.masked_mse");
    return error ? error->untrained.size() : 0;
}

std::string copiesText(const ReportContext& context)
{
    std::size_t least = untrainedCopies(context.run(0)), most = least;
    for (std::size_t i = 0; i < context.runCount(); ++i) {
        least = std::min(least, untrainedCopies(context.run(i)));
        most = std::max(most, untrainedCopies(context.run(i)));
    }
    if (most == 0)
        return {};
    return fmt::format(" Beside each model stood {} untrained copies of its architecture, analysed on the same tokens.",
                       least == most ? std::to_string(most) : fmt::format("{} to {}", least, most));
}

std::string intervalsText(const ReportContext& context, Citations& citations)
{
    bool population = false, few = false;
    for (std::size_t i = 0; i < context.runCount(); ++i)
        (unitsOf(context.run(i)).count >= kPopulationUnits ? population : few) = true;
    const std::string names = distinct(context, [](const RunResult& run) { return unitsOf(run).name + "s"; });
    std::string text;
    if (population)
        text += fmt::format(
            " Intervals (95 %) are of means over {}: Student's t with the limit on the side of the longer "
            "tail moved out by 1 + 3.25 √|skewness| / n; for numbers that are no means, of their "
            "jackknife pseudo-values {}.",
            names, citations.cite({ "miller1974" }));
    if (few)
        text += fmt::format(" With fewer than five {}, intervals are over what repeats within them (position bins, "
                            "channels, sequences) and say nothing about others.",
                            names);
    return text;
}

std::string questionsText(const ReportContext& context, Citations& citations)
{
    std::size_t asked = 0;
    for (const Verdict& verdict : context.verdicts)
        asked += static_cast<std::size_t>(
            std::ranges::count_if(verdict.statements, [](const Statement& s) { return s.pValue.has_value(); }));
    const std::string share = fmt::format("{:g} %", 100 * context.inputs.thresholds.at("practical_share"));
    std::string text
        = " A component counts as learned where the intervals of its alignment and of its size lie above 0, "
          "its cosine exceeds what untrained networks reach, and at its best amplitude it is worth at least "
        + share + " of the masked error; as not learned where less than that is shown, by one-sided tests at 5 % "
        + citations.cite({ "schuirmann1987" }) + "; otherwise it was left open.";
    if (asked > 0)
        text += fmt::format(
            " {} were asked at once: with no effect at all about one in twenty would fall below p = .05 by "
            "chance, so that p-values are given with Holm's adjustment over all of them {}.",
            counted(static_cast<std::int64_t>(asked), "question"), citations.cite({ "holm1979" }));
    return text;
}

std::string collapseText(const ReportContext& context, Citations& citations)
{
    const auto any = [&](std::string_view key) {
        for (std::size_t i = 0; i < context.runCount(); ++i)
            if (numberIn(context.run(i), key))
                return true;
        return false;
    };
    std::string text;
    if (any("diag.v1.collapse_predictions"))
        text += " Collapse of predictions was judged by their participation ratio " + citations.cite({ "gao2017" })
            + " and variance against those of the part of the targets that other recordings reproduce";
    if (any("diag.v1.representation_layer_0"))
        text += (text.empty() ? " Collapse of the representation was judged by " : ", that of the representation by ")
            + std::string("RankMe ") + citations.cite({ "garrido2023" }) + " on unmasked input";
    return text.empty() ? text : text + ".";
}

std::string measuresText(const ReportContext& context)
{
    const std::string units = distinct(context, [](const RunResult& run) { return unitsOf(run).name + "s"; });
    return fmt::format(
        " What the predictions carry of the targets was measured for the mean at each of {} position bins, the mean of "
        "each channel, their interaction, and what is left for one of the {} alone; the first three by products of "
        "component means of different {}, to which noise adds nothing. Given are the alignment, its cosine, and what "
        "the "
        "component is worth at its best amplitude as a share of the masked squared error. Through which input a "
        "component "
        "is read was measured by the share of that alignment that is lost when the time code is mirrored or turned, "
        "the "
        "place code is that of another electrode, or the visible tokens are those of another recording.",
        MetricOptions {}.positionBins, units, units);
}

} // namespace

ReportChapter methodsChapter(const ReportContext& context, Citations& citations)
{
    std::set<std::string> checkpoints;
    for (std::size_t i = 0; i < context.runCount(); ++i)
        checkpoints.insert(context.run(i).checkpoint.path);
    std::string text
        = fmt::format("{} of masked models {}{} were analysed with {} {} over {}. {}, {}.",
                      counted(static_cast<std::int64_t>(checkpoints.size()), "checkpoint"),
                      citations.cite({ "he2022" }), backbonesText(context, citations),
                      context.inputs.origin.substr(0, context.inputs.origin.find(',')), citations.cite({ "maskscope" }),
                      distinct(context,
                               [](const RunResult& run) {
                                   return counted(static_cast<std::int64_t>(run.recordings.size()), "recording");
                               }),
                      windowsText(context), masksText(context));
    if (checkpoints.size() == 1)
        text.replace(text.find(" were analysed"), 14, " was analysed");
    text += measuresText(context);
    text += copiesText(context) + intervalsText(context, citations) + questionsText(context, citations)
        + collapseText(context, citations);
    return { 2, "Methods", { ReportParagraph { std::move(text) } } };
}

} // namespace maskscope
