// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/edf/edf_range.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr double widestRangeUv = 1e9; // a kilovolt: amplifiers take some 10 V at most

bool isImpossible(const EdfSignal& signal)
{
    const auto scale = microvoltsPer(signal.unit);
    const double largest = std::max(std::abs(signal.physicalMin), std::abs(signal.physicalMax));
    return !signal.annotations && scale && !(largest * *scale <= widestRangeUv);
}

std::string rangeText(const EdfSignal& signal)
{
    const auto number = [](double value) {
        std::string text(32, '\0');
        text.resize(static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%g", value)));
        return text;
    };
    return number(signal.physicalMin) + " to " + number(signal.physicalMax) + " " + signal.unit;
}

} // namespace

void warnOfImpossibleRanges(const EdfHeader& header, std::vector<std::string>& warnings)
{
    constexpr std::size_t mostNames = 5;
    std::string named;
    std::size_t count = 0;
    for (const EdfSignal& signal : header.signals) {
        if (!isImpossible(signal) || ++count > mostNames)
            continue;
        named += (named.empty() ? "" : ", ") + signal.label + " (" + rangeText(signal) + ")";
    }
    if (count > mostNames)
        named += " and " + std::to_string(count - mostNames) + " more";
    if (count > 0)
        warnings.push_back("the header gives a physical range that no EEG has, so amplitudes mean nothing: " + named);
}

} // namespace maskscope
