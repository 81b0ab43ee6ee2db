// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "analysis/figures/figure.h"

namespace maskscope {

struct AxisTick {
    double value = 0;
    QString label; ///< empty: a minor tick, or a label that was thinned out
    bool major = true;
};

/// "−0.25": with the true minus sign and exactly `decimals` decimals.
[[nodiscard]] QString formatDecimal(double value, int decimals);
/// "10⁻³"
[[nodiscard]] QString formatPowerOfTen(int exponent);
/// About four significant digits, for hover texts: "0.01234", "−1.2×10⁻⁶".
[[nodiscard]] QString formatValue(double value);

/// Ticks of an axis with at most `maxLabels` labels: the axis' own ones if it has any, else steps of 1, 2 or 5
/// (linear), decades with minor ticks (logarithmic), or one a category. `low` and `high` bound the drawn range.
[[nodiscard]] std::vector<AxisTick> axisTicks(const Axis& axis, double low, double high, int maxLabels);

} // namespace maskscope
