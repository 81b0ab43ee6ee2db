// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/samples/likely_unit.h"

namespace maskscope {

std::string likelyUnit(double deviationUv)
{
    constexpr double highest = 5000;
    constexpr double lowest = 0.05;
    if (deviationUv <= highest && deviationUv >= lowest)
        return {};
    const auto likeEeg = [&](double scale) { return deviationUv * scale >= 0.5 && deviationUv * scale <= 1000; };
    if (likeEeg(1e-6))
        return "the numbers look like microvolt that are called volt, or like an amplifier's raw numbers without "
               "their scale (--unit uV reads them as microvolt)";
    if (likeEeg(1e-3))
        return "the numbers look like microvolt that are called millivolt (--unit uV reads them as microvolt)";
    if (likeEeg(1e6))
        return "the numbers look like volt that are taken for microvolt (--unit V reads them as volt)";
    if (likeEeg(1e3))
        return "the numbers look like millivolt that are taken for microvolt (--unit mV reads them as millivolt)";
    return "no unit makes an EEG of them: raw numbers without their scale, or no EEG at all";
}

} // namespace maskscope
