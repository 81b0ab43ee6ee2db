// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maskscope {

/// On one line: readers that go line by line, and spreadsheets, take a line break in a cell for a new row. Control
/// characters, tabs among them, become blanks.
[[nodiscard]] std::string oneLine(std::string text);

/// Spreadsheets run a cell that begins with = + - @ as a formula, and names come from files that others wrote: an
/// apostrophe before it makes it text. A number stays one.
[[nodiscard]] std::string noFormula(std::string_view text);

} // namespace maskscope
