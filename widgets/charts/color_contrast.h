// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace maskscope {

/// Relative luminance in [0, 1] (WCAG 2.1, sRGB).
[[nodiscard]] double relativeLuminance(const QColor& color);
/// Contrast ratio of two colours, 1 to 21 (WCAG 2.1).
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);
/// `color`, mixed with white on a dark ground or with black on a light one, just as far as `minimum` asks.
[[nodiscard]] QColor withContrast(const QColor& color, const QColor& ground, double minimum);

} // namespace maskscope
