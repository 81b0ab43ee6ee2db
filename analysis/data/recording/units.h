// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace maskscope {

inline constexpr std::string_view microvoltUnit = "µV";

/// Factor from a voltage unit ("uV", "µV" in UTF-8 or latin-1, encoded twice or lost to a question mark; "mV", "V",
/// "nV") to microvolt; none for any other unit.
[[nodiscard]] std::optional<double> microvoltsPer(std::string_view unit);

enum class UnitKind { Voltage, NoVoltage, Unclear };
/// NoVoltage for what is known to measure something else (%, bpm, °C, cmH2O, ...); Unclear for "", "n/a", "counts".
[[nodiscard]] UnitKind unitKind(std::string_view unit);

/// UTF-8 that was taken for latin-1 or Windows-1252 and encoded again ("ÂµV") as it was before ("µV"); any other text
/// as it is.
[[nodiscard]] std::string encodedOnce(std::string_view text);

/// Text as UTF-8: bytes that are no valid UTF-8 are taken as latin-1.
[[nodiscard]] std::string toUtf8(std::string_view text);

/// Without spaces, tabs and NULs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Letters of ASCII alone.
[[nodiscard]] std::string upperCased(std::string_view text);

/// Strict decimal number, surrounding blanks allowed, independent of the locale.
[[nodiscard]] std::optional<double> parseNumber(std::string_view text);

/// The same, where programs of another locale wrote "3276,8": one comma and no point is a decimal point.
[[nodiscard]] std::optional<double> parseNumberOrComma(std::string_view text);

} // namespace maskscope
