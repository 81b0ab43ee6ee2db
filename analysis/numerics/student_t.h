// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maskscope {

/// 97.5 % quantile of Student's t with `df` >= 1 degrees of freedom (half width of a 95 % interval in standard errors).
[[nodiscard]] double studentT975(int df);
/// Probability that |t| of `df` >= 1 degrees of freedom is as large or larger (finite series of Abramowitz and Stegun
/// 26.7.3 and 26.7.4; absolute error of rounding alone).
[[nodiscard]] double studentTTwoSided(double t, int df);

} // namespace maskscope
