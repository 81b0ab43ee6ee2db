// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace maskscope {

/// What a channel's samples look like, gathered from stretches of a few seconds each.
class ChannelLook {
public:
    void add(std::span<const double> stretch);

    /// Of the standard deviations within a stretch, the median: offsets and drifts do not count. None without samples.
    [[nodiscard]] std::optional<double> typicalDeviation() const;
    [[nodiscard]] bool flat() const { return m_stretches > 0 && m_high <= m_low; }
    /// Share of the stretches that hold one value throughout.
    [[nodiscard]] double flatShare() const;
    /// Share of the samples that lie on a plateau at the highest or the lowest value, as those of an overdriven
    /// amplifier do. A slow peak that is stored in coarse steps is none: its neighbours lie one step away. Nor is one
    /// long rest.
    [[nodiscard]] double clippedShare() const;
    [[nodiscard]] double low() const { return m_low; }
    [[nodiscard]] double high() const { return m_high; }

private:
    struct Plateau {
        double value = 0;
        std::int64_t samples = 0;
        std::int64_t runs = 0;
    };
    /// Samples in runs of two and more at `level` that are entered or left by more than a few steps.
    static Plateau plateauAt(std::span<const double> values, double level, double step);
    static void merge(Plateau& all, const Plateau& own, bool beyond);

    std::vector<double> m_deviations;
    std::int64_t m_samples = 0;
    std::int64_t m_stretches = 0;
    std::int64_t m_flatStretches = 0;
    double m_low = 0;
    double m_high = 0;
    Plateau m_top;
    Plateau m_bottom;
};

} // namespace maskscope
