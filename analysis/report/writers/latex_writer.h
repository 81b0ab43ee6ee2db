// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analysis/report/report.h"

namespace maskscope {

/// The report as a LaTeX article (pdfLaTeX, XeLaTeX or LuaLaTeX; packages of every distribution: booktabs, longtable,
/// graphicx, hyperref). `path` names a figure's file without its suffix, relative to the report.
[[nodiscard]] std::string latexReport(const Report& report,
                                      const std::function<std::string(const Figure& figure)>& path);

/// The same without preamble: to be \input into an article.
[[nodiscard]] std::string latexChapter(const ReportChapter& chapter,
                                       const std::function<std::string(const Figure& figure)>& path);

/// Text that LaTeX sets as it is, in one line.
[[nodiscard]] std::string latexEscaped(std::string_view text);

} // namespace maskscope
