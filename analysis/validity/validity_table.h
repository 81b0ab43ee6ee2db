// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <map>
#include <numeric>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/validity/known_verdict.h"

namespace maskscope {

/// How often each finding was said about a question, in the order of Finding.
struct FindingCounts {
    std::array<int, static_cast<std::size_t>(Finding::TooLittleData) + 1> of {};

    [[nodiscard]] int at(Finding finding) const { return of[static_cast<std::size_t>(finding)]; }
    /// Supported, beyond these recordings or for them alone.
    [[nodiscard]] int yes() const { return at(Finding::Supported) + at(Finding::SupportedHere); }
    [[nodiscard]] int total() const { return std::accumulate(of.begin(), of.end(), 0); }
};

struct ValidityRow {
    const KnownKind* kind = nullptr;
    std::map<std::string, FindingCounts> counts; ///< by question, the ones whose truth is known
};

/// Adds one draw's verdict.
void count(ValidityRow& row, const Verdict& verdict);

/// What a row must keep to, and does not: empty where all is well.
///  - no effect: *supported*, if only for these recordings, in at most 5 % of draws; in none where the model is
///  untrained
///  - a strong effect: the same in at least 95 %
///  - fewer recordings than speak of others: never *supported* beyond these
///  - an effect that cannot be seen here: *not supported* in at most 5 %
///  - cannot be asked: *not testable* in every draw
[[nodiscard]] std::vector<std::string> violations(const ValidityRow& row);

/// Every kind, `options.draws` times each; `kinds` must outlive the rows. Progress counts draws. Cancelled where
/// stopped.
[[nodiscard]] Result<std::vector<ValidityRow>> validityTable(const std::vector<KnownKind>& kinds,
                                                             const ValidityOptions& options,
                                                             const std::function<void(int done, int total)>& progress,
                                                             const std::stop_token& stop);

/// The table as Markdown, questions in columns, with what the cells mean above it.
[[nodiscard]] std::string validityMarkdown(const std::vector<ValidityRow>& rows, const ValidityOptions& options);

} // namespace maskscope
