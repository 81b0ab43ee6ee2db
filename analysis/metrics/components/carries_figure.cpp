// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/metrics/components/carries.h"
#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/components/reads.h"

namespace maskscope {

namespace {

constexpr double kLeastShare = 0.005; // of the masked error, as docs/verdict.md has it

struct Component {
    const char* name; // as in the keys
    const char* title;
};
constexpr std::array<Component, 4> kComponents { { { "position", "Position" },
                                                   { "channel", "Channel" },
                                                   { "interaction", "Position x channel" },
                                                   { "recording", "What only the recording itself can tell" } } };

/// Without the sign of a zero.
std::string plain(double rounded) { return shortNumber(rounded == 0 ? 0.0 : rounded); }

std::string percent(double share)
{
    const double value = 100 * share;
    return plain(std::abs(value) < 10 ? std::round(value * 10) / 10 : std::round(value)) + " %";
}

TableCell nothing(std::string why)
{
    TableCell cell;
    cell.text = "–";
    cell.quiet = true;
    cell.hover = std::move(why);
    return cell;
}

const MetricValue* valueOf(const RunView& run, const std::string& key)
{
    return run.result ? run.result->value("diag.v1." + key) : nullptr;
}

bool isCarried(const MetricValue& value)
{
    const auto interval = namedInterval(value, "alignment");
    return interval && interval->low > 0 && namedNumber(value, "potential_share") >= kLeastShare;
}

/// What the component is worth at its best amplitude, as a share of the masked error, over its cosine.
TableCell carriedCell(const RunView& run, const Component& component)
{
    const MetricValue* value = valueOf(run, std::string("carries_") + component.name);
    if (!value)
        return nothing("needs two recordings");
    const double share = namedNumber(*value, "potential_share"), cosine = namedNumber(*value, "cosine"),
                 alignment = namedNumber(*value, "alignment");
    const bool carried = isCarried(*value);
    TableCell cell;
    cell.value = alignment;
    std::string range;
    if (const auto interval = namedInterval(*value, "alignment")) {
        cell.low = interval->low;
        cell.high = interval->high;
        range = " [" + shortNumber(interval->low) + ", " + shortNumber(interval->high) + "]";
    }
    cell.text = carried ? percent(share) : "no";
    cell.quiet = !carried;
    if (carried && std::isfinite(cosine))
        cell.below = "cos " + shortNumber(std::round(cosine * 100) / 100);
    cell.tint = carried ? std::min(1.0, share) : 0;
    cell.hover = run.label + "\nalignment " + shortNumber(alignment) + range + "\nat its best amplitude worth "
        + percent(share) + " of the masked error";
    if (const double worth = namedNumber(*value, "worth_share"); std::isfinite(worth))
        cell.hover += "; as it stands " + percent(worth);
    if (const double scale = namedNumber(*value, "scale"); std::isfinite(scale))
        cell.hover += "\nscale " + shortNumber(scale) + " (1: right amplitude)";
    return cell;
}

TableCell shareCell(const RunView& run, const std::string& key, const std::string& title)
{
    const MetricValue* value = valueOf(run, key);
    if (!value)
        return nothing("not computed");
    if (!value->untestable.empty())
        return nothing(value->untestable);
    const double share = std::get<double>(value->value);
    TableCell cell;
    cell.value = share;
    cell.text = percent(share);
    cell.tint = std::clamp(share, 0.0, 1.0);
    if (value->interval) {
        cell.low = value->interval->low;
        cell.high = value->interval->high;
        cell.below = plain(std::round(100 * *cell.low)) + " to " + plain(std::round(100 * *cell.high));
    }
    cell.hover = run.label + "\n" + title + ": " + cell.text + " of the alignment";
    return cell;
}

/// Another recording's visible tokens take all of what only this one can tell: the error says what that is worth.
TableCell errorCell(const RunView& run)
{
    const MetricValue* value = valueOf(run, "reads.recording.context_same_channel");
    const MetricValue* own = valueOf(run, "carries_recording");
    if (!value || !own)
        return nothing("not computed");
    if (!value->untestable.empty())
        return nothing(value->untestable);
    const double error = namedNumber(*own, "worth") / namedNumber(*own, "worth_share");
    const double raised = std::get<double>(value->value) / error - 1;
    if (!std::isfinite(raised))
        return nothing("not computed");
    TableCell cell;
    cell.value = raised;
    cell.text = (raised >= 0 ? "+" : "") + percent(raised);
    cell.below = "masked error";
    cell.tint = std::clamp(raised, 0.0, 1.0);
    cell.hover = run.label + "\nwith another recording's visible tokens the masked error changes by " + cell.text;
    return cell;
}

TablePlot tableOf(std::span<const RunView> runs, const Component& component)
{
    const std::string alone = "only the recording's own visible tokens can tell it";
    const bool own = component.name == std::string("recording");
    TablePlot table;
    table.columns.emplace_back("carried: share of error");
    for (const ReadInput& input : readInputs())
        table.columns.emplace_back(input.title);
    table.columns.emplace_back("order and length");
    for (const RunView& run : runs) {
        TablePlot::Row row { run.label, run.color, { carriedCell(run, component) } };
        const std::string key = std::string("reads.") + component.name + ".";
        for (const ReadInput& input : readInputs())
            row.cells.push_back(!own ? shareCell(run, key + input.name, input.title)
                                    : input.change == InputChange::ContextSwapped ? errorCell(run)
                                                                                  : nothing(alone));
        row.cells.push_back(own ? nothing(alone)
                                : shareCell(run, key + "order", "what no single replacement takes away"));
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// Interactions stand only where some run carries one.
bool isShown(std::span<const RunView> runs, const Component& component)
{
    return component.name != std::string("interaction") || std::ranges::any_of(runs, [&](const RunView& run) {
               const MetricValue* value = valueOf(run, "carries_interaction");
               return value && isCarried(*value);
           });
}

} // namespace

Figure carriesFigure(std::span<const RunView> runs)
{
    Figure f { "carries", "What it carries and what it reads", {}, {}, false, false, {}, {} };
    const bool any = std::ranges::any_of(runs, [](const RunView& run) { return valueOf(run, "carries_position"); });
    int row = 0;
    for (const Component& component : kComponents) {
        if (!any || !isShown(runs, component))
            continue;
        Panel panel;
        panel.title = component.title;
        panel.titleColor = kNullGrey;
        panel.row = row++;
        panel.plot = tableOf(runs, component);
        f.panels.push_back(std::move(panel));
    }
    f.caption = "First column: what of the targets the predictions hold, as a share of the masked error at its best "
                "amplitude, and the cosine of both. Others: share of its alignment that is lost when that input is "
                "replaced (100 %: all of it, above: its opposite), with 95 % intervals; "
        + recordingCount(runs) + ". Order and length: what no single replacement takes away.";
    return f;
}

} // namespace maskscope
