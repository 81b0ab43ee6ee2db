// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>

#include "analysis/figures/figure.h"

namespace maskscope {

/// Where the values of an axis lie in the scene. `from` is the position of the axis' low end.
class AxisMap {
public:
    AxisMap(const Axis& axis, double from, double to);

    /// Position of a value; empty for NaN, infinities and, on a logarithmic axis, values <= 0. Values far outside the
    /// range are held near it, so that no painter meets a coordinate of 1e300.
    [[nodiscard]] std::optional<double> at(double value) const;
    /// As at(), but a value <= 0 of a logarithmic axis counts as its low end: for the ends of bands and error bars.
    [[nodiscard]] std::optional<double> atOrLowEnd(double value) const;
    [[nodiscard]] bool contains(double value) const { return value >= m_low && value <= m_high; }
    [[nodiscard]] double low() const { return m_low; }
    [[nodiscard]] double high() const { return m_high; }

private:
    double m_low, m_high; // drawn range, in data values; low < high
    bool m_logarithmic;
    double m_from, m_to;
};

/// The range that is drawn: half a step beside the first and last category, never empty, positive on logarithmic axes.
[[nodiscard]] std::pair<double, double> drawnRange(const Axis& axis);

} // namespace maskscope
