// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "analysis/data/core/error.h"
#include "app/pipeline/analysis_request.h"

namespace maskscope {

enum class ProgressStyle { None, Bar, JsonLines };
[[nodiscard]] Result<ProgressStyle> progressStyle(const std::string& name);

/// Progress on standard error: a bar with the time left on a terminal (a line per stage elsewhere), or JSON lines for
/// other programs. At most 10 lines a second.
class ProgressPrinter {
public:
    explicit ProgressPrinter(ProgressStyle style);
    void show(const AnalysisProgress& progress);
    /// Ends the bar's line so that what follows starts on its own.
    void finish();

private:
    void showBar(const AnalysisProgress& progress, double elapsedS);

    using Clock = std::chrono::steady_clock;
    ProgressStyle m_style;
    bool m_terminal;
    bool m_open = false;
    std::string m_stage;
    Clock::time_point m_started = Clock::now();
    Clock::time_point m_shown {};
};

} // namespace maskscope
