// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/student_t.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace maskscope {

double studentT975(int df)
{
    // Small df are tabulated, where the expansion about the normal quantile is poor.
    constexpr std::array<double, 10> table { 12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836,
                                             2.446911851,  2.364624252, 2.306004135, 2.262157163, 2.228138852 };
    if (df <= static_cast<int>(table.size()))
        return table[static_cast<std::size_t>(std::max(df, 1) - 1)];
    // Abramowitz and Stegun 26.7.5, four terms: below 1e-5 from here on.
    const double z = 1.959963984540054, n = df;
    const double z2 = z * z, z3 = z * z2, z5 = z3 * z2, z7 = z5 * z2, z9 = z7 * z2;
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
        + (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92160 * n * n * n * n);
}

double studentTTwoSided(double t, int df)
{
    const double angle = std::atan(std::abs(t) / std::sqrt(df)), sine = std::sin(angle), cosine = std::cos(angle);
    const bool odd = df % 2 == 1;
    double term = odd ? cosine : 1, sum = df > 1 ? term : 0; // of cos^(df - 2) and below
    for (int k = odd ? 3 : 2; k < df; k += 2) {
        term *= cosine * cosine * (k - 1) / k;
        sum += term;
    }
    const double within = odd ? 2 / std::numbers::pi * (angle + sine * sum) : sine * sum;
    return std::max(0.0, 1 - within);
}

} // namespace maskscope
