// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/samples/finite_runs.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace maskscope {

namespace {

constexpr std::size_t mostRuns = 100'000; // of a channel; more of them are joined

/// Stretches covered by at least `least` of the channels' runs.
std::vector<LeftOutSpan> coveredBy(std::span<const FiniteRuns> all, std::span<const std::size_t> channels,
                                   std::size_t least)
{
    std::vector<std::pair<std::int64_t, int>> changes;
    for (const std::size_t c : channels)
        for (const LeftOutSpan& run : all[c].runs()) {
            changes.emplace_back(run.first, 1);
            changes.emplace_back(run.end, -1);
        }
    std::ranges::sort(changes);
    std::vector<LeftOutSpan> spans;
    std::int64_t depth = 0;
    for (std::size_t i = 0; i < changes.size();) {
        const std::int64_t at = changes[i].first;
        const bool before = depth >= static_cast<std::int64_t>(least);
        for (; i < changes.size() && changes[i].first == at; ++i)
            depth += changes[i].second;
        const bool after = depth >= static_cast<std::int64_t>(least);
        if (after && !before)
            spans.push_back({ at, at });
        if (before && !after)
            spans.back().end = at;
    }
    return spans;
}

bool liesWithin(const LeftOutSpan& run, const std::vector<LeftOutSpan>& spans)
{
    const auto after = std::ranges::upper_bound(spans, run.first, {}, &LeftOutSpan::first);
    return after != spans.begin() && std::prev(after)->end >= run.end;
}

} // namespace

void FiniteRuns::add(std::span<const double> samples, std::int64_t first, double ratio)
{
    m_samples += static_cast<std::int64_t>(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (std::isfinite(samples[i]))
            continue;
        ++m_count;
        const auto at = static_cast<double>(first + static_cast<std::int64_t>(i));
        const auto from = static_cast<std::int64_t>(std::floor(at / ratio));
        const auto end = static_cast<std::int64_t>(std::ceil((at + 1) / ratio));
        const bool joins = !m_runs.empty() && (from <= m_runs.back().end || m_runs.size() >= mostRuns);
        if (joins)
            m_runs.back().end = std::max(m_runs.back().end, end);
        else
            m_runs.push_back({ from, end });
    }
}

NonFinite decideNonFinite(std::span<const FiniteRuns> channels)
{
    NonFinite decision;
    std::vector<std::size_t> others;
    for (std::size_t c = 0; c < channels.size(); ++c)
        (2 * channels[c].count() > channels[c].samples() ? decision.channels : others).push_back(c);
    decision.spans = coveredBy(channels, others, std::max<std::size_t>(1, (others.size() + 1) / 2));
    std::vector<std::size_t> left;
    for (const std::size_t c : others)
        if (!std::ranges::all_of(channels[c].runs(),
                                 [&](const LeftOutSpan& run) { return liesWithin(run, decision.spans); }))
            left.push_back(c);
    if (2 * left.size() <= others.size())
        decision.channels.insert(decision.channels.end(), left.begin(), left.end());
    else
        decision.spans = coveredBy(channels, others, 1);
    std::ranges::sort(decision.channels);
    decision.places = static_cast<std::int64_t>(decision.spans.size());
    return decision;
}

} // namespace maskscope
