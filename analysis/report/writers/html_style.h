// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace maskscope {

/// Style sheet of the HTML report: screen and paper, light and dark.
[[nodiscard]] std::string_view htmlReportStyle();

} // namespace maskscope
