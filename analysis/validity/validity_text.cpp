// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/validity/validity_table.h"

#include <array>

#include <fmt/format.h>

namespace maskscope {

namespace {

struct Column {
    const char* question;
    const char* title;
};
constexpr std::array<Column, 9> kColumns { { { "position.depends", "depends: position" },
                                             { "channel.depends", "depends: channel" },
                                             { "context.depends", "depends: context" },
                                             { "position.learned", "learned: position" },
                                             { "channel.learned", "learned: channel" },
                                             { "context.learned", "learned: context" },
                                             { "position_only", "position only" },
                                             { "collapsed.predictions", "predictions collapsed" },
                                             { "reconstructs.global", "beats the mean" } } };

const char* truthText(Truth truth)
{
    switch (truth) {
    case Truth::No:
        return "no";
    case Truth::Yes:
        return "yes";
    case Truth::Untestable:
        break;
    }
    return "n/t";
}

std::string cell(const ValidityRow& row, const char* question)
{
    const auto truth = row.kind->truths.find(question);
    const auto counts = row.counts.find(question);
    if (counts == row.counts.end())
        return "";
    const FindingCounts& c = counts->second;
    return fmt::format("{}: {}/{}/{}/{}/{}", truth == row.kind->truths.end() ? "hidden" : truthText(truth->second),
                       c.at(Finding::Supported), c.at(Finding::SupportedHere), c.at(Finding::NotSupported),
                       c.at(Finding::NotTestable) + c.at(Finding::NotComputable), c.at(Finding::TooLittleData));
}

} // namespace

std::string validityMarkdown(const std::vector<ValidityRow>& rows, const ValidityOptions& options)
{
    std::string text = fmt::format("{} draws of each kind, seed {}, {} untrained copies beside each model. A cell says "
                                   "the truth (yes, no, n/t: not "
                                   "testable), then how many draws were called supported / supported "
                                   "for these recordings / not supported / not testable / too little data. Empty: the "
                                   "truth of that kind is not clear-cut.\n\n| kind | model and recordings |",
                                   options.draws, options.seed, options.copies);
    std::string rule = "\n|---|---|";
    for (const Column& column : kColumns) {
        text += fmt::format(" {} |", column.title);
        rule += "---|";
    }
    text += rule + "\n";
    std::vector<std::string> broken;
    for (const ValidityRow& row : rows) {
        text += fmt::format("| {} | {} |", row.kind->id, row.kind->description);
        for (const Column& column : kColumns)
            text += fmt::format(" {} |", cell(row, column.question));
        text += "\n";
        for (std::string& line : violations(row))
            broken.push_back(std::move(line));
    }
    text += broken.empty() ? "\nNo limit is broken.\n" : "\nLimits that are broken:\n\n";
    for (const std::string& line : broken)
        text += "- " + line + "\n";
    return text;
}

} // namespace maskscope
