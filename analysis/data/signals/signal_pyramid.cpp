// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/signals/signal_pyramid.h"

#include <algorithm>
#include <cmath>

namespace maskscope {

namespace {

constexpr std::int64_t levelRatio = 4;

std::int64_t binsOf(std::int64_t samples, std::int64_t bin) { return (samples + bin - 1) / bin; }

} // namespace

SignalPyramid::SignalPyramid(std::int64_t samples, std::int64_t binSamples)
    : m_samples(std::max<std::int64_t>(0, samples))
    , m_bin(std::max<std::int64_t>(1, binSamples))
{
    for (std::int64_t bin = m_bin;; bin *= levelRatio) {
        m_levels.push_back({ bin, std::vector<SignalExtent>(static_cast<std::size_t>(binsOf(m_samples, bin))), 0 });
        if (binsOf(m_samples, bin) <= levelRatio)
            break;
    }
}

void SignalPyramid::append(std::span<const double> samples)
{
    const auto room = static_cast<std::size_t>(m_samples - m_taken);
    samples = samples.first(std::min(samples.size(), room));
    Level& finest = m_levels.front();
    while (!samples.empty()) {
        const std::int64_t inBin = m_taken % m_bin;
        const auto n = std::min(samples.size(), static_cast<std::size_t>(m_bin - inBin));
        SignalExtent& extent = finest.extents[static_cast<std::size_t>(m_taken / m_bin)];
        for (const double sample : samples.first(n))
            extent.join(static_cast<float>(sample));
        m_taken += static_cast<std::int64_t>(n);
        samples = samples.subspan(n);
    }
    const bool ended = m_taken == m_samples;
    finest.closed = static_cast<std::size_t>(ended ? binsOf(m_samples, m_bin) : m_taken / m_bin);
    closeLevels(ended);
    m_filled.store(ended ? m_samples : m_taken / m_bin * m_bin, std::memory_order_release);
}

/// Sums up the bins of each level whose parts of the level below are all there.
void SignalPyramid::closeLevels(bool ended)
{
    for (std::size_t level = 1; level < m_levels.size(); ++level) {
        const Level& below = m_levels[level - 1];
        Level& own = m_levels[level];
        for (; own.closed < own.extents.size(); ++own.closed) {
            const std::size_t first = own.closed * levelRatio;
            if (first + levelRatio > below.closed && !(ended && first < below.closed))
                break;
            for (std::size_t i = first; i < std::min(first + levelRatio, below.closed); ++i)
                own.extents[own.closed].join(below.extents[i]);
        }
    }
}

/// Bins that are not closed yet are made up of those of the level below: the other thread may be writing them.
SignalExtent SignalPyramid::extentOf(std::size_t level, std::int64_t begin, std::int64_t end, std::int64_t filled) const
{
    SignalExtent extent;
    if (begin >= end)
        return extent;
    const Level& own = m_levels[level];
    const std::int64_t closed = filled == m_samples ? binsOf(m_samples, own.bin) : filled / own.bin;
    const std::int64_t stop = std::min(binsOf(end, own.bin), closed);
    for (std::int64_t i = begin / own.bin; i < stop; ++i)
        extent.join(own.extents[static_cast<std::size_t>(i)]);
    if (level > 0 && end > closed * own.bin)
        extent.join(extentOf(level - 1, std::max(begin, closed * own.bin), end, filled));
    return extent;
}

void SignalPyramid::columns(double first, double perColumn, std::span<SignalExtent> out) const
{
    const std::int64_t known = filled();
    std::size_t level = 0;
    while (level + 1 < m_levels.size() && static_cast<double>(m_levels[level + 1].bin) * 4 <= perColumn)
        ++level;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double begin = std::floor(first + static_cast<double>(i) * perColumn);
        const double end = std::ceil(first + static_cast<double>(i + 1) * perColumn);
        const auto from = static_cast<std::int64_t>(std::clamp(begin, 0.0, static_cast<double>(known)));
        const auto to = static_cast<std::int64_t>(std::clamp(end, 0.0, static_cast<double>(known)));
        out[i] = extentOf(level, from, to, known);
    }
}

} // namespace maskscope
