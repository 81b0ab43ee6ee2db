// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/report/report.h"

namespace maskscope {

/// A figure as an <svg> element without width and height in its own file's units; ids must not repeat in the document.
using SvgOfFigure = std::function<Result<std::string>(const Figure& figure)>;

/// One file that needs nothing else: no script, no font, no picture from elsewhere. Well-formed as XML, too.
/// `figureStyle`: CSS rules for the pictures' colours on a dark ground.
[[nodiscard]] Result<std::string> htmlReport(const Report& report, const SvgOfFigure& svg,
                                             std::string_view figureStyle = {});

/// One chapter of it, to stand in a page of someone's own.
[[nodiscard]] Result<std::string> htmlChapter(const ReportChapter& chapter, const SvgOfFigure& svg);

/// Text as it stands between tags and in attributes.
[[nodiscard]] std::string htmlEscaped(std::string_view text);

} // namespace maskscope
