// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "analysis/data/core/error.h"
#include "analysis/report/report.h"

namespace maskscope {

/// The report on A4 pages, with text as text and figures as vectors, as the bytes of a file. Needs a QApplication.
[[nodiscard]] Result<std::string> pdfReport(const Report& report);

} // namespace maskscope
