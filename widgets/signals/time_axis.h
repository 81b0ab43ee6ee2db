// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

namespace maskscope {

struct TimeTick {
    double atS = 0;
    QString label;
};

/// Ticks of a stretch of time at least `leastS` apart: of 1, 2 or 5 times a power of ten below a second, of whole
/// seconds, minutes and hours above; labels "0.25 s", "12 s", "3:20", "1:05:00". `countsSamples`: plain numbers.
[[nodiscard]] std::vector<TimeTick> timeTicks(double fromS, double toS, double leastS, bool countsSamples = false);

/// "12.34 s" or "1:05:12.3": a moment, to `decimals` decimals of a second.
[[nodiscard]] QString timeText(double s, int decimals);

/// The next of 1, 2, 5, 10, 20, 50, ... at or above, or at or below, a value > 0.
[[nodiscard]] double roundUp125(double value);
[[nodiscard]] double roundDown125(double value);

} // namespace maskscope
