// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace maskscope {

/// Options of `maskscope report`.
struct ReportOptions {
    std::vector<std::string> results;
    bool demo = false;
    std::string out; ///< its suffix chooses the format
    std::string thresholds; ///< file; empty: built-in
    std::string oldReport, oldNumbers; ///< empty: none
    bool full = false; ///< with evidence, every number and every input; else the brief one and its bibliography
    std::string form; ///< a template's file; empty: none
    bool overwrite = false;
};

/// Writes one report on all runs of the given result files; the exit status. Needs a QApplication.
[[nodiscard]] int runReport(const ReportOptions& options);

} // namespace maskscope
