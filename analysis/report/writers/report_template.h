// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/report/report.h"

namespace maskscope {

/// "what-it-carries-and-what-it-reads": how a template names a chapter, from its title.
[[nodiscard]] std::string chapterKey(const ReportChapter& chapter);

/// Names that a template may ask for: "title", "subtitle", "origin", "all", and every chapter's; a part (level 2)
/// brings the chapters below it.
[[nodiscard]] std::vector<std::string> templateNames(const Report& report);

/// `text` of the template `file` with each `{{name}}` replaced. `line` writes a line of text, `chapter` a chapter, as
/// the report's format has them. An unknown or unclosed name is an error that says its line and the names that there
/// are.
[[nodiscard]] Result<std::string>
filledTemplate(const std::string& text, const std::string& file, const Report& report,
               const std::function<std::string(const std::string&)>& line,
               const std::function<Result<std::string>(const ReportChapter&)>& chapter);

} // namespace maskscope
