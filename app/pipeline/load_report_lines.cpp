// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/load_report_lines.h"

#include <fmt/format.h>

namespace maskscope {

namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t mostLines = 100; ///< under one title

std::string shape(const std::vector<std::int64_t>& sizes) { return fmt::format("({})", fmt::join(sizes, ", ")); }

void add(std::vector<std::pair<std::string, Lines>>& all, const char* title, Lines lines)
{
    if (lines.empty())
        return;
    if (lines.size() > mostLines) {
        const std::size_t left = lines.size() - mostLines;
        lines.resize(mostLines);
        lines.push_back(fmt::format("and {} more", left));
    }
    all.emplace_back(title, std::move(lines));
}

Lines configLines(const Checkpoint& checkpoint)
{
    Lines lines;
    for (const auto& [key, value] : checkpoint.config())
        lines.push_back(key + ": " + value.text);
    return lines;
}

Lines weightLines(const Checkpoint& checkpoint)
{
    Lines lines;
    if (checkpoint.weightSets().size() > 1)
        for (const WeightCandidate& set : checkpoint.weightSets())
            lines.push_back(fmt::format("{}: {} of {} expected tensors{}", set.name, set.matched, set.expected,
                                        set.name == checkpoint.weights() ? ", used" : ""));
    return lines;
}

} // namespace

std::vector<std::pair<std::string, Lines>> loadReportLines(const Checkpoint& checkpoint, const LoadReport& report,
                                                           int mambaGroups)
{
    std::vector<std::pair<std::string, Lines>> all;
    add(all, "tensors",
        { fmt::format("{}; {} missing, {} unexpected, {} mis-shaped", matchText(report), report.missing.size(),
                      report.unexpected.size(), report.misshaped.size()) });
    add(all, "first of all", allCautions(report, mambaGroups));
    add(all, "weights", weightLines(checkpoint));
    add(all, "recognised by", report.evidence);
    add(all, "missing", report.missing);
    add(all, "unexpected", report.unexpected);
    Lines misshaped;
    for (const MisshapedTensor& tensor : report.misshaped)
        misshaped.push_back(tensor.name + ": expected " + shape(tensor.expected) + ", found " + shape(tensor.found));
    add(all, "mis-shaped", std::move(misshaped));
    Lines absent = report.absentBuffers;
    if (!absent.empty() && !report.absenceMeans.empty())
        absent.push_back(report.absenceMeans);
    add(all, "not in the file", std::move(absent));
    if (report.network.fineTuned)
        add(all, "fine-tuned", { "its encoder is read" });
    if (const auto epoch = checkpoint.epoch())
        add(all, "epoch", { std::to_string(*epoch) });
    if (const auto loss = checkpoint.bestLoss())
        add(all, "best loss", { fmt::format("{:g}", *loss) });
    add(all, "config", configLines(checkpoint));
    add(all, "warnings", report.warnings);
    return all;
}

} // namespace maskscope
