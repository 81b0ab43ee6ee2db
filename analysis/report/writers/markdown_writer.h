// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analysis/report/report.h"

namespace maskscope {

/// The report as CommonMark with tables. `path` names a figure's file, relative to the report.
[[nodiscard]] std::string markdownReport(const Report& report,
                                         const std::function<std::string(const Figure& figure)>& path);

/// One chapter of it, to stand in a text of someone's own.
[[nodiscard]] std::string markdownChapter(const ReportChapter& chapter,
                                          const std::function<std::string(const Figure& figure)>& path);

/// Text that Markdown shows as it is, in one line.
[[nodiscard]] std::string markdownEscaped(std::string_view text);
/// A code span, also of text with backticks.
[[nodiscard]] std::string markdownCode(std::string_view text);

} // namespace maskscope
