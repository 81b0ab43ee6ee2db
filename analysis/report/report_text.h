// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/metrics/metric.h"

namespace maskscope {

/// Four significant digits, whole numbers whole, "–" for what is not finite: "0.4028", "17436", "2.312e-05".
[[nodiscard]] std::string reportNumber(double value);
[[nodiscard]] std::string reportInterval(const Interval& interval); ///< "[0.116, 0.237]"

/// For print: a minus before digits instead of a hyphen, "2.3 × 10⁻⁵" instead of "2.3e-05".
[[nodiscard]] std::string typographic(std::string_view text);

/// Valid UTF-8 without control characters but newline (which becomes a space): what any document can hold.
[[nodiscard]] std::string onPaper(std::string_view text);

/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string enumeration(const std::vector<std::string>& names);
/// "1 recording", "6 recordings".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view noun);
/// The last part of a path.
[[nodiscard]] std::string fileName(const std::string& path);

} // namespace maskscope
