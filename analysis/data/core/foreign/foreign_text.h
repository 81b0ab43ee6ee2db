// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace maskscope {

/// Lines that hold as many columns each: separated by commas, semicolons or tabs, or numbers separated by blanks.
[[nodiscard]] bool looksLikeTable(std::string_view head);

/// The first line that is neither empty nor a comment ("#").
[[nodiscard]] std::string_view firstLine(std::string_view head);

/// "100 2 360 650000": a record's name, its number of signals, and more numbers, as a WFDB header begins.
[[nodiscard]] bool looksLikeWfdbHeader(std::string_view head);

} // namespace maskscope
