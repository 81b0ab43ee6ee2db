// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "analysis/report/brief/brief_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

struct Effect {
    const char* text;
    const char* key;
    const char* name; ///< of named numbers: the one that is shown; null: a plain number
    const char* shareName; ///< of named numbers: its share of the masked error; null: divided by it here
};

constexpr std::array<Effect, 6> kEffects { {
    { "Position: carried by the predictions", "diag.v1.carries_position", "alignment", "potential_share" },
    { "Channel: carried by the predictions", "diag.v1.carries_channel", "alignment", "potential_share" },
    { "The recording's own: carried by the predictions", "diag.v1.carries_recording", "alignment", "potential_share" },
    { "Error that the mirrored position's code adds", "diag.v1.position_gain", nullptr, nullptr },
    { "Error that another electrode's code adds", "diag.v1.channel_gain", nullptr, nullptr },
    { "Error that another recording's visible tokens add", "diag.v1.context_gain_swapped", nullptr, nullptr },
} };

double valueOf(const MetricValue& value, const char* name)
{
    if (name != nullptr)
        return namedNumber(value, name);
    const double* number = std::get_if<double>(&value.value);
    return number ? *number : std::nan("");
}

std::string shareText(const RunResult& run, const MetricValue& value, const Effect& effect)
{
    const MetricValue* error = numberIn(run, "diag.v1.masked_mse");
    const double share = effect.shareName ? namedNumber(value, effect.shareName)
        : error                           ? valueOf(value, effect.name) / valueOf(*error, nullptr)
                                          : std::nan("");
    return std::isfinite(share) ? fmt::format("{:.3g} %", 100 * share) : std::string("–");
}

/// Of the number itself; smallest and largest of the untrained copies.
std::string untrainedText(const MetricValue& value, const char* name)
{
    std::vector<double> copies;
    if (name == nullptr)
        copies = value.untrained;
    for (const auto& [own, numbers] : value.untrainedNumbers)
        if (own == name)
            copies = numbers;
    std::erase_if(copies, [](double v) { return !std::isfinite(v); });
    if (copies.empty())
        return "–";
    const auto [low, high] = std::ranges::minmax(copies);
    return reportNumber(low) + " to " + reportNumber(high);
}

/// Whether any token is: without one there is no context to replace, and a gain of 0 says nothing.
bool isVisible(const ReportContext& context, std::size_t run)
{
    const Statement* statement = context.verdicts[run].statement("context.learned");
    return !statement || statement->finding != Finding::NotTestable;
}

std::vector<ReportCell> rowOf(const ReportContext& context, std::size_t run, const Effect& effect, bool repeats)
{
    const RunResult& result = context.run(run);
    const MetricValue* value = numberIn(result, effect.key);
    std::vector<ReportCell> cells { { .text = effect.text, .repeats = repeats }, { .text = result.label } };
    const bool hidden
        = value && !isVisible(context, run) && std::string_view(effect.key).find("context") != std::string_view::npos;
    if (!value || hidden || !std::isfinite(valueOf(*value, effect.name))) {
        const std::string why = value && (hidden || !value->untestable.empty()) ? "not testable" : "–";
        for (const std::string& text : { why, std::string("–"), std::string("–"), std::string("–") })
            cells.push_back({ .text = text, .kind = CellKind::Number });
        return cells;
    }
    const auto interval = effect.name ? namedInterval(*value, effect.name) : value->interval;
    std::string number = reportNumber(valueOf(*value, effect.name));
    number += interval ? " " + reportInterval(*interval) : " (no interval)";
    cells.push_back({ .text = number, .kind = CellKind::Number });
    cells.push_back({ .text = shareText(result, *value, effect), .kind = CellKind::Number });
    cells.push_back({ .text = untrainedText(*value, effect.name), .kind = CellKind::Number });
    const bool within = interval && value->intervalUnit != value->unitOfInference && !value->intervalUnit.empty();
    cells.push_back({ .text = counted(value->n, value->unitOfInference),
                      .quiet = within ? "interval over each " + value->intervalUnit : std::string(),
                      .kind = CellKind::Number });
    return cells;
}

std::string unitOfNumbers(const ReportContext& context)
{
    for (std::size_t i = 0; i < context.runCount(); ++i)
        if (const MetricValue* error = numberIn(context.run(i), "diag.v1.masked_mse"))
            return error->unit;
    return {};
}

} // namespace

ReportChapter effectsChapter(const ReportContext& context)
{
    const std::string unit = unitOfNumbers(context);
    ReportTable table { {},
                        { { "Effect" },
                          { "Run" },
                          { "Value [95 % interval]" + (unit.empty() ? "" : ", " + unit), true },
                          { "Of the masked error", true },
                          { "Untrained copies", true },
                          { "n", true } },
                        {} };
    for (const Effect& effect : kEffects)
        for (std::size_t i = 0; i < context.runCount(); ++i)
            table.rows.push_back(rowOf(context, i, effect, i > 0));
    return { 2,
             "Effects",
             { std::move(table),
               ReportParagraph { "Carried: the alignment of predictions and targets, and what it is worth at its best "
                                 "amplitude. Added error: what a replaced input costs, which also counts how much an "
                                 "input it has never seen disturbs a model.",
                                 ParagraphTone::Quiet } } };
}

} // namespace maskscope
