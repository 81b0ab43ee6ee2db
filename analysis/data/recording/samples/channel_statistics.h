// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Samples of a channel at its own rate.
[[nodiscard]] std::int64_t samplesOfChannel(const Recording& recording, std::size_t channel);

/// Mean, standard deviation (ddof 0), minimum and maximum of values that come in pieces, float64. Pieces are merged by
/// their means and sums of squared deviations (Chan, Golub & LeVeque 1983), which offsets of any size do not spoil.
class StreamingStatistics {
public:
    void add(std::span<const double> values);
    [[nodiscard]] ChannelStatistics result() const;

private:
    double m_count = 0;
    double m_mean = 0;
    double m_squares = 0;
    double m_min = 0;
    double m_max = 0;
    std::int64_t m_notFinite = 0;
};

} // namespace maskscope
