// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/signals/sample_columns.h"

#include <algorithm>
#include <cmath>

namespace maskscope {

namespace {

/// The line's value at a place between two samples; not a number where one of them is none.
float valueAt(std::span<const float> samples, double place)
{
    const double last = static_cast<double>(samples.size()) - 1;
    if (place < 0 || place > last)
        return std::numeric_limits<float>::quiet_NaN();
    const auto left = static_cast<std::size_t>(place);
    const double share = place - static_cast<double>(left);
    if (share == 0)
        return samples[left];
    const auto from = static_cast<double>(samples[left]), to = static_cast<double>(samples[left + 1]);
    return static_cast<float>(from + (to - from) * share);
}

} // namespace

void sampleColumns(std::span<const float> samples, std::int64_t firstSample, double first, double perColumn,
                   std::span<SignalExtent> out)
{
    std::ranges::fill(out, SignalExtent {});
    if (samples.empty())
        return;
    const double offset = first - static_cast<double>(firstSample);
    const auto size = static_cast<double>(samples.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double begin = offset + static_cast<double>(i) * perColumn, end = begin + perColumn;
        if (end < 0 || begin > size)
            continue;
        out[i].join(valueAt(samples, begin));
        out[i].join(valueAt(samples, end));
        const auto from = static_cast<std::size_t>(std::clamp(std::ceil(begin), 0.0, size));
        const auto to = static_cast<std::size_t>(std::clamp(std::ceil(end), 0.0, size));
        for (std::size_t s = from; s < to; ++s)
            out[i].join(samples[s]);
    }
}

} // namespace maskscope
