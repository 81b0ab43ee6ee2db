// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace maskscope {

/// Text in UTF-8 from UTF-16 code units, as MATLAB keeps letters; what is no such unit becomes U+FFFD.
[[nodiscard]] std::string utf8FromUtf16(std::span<const double> units);

} // namespace maskscope
