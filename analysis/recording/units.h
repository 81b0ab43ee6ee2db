// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace maskscope {

inline constexpr std::string_view microvoltUnit = "µV";

/// Factor from a voltage unit ("uV", "µV" in UTF-8 or latin-1, "mV", "V", "nV") to microvolt; none for any other unit.
[[nodiscard]] std::optional<double> microvoltsPer(std::string_view unit);

/// Text as UTF-8: bytes that are no valid UTF-8 are taken as latin-1.
[[nodiscard]] std::string toUtf8(std::string_view text);

/// Without spaces, tabs and NULs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Strict decimal number, surrounding blanks allowed, independent of the locale.
[[nodiscard]] std::optional<double> parseNumber(std::string_view text);

/// The same, where programs of another locale wrote "3276,8": one comma and no point is a decimal point.
[[nodiscard]] std::optional<double> parseNumberOrComma(std::string_view text);

} // namespace maskscope
