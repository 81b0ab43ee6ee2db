// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/samples/sample_blocks.h"

#include <algorithm>
#include <vector>

namespace maskscope {

Result<void> SampleSource::readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                        std::span<double> out)
{
    const auto size = static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < channels.size(); ++i) {
        if (auto ok = read(channels[i], first, out.subspan(i * size, size)); !ok)
            return ok;
    }
    return {};
}

Result<void> readBlocks(SampleSource& source, std::span<const int> channels, std::int64_t begin, std::int64_t end,
                        const BlockVisitor& visit)
{
    constexpr std::int64_t mostValues = 1 << 21; // 16 MB
    constexpr std::int64_t longestBlock = 1 << 16;
    const auto together = static_cast<std::size_t>(std::max(1, source.mostTogether()));
    std::vector<double> samples;
    for (std::size_t group = 0; group < channels.size(); group += together) {
        const auto own = channels.subspan(group, std::min(together, channels.size() - group));
        const auto width = static_cast<std::int64_t>(own.size());
        const std::int64_t block = std::clamp<std::int64_t>(mostValues / width, 1, longestBlock);
        for (std::int64_t first = begin; first < end; first += block) {
            const std::int64_t count = std::min(block, end - first);
            samples.resize(static_cast<std::size_t>(width * count));
            if (auto ok = source.readTogether(own, first, count, samples); !ok)
                return ok;
            if (auto ok = visit({ group, own, first, count, samples }); !ok)
                return ok;
        }
    }
    return {};
}

} // namespace maskscope
