// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/validity/known_verdict.h"

namespace maskscope {

/// How often each finding was said about a question, in the order of Finding.
struct FindingCounts {
    std::array<int, 4> of {};

    [[nodiscard]] int at(Finding finding) const { return of[static_cast<std::size_t>(finding)]; }
    [[nodiscard]] int total() const { return of[0] + of[1] + of[2] + of[3]; }
};

struct ValidityRow {
    const KnownKind* kind = nullptr;
    std::map<std::string, FindingCounts> counts; ///< by question, the ones whose truth is known
};

/// Adds one draw's verdict.
void count(ValidityRow& row, const Verdict& verdict);

/// What a row must keep to, and does not: empty where all is well.
///  - no effect: *supported* in at most 5 % of draws; in none where the model is untrained
///  - a strong effect: *supported* in at least 95 %
///  - an effect that the gains cannot see: *not supported* in at most 5 %
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
