// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "analysis/data/core/error.h"
#include "analysis/figures/figure.h"
#include "analysis/report/report.h"

namespace maskscope {

/// Figure as an <svg> element to stand inside an HTML document: the scene of every export, without its title, caption
/// and foot (which are the document's text), its ids preceded by the metric's. Needs a QApplication.
[[nodiscard]] Result<std::string> inlineSvg(const Figure& figure);

/// CSS that gives such pictures the dark screen's colours where the reader's system is dark.
[[nodiscard]] std::string darkFigureStyle(const Report& report);

} // namespace maskscope
