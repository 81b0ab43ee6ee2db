// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace maskscope {

/// Of channels whose typical standard deviation is so many microvolt: what would make the numbers those of an EEG (0.05
/// µV to 5 mV), with the unit that they look like; empty where they are.
[[nodiscard]] std::string likelyUnit(double deviationUv);

} // namespace maskscope
