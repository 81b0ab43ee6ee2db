// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// What one call of a visitor gets: `channels` [channel] from place `group` of the channels asked for on, samples
/// [channel, sample] from `first` on.
struct SampleBlock {
    std::size_t group = 0;
    std::span<const int> channels;
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::span<const double> samples;

    [[nodiscard]] std::span<const double> ofChannel(std::size_t i) const
    {
        return samples.subspan(i * static_cast<std::size_t>(count), static_cast<std::size_t>(count));
    }
};
using BlockVisitor = std::function<Result<void>(const SampleBlock&)>;

/// Samples [begin, end) of channels of one sampling rate, in blocks of at most some 16 MB: group of channels by group
/// (as the source prefers), and each group in order of time. So interleaved and packed files are gone through once.
[[nodiscard]] Result<void> readBlocks(SampleSource& source, std::span<const int> channels, std::int64_t begin,
                                      std::int64_t end, const BlockVisitor& visit);

} // namespace maskscope
