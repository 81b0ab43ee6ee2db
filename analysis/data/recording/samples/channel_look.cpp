// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/samples/channel_look.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace maskscope {

namespace {

/// The smallest difference between neighbours that are not equal: the step in which samples are stored.
double smallestStep(std::span<const double> values)
{
    double step = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < values.size(); ++i)
        if (const double difference = std::abs(values[i] - values[i - 1]); difference > 0)
            step = std::min(step, difference);
    return step;
}

} // namespace

ChannelLook::Plateau ChannelLook::plateauAt(std::span<const double> values, double level, double step)
{
    constexpr double fewSteps = 4;
    Plateau plateau { level };
    for (std::size_t i = 0; i < values.size();) {
        std::size_t end = i;
        while (end < values.size() && values[end] == level)
            ++end;
        if (end == i) {
            ++i;
            continue;
        }
        const double entered = i > 0 ? std::abs(values[i - 1] - level) : 0;
        const double left = end < values.size() ? std::abs(values[end] - level) : 0;
        if (end - i >= 2 && std::max(entered, left) > fewSteps * step) {
            plateau.samples += static_cast<std::int64_t>(end - i);
            ++plateau.runs;
        }
        i = end;
    }
    return plateau;
}

void ChannelLook::merge(Plateau& all, const Plateau& own, bool beyond)
{
    if (beyond)
        all = own;
    else if (own.value == all.value)
        all = { all.value, all.samples + own.samples, all.runs + own.runs };
}

void ChannelLook::add(std::span<const double> stretch)
{
    std::vector<double> finite;
    if (!std::ranges::all_of(stretch, [](double v) { return std::isfinite(v); })) {
        std::ranges::copy_if(stretch, std::back_inserter(finite), [](double v) { return std::isfinite(v); });
        stretch = finite;
    }
    if (stretch.empty())
        return;
    const auto n = static_cast<double>(stretch.size());
    const double mean = std::accumulate(stretch.begin(), stretch.end(), 0.0) / n;
    double squares = 0;
    for (const double v : stretch)
        squares += (v - mean) * (v - mean);
    const auto [low, high] = std::ranges::minmax(stretch);
    m_deviations.push_back(high > low ? std::sqrt(squares / n) : 0.0);
    m_flatStretches += high > low ? 0 : 1;
    const double step = smallestStep(stretch);
    const bool first = m_stretches++ == 0;
    if (high > low) {
        merge(m_top, plateauAt(stretch, high, step), first || high > m_top.value || m_samples == 0);
        merge(m_bottom, plateauAt(stretch, low, step), first || low < m_bottom.value || m_samples == 0);
        m_samples += static_cast<std::int64_t>(stretch.size());
    }
    m_low = first ? low : std::min(m_low, low);
    m_high = first ? high : std::max(m_high, high);
}

std::optional<double> ChannelLook::typicalDeviation() const
{
    if (m_deviations.empty())
        return std::nullopt;
    std::vector<double> sorted = m_deviations;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

double ChannelLook::flatShare() const
{
    return m_stretches > 0 ? static_cast<double>(m_flatStretches) / static_cast<double>(m_stretches) : 0;
}

double ChannelLook::clippedShare() const
{
    constexpr std::int64_t fewestRuns = 4;
    if (m_top.runs + m_bottom.runs < fewestRuns)
        return 0;
    return m_samples > 0 ? static_cast<double>(m_top.samples + m_bottom.samples) / static_cast<double>(m_samples) : 0;
}

} // namespace maskscope
