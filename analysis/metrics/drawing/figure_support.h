// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <span>
#include <string>
#include <vector>

#include "analysis/metrics/metric.h"

namespace maskscope {

inline constexpr Rgb kNullGrey { 120, 120, 120 };
inline constexpr Rgb kUntrainedTan { 176, 138, 96 }; ///< bands of untrained copies, beside grey nulls

/// Smallest range that holds what was included; values that are not finite are passed over.
class ValueRange {
public:
    void include(double value);
    void include(std::span<const double> values);
    [[nodiscard]] bool empty() const { return m_low > m_high; }
    [[nodiscard]] double low() const { return m_low; }
    [[nodiscard]] double high() const { return m_high; }
    /// With 5 % air on either side; [-1, 1] where empty, never of zero width.
    [[nodiscard]] Axis linearAxis(std::string title) const;

private:
    double m_low = std::numeric_limits<double>::infinity();
    double m_high = -std::numeric_limits<double>::infinity();
};

/// The array's values, or none where the run has no such array.
[[nodiscard]] std::span<const double> arrayValues(const RunView& run, std::string_view name);
/// The range of an array over untrained copies as a band over `x` (one a value); empty where none ran.
[[nodiscard]] Series untrainedBand(const RunView& run, const std::string& array, std::vector<double> x);
/// A number of the run, NaN where it has none.
[[nodiscard]] double numberOf(const RunView& run, std::string_view key);
[[nodiscard]] std::vector<double> toList(std::span<const double> values);
[[nodiscard]] Panel runPanel(const RunView& run, int row, int column);
/// "n = 5 recordings", "n = 4 to 5 recordings".
[[nodiscard]] std::string recordingCount(std::span<const RunView> runs);
/// Three significant digits.
[[nodiscard]] std::string shortNumber(double value);
/// "A, B and C".
[[nodiscard]] std::string joinNames(const std::vector<std::string>& names);

} // namespace maskscope
