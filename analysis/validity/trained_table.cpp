// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/validity/trained_table.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include <fmt/format.h>

#include "analysis/numerics/unit_interval.h"

namespace maskscope {

namespace {

constexpr double kLeastRight = 0.95, kMostMoved = 1.0 / 15;
constexpr std::string_view kSupported = "supported", kNotSupported = "not supported", kNotTestable = "not testable";

/// *Supported*, with or without a limit to these recordings.
bool claims(std::string_view finding) { return finding.starts_with(kSupported); }

bool isRight(Truth truth, std::string_view finding)
{
    return finding == (truth == Truth::Yes ? kSupported : truth == Truth::No ? kNotSupported : kNotTestable);
}

std::string_view truthText(Truth truth)
{
    return truth == Truth::Yes ? "yes" : truth == Truth::No ? "no" : "not testable";
}

std::string sentence(const TrainedAnswers& a, const std::string& question, std::string_view finding, Truth truth)
{
    return fmt::format("{} at ratio {}, {} recordings, seed {}: {} is \"{}\", true is \"{}\"", a.network, a.ratio,
                       a.recordings, a.seed, question, finding, truthText(truth));
}

void scoreAnswer(TrainedScore& score, const TrainedAnswers& a, const std::string& question, const std::string& finding)
{
    const Truth truth = a.kind->truth(question, a.ratio);
    const bool population = a.recordings >= kPopulationUnits;
    const auto note = [&](std::vector<std::string>& list) { list.push_back(sentence(a, question, finding, truth)); };
    ++score.answers;
    if (truth != Truth::Yes && claims(finding))
        note(score.falselySupported);
    if (!population && finding == kSupported)
        note(score.tooFar);
    if (a.atOwnRatio() && truth == Truth::Yes && finding == kNotSupported)
        note(score.denied);
    if (!a.atOwnRatio() || !population)
        return;
    ++score.clearCut;
    if (isRight(truth, finding))
        ++score.right;
    else
        note(score.wrong);
}

using Counts = std::map<std::string, int>;

/// Answers to one question about one network, over seeds.
void scoreSeeds(TrainedScore& score, std::span<const TrainedAnswers> answers)
{
    std::map<std::tuple<std::string, int, std::string>, Counts> over;
    for (const TrainedAnswers& a : answers)
        if (a.atOwnRatio() && a.recordings >= kPopulationUnits)
            for (const auto& [question, finding] : a.findings)
                ++over[{ a.network, a.recordings, question }][finding];
    for (const auto& [which, counts] : over) {
        int all = 0, most = 0;
        for (const auto& entry : counts) {
            all += entry.second;
            most = std::max(most, entry.second);
        }
        score.asked[std::get<0>(which)] += all;
        score.moved[std::get<0>(which)] += all - most;
    }
}

std::string cell(Truth truth, const Counts& counts)
{
    std::string text { truthText(truth) };
    text += ":";
    for (const auto& [finding, count] : counts)
        text += fmt::format(" {} {}{}", count, finding, finding == counts.rbegin()->first ? "" : ",");
    return text;
}

void append(std::string& text, const std::string& title, const std::vector<std::string>& lines)
{
    constexpr std::size_t most = 60;
    if (lines.empty())
        return;
    text += fmt::format("\n{} ({}):\n\n", title, lines.size());
    for (std::size_t i = 0; i < std::min(most, lines.size()); ++i)
        text += "- " + lines[i] + "\n";
    if (lines.size() > most)
        text += fmt::format("- and {} more\n", lines.size() - most);
}

std::string rows(std::span<const TrainedAnswers> answers)
{
    using Row = std::tuple<std::string, bool, int>; // kind, at another ratio, fewer recordings
    std::map<Row, std::map<std::string, Counts>> counts;
    std::map<Row, const TrainedAnswers*> of;
    for (const TrainedAnswers& a : answers) {
        const Row row { a.kind->name, !a.atOwnRatio(), -a.recordings };
        of[row] = &a;
        for (const auto& [question, finding] : a.findings)
            ++counts[row][question][finding];
    }
    std::string text;
    for (const auto& [row, a] : of) {
        text += fmt::format("| {} | {}{} | {} |", a->kind->name, a->ratio, a->atOwnRatio() ? "" : " (another)",
                            a->recordings);
        for (const std::string_view question : kTrainedQuestions) {
            const std::string name(question);
            text += fmt::format(" {} |", cell(a->kind->truth(name, a->ratio), counts[row][name]));
        }
        text += "\n";
    }
    return text;
}

} // namespace

TrainedScore scoreTrained(std::span<const TrainedAnswers> answers)
{
    TrainedScore score;
    for (const TrainedAnswers& a : answers)
        for (const auto& [question, finding] : a.findings)
            scoreAnswer(score, a, question, finding);
    scoreSeeds(score, answers);
    return score;
}

std::vector<std::string> violations(const TrainedScore& score)
{
    std::vector<std::string> found;
    for (const auto* list : { &score.falselySupported, &score.tooFar })
        std::ranges::copy(*list, std::back_inserter(found));
    if (score.clearCut > 0 && score.right < kLeastRight * score.clearCut)
        found.push_back(fmt::format("{} of {} clear-cut answers are right, fewer than {:.0f} %", score.right,
                                    score.clearCut, 100 * kLeastRight));
    for (const auto& [network, moved] : score.moved)
        if (moved > kMostMoved * score.asked.at(network) + 1e-9)
            found.push_back(
                fmt::format("{}: {} of {} answers move with the seed", network, moved, score.asked.at(network)));
    return found;
}

std::string trainedMarkdown(std::span<const TrainedAnswers> answers)
{
    const TrainedScore score = scoreTrained(answers);
    int moved = 0, asked = 0;
    for (const auto& [network, count] : score.moved) {
        moved += count;
        asked += score.asked.at(network);
    }
    std::string text = fmt::format(
        "A cell says what is true, then how often each finding was given, over the networks of a kind and the seeds of "
        "the analysis. At another ratio than the trained one, and with fewer than {} recordings, nothing may be "
        "supported that is not there; only what is asked at the trained ratio with more is clear-cut.\n\n"
        "| kind | mask ratio | recordings | learned: position | learned: channel | learned: context |\n"
        "|---|---|---|---|---|---|\n",
        kPopulationUnits);
    text += rows(answers);
    text
        += fmt::format("\n{} answers. Falsely supported: {}. Supported without a limit from too few recordings: {}. "
                       "Right of the clear-cut ones: {} of {}. Denied, and there: {}. Moved with the seed: {} of {}.\n",
                       score.answers, score.falselySupported.size(), score.tooFar.size(), score.right, score.clearCut,
                       score.denied.size(), moved, asked);
    append(text, "Limits that are broken", violations(score));
    append(text, "Clear-cut and not right", score.wrong);
    append(text, "Denied, and there", score.denied);
    return text;
}

} // namespace maskscope
