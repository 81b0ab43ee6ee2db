// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_printer.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "analysis/data/core/printable.h"
#include "app/cli/standard_streams.h"

namespace maskscope {

Result<ProgressStyle> progressStyle(const std::string& name)
{
    if (name == "none")
        return ProgressStyle::None;
    if (name == "bar")
        return ProgressStyle::Bar;
    if (name == "jsonl")
        return ProgressStyle::JsonLines;
    return failure(ErrorCode::InvalidArgument, "--progress", "is not known", "none, bar or jsonl", name);
}

ProgressPrinter::ProgressPrinter(ProgressStyle style)
    : m_style(style)
    , m_terminal(::isatty(STDERR_FILENO) == 1)
{
}

void ProgressPrinter::show(const AnalysisProgress& progress)
{
    if (m_style == ProgressStyle::None)
        return;
    const Clock::time_point now = Clock::now();
    const bool newStage = progress.stage != m_stage;
    if (!newStage && now - m_shown < std::chrono::milliseconds(100))
        return;
    m_shown = now;
    m_stage = progress.stage;
    const double elapsedS = std::chrono::duration<double>(now - m_started).count();
    if (m_style == ProgressStyle::JsonLines) {
        const nlohmann::ordered_json line { { "stage", progress.stage },
                                            { "fraction", progress.fraction },
                                            { "elapsed_s", elapsedS } };
        // A file name may hold bytes that are no UTF-8, which JSON cannot carry.
        say(line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
    } else if (m_terminal) {
        showBar(progress, elapsedS);
    } else if (newStage) {
        say(fmt::format("{:3.0f} % {}\n", 100 * progress.fraction, printableLine(progress.stage)));
    }
}

void ProgressPrinter::showBar(const AnalysisProgress& progress, double elapsedS)
{
    constexpr int width = 30;
    const int filled = std::clamp(static_cast<int>(progress.fraction * width), 0, width);
    const std::string left = progress.fraction > 0.02 && elapsedS > 1
        ? fmt::format("{:.0f} s left", elapsedS * (1 - progress.fraction) / progress.fraction)
        : std::string();
    say(fmt::format("\r\x1b[K[{}{}] {:3.0f} % {} {}", std::string(static_cast<std::size_t>(filled), '#'),
                    std::string(static_cast<std::size_t>(width - filled), '.'), 100 * progress.fraction,
                    printableLine(progress.stage), left));
    m_open = true;
}

void ProgressPrinter::finish()
{
    if (m_open)
        say("\r\x1b[K");
    m_open = false;
}

} // namespace maskscope
