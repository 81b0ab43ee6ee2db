// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/core/output_check.h"
#include "analysis/report/report.h"

namespace maskscope {

enum class ReportFormat { Html, Pdf, Markdown, Latex };

/// By the suffix of a report's name: .html or .htm, .pdf, .md, .tex.
[[nodiscard]] Result<ReportFormat> reportFormatOf(const std::string& out);

/// A text whose {{names}} a report fills (report_template.h); empty text: none.
struct ReportTemplate {
    std::string file;
    std::string text;
};

/// The report under its name, the pictures of one that cannot hold them in NAME_figures beside it, and `bibtex`, where
/// there is any, as NAME.bib. Each as a whole or not at all. Needs a QApplication.
[[nodiscard]] Result<void> writeReportFiles(const Report& report, const std::string& bibtex, const ReportTemplate& form,
                                            const std::filesystem::path& out);

/// Every file that would be written or replaced, for the check of outputs.
[[nodiscard]] std::vector<NamedOutput> reportOutputs(const std::filesystem::path& out, ReportFormat format,
                                                     bool bibliography);

} // namespace maskscope
