// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maskscope::numpy {

/// Trigonometric functions rounded as NumPy rounds them on this processor. Where it has AVX-512 (F, CD, BW, DQ, VL),
/// NumPy 1.22 to 1.24 takes Intel's vector functions, which are off by up to 4 units in the last place; glibc's libmvec
/// (2.35) has the same, acos and atan2 to the bit, cos and sin in 92 of 100 values. Elsewhere both take the C
/// library's. For nothing but agreement where rounding decides: see docs/scalp-maps.md.
[[nodiscard]] double acos(double x);
[[nodiscard]] double atan2(double y, double x);
[[nodiscard]] double cos(double x);
[[nodiscard]] double sin(double x);

} // namespace maskscope::numpy
