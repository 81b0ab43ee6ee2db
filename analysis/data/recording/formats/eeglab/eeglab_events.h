// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/eeglab/eeglab_container.h"

namespace maskscope {

struct EeglabEvents {
    std::vector<Annotation> annotations;
    std::vector<Segment> segments;
    std::vector<std::string> warnings;
};

/// Events become annotations; "boundary" events, and the borders of epochs, become borders of segments. Latencies count
/// samples from 1, over all epochs; a boundary lies between two samples.
[[nodiscard]] Result<EeglabEvents> readEeglabEvents(const EeglabContainer& set, double samplingRateHz,
                                                    std::int64_t samplesPerTrial, std::int64_t trials);

} // namespace maskscope
