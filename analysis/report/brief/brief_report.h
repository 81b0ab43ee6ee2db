// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "analysis/report/chapters/make_report.h"

namespace maskscope {

/// The report that a co-author reads, at most four pages for four runs: what was asked and analysed, the answer with
/// what is not supported and what could not be tested, one table of effects, one figure, methods ready to paste,
/// limits. makeReport() is the whole.
struct BriefReport {
    Report report;
    std::string bibtex; ///< of every publication that the methods name
};

[[nodiscard]] BriefReport makeBriefReport(const ReportInputs& inputs);

} // namespace maskscope
