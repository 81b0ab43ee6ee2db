// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/validity/validity_table.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "analysis/numerics/unit_interval.h"

namespace maskscope {

namespace {

constexpr double kMostFalse = 0.05, kLeastFound = 0.95;

Finding findingOf(const Verdict& verdict, const std::string& question)
{
    if (question == "position_only")
        return verdict.positionOnly;
    const Statement* statement = verdict.statement(question);
    return statement ? statement->finding : Finding::TooLittleData;
}

} // namespace

void count(ValidityRow& row, const Verdict& verdict)
{
    for (const auto& [question, truth] : row.kind->truths)
        ++row.counts[question].of[static_cast<std::size_t>(findingOf(verdict, question))];
    for (const std::string& question : row.kind->neverDenied)
        ++row.counts[question].of[static_cast<std::size_t>(findingOf(verdict, question))];
}

std::vector<std::string> violations(const ValidityRow& row)
{
    std::vector<std::string> found;
    for (const auto& entry : row.kind->truths) {
        const std::string& question = entry.first;
        const Truth truth = entry.second;
        const auto counts = row.counts.find(question);
        if (counts == row.counts.end() || counts->second.total() == 0)
            continue;
        const int total = counts->second.total(), supported = counts->second.yes();
        const double share = static_cast<double>(supported) / total;
        const auto say = [&](const char* what) {
            found.push_back(
                fmt::format("{}, {}: {} ({} of {} draws supported)", row.kind->id, question, what, supported, total));
        };
        if (truth == Truth::No && (share > kMostFalse || (row.kind->untrained && supported > 0)))
            say("an effect that is not there");
        if (truth == Truth::Yes && row.kind->strong && share < kLeastFound)
            say("an effect that is missed");
        if (truth == Truth::Untestable && counts->second.at(Finding::NotTestable) < total)
            say("answered, and cannot be");
        if (row.kind->world.recordings < kPopulationUnits && counts->second.at(Finding::Supported) > 0)
            say("said of other recordings than these few");
    }
    for (const std::string& question : row.kind->neverDenied) {
        const auto counts = row.counts.find(question);
        if (counts != row.counts.end()
            && counts->second.at(Finding::NotSupported) > kMostFalse * counts->second.total())
            found.push_back(fmt::format("{}, {}: denied, and there ({} of {} draws not supported)", row.kind->id,
                                        question, counts->second.at(Finding::NotSupported), counts->second.total()));
    }
    return found;
}

Result<std::vector<ValidityRow>> validityTable(const std::vector<KnownKind>& kinds, const ValidityOptions& options,
                                               const std::function<void(int done, int total)>& progress,
                                               const std::stop_token& stop)
{
    std::vector<ValidityRow> rows;
    for (const KnownKind& kind : kinds)
        rows.push_back({ &kind, {} });
    const int total = static_cast<int>(kinds.size()) * options.draws;
    std::atomic<int> next { 0 };
    std::mutex mutex; // of all below
    int done = 0;
    std::optional<Error> failed;
    const auto work = [&] {
        for (int job = next++; job < total && !stop.stop_requested(); job = next++) {
            ValidityRow& row = rows[static_cast<std::size_t>(job / options.draws)];
            const auto verdict = knownVerdict(*row.kind, static_cast<std::uint64_t>(job % options.draws), options);
            const std::scoped_lock lock(mutex);
            if (!verdict) {
                failed = verdict.error();
                next = total;
                return;
            }
            count(row, *verdict);
            if (progress)
                progress(++done, total);
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 1; i < std::max(1, options.threads); ++i)
            threads.emplace_back(work);
        work();
    }
    if (failed)
        return tl::unexpected(*failed);
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, "known-truth check", "was stopped");
    return rows;
}

} // namespace maskscope
