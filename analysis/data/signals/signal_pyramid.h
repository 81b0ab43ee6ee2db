// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace maskscope {

/// Smallest and largest sample of a stretch; empty where there is none (or none that is a finite number).
struct SignalExtent {
    float low = std::numeric_limits<float>::infinity();
    float high = -std::numeric_limits<float>::infinity();

    [[nodiscard]] bool empty() const { return !(low <= high); }
    void join(const SignalExtent& other)
    {
        low = other.low < low ? other.low : low;
        high = other.high > high ? other.high : high;
    }
    void join(float value) // what is no finite number joins nothing
    {
        if (!std::isfinite(value))
            return;
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    friend bool operator==(const SignalExtent&, const SignalExtent&) = default;
};

/// Extents of one channel over bins of `binSamples` samples, of four bins, of sixteen, ...: what a screen needs of
/// hours of signal. One thread appends; any thread may look at what is there meanwhile.
class SignalPyramid {
public:
    SignalPyramid(std::int64_t samples, std::int64_t binSamples);

    /// The next samples in order of time; what exceeds `samples` in all is left out.
    void append(std::span<const double> samples);

    [[nodiscard]] std::int64_t samples() const { return m_samples; }
    [[nodiscard]] std::int64_t binSamples() const { return m_bin; }
    /// Samples from the beginning on that columns() knows of.
    [[nodiscard]] std::int64_t filled() const { return m_filled.load(std::memory_order_acquire); }

    /// Extents of neighbouring columns of a plot: column i covers samples [first + i * perColumn, ... + perColumn).
    /// Bins that a column's border cuts count for both, and are at most a quarter of a column (or the smallest) long.
    void columns(double first, double perColumn, std::span<SignalExtent> out) const;

private:
    struct Level {
        std::int64_t bin = 1; // samples
        std::vector<SignalExtent> extents;
        std::size_t closed = 0; // the appending thread's own count
    };
    void closeLevels(bool ended);
    [[nodiscard]] SignalExtent extentOf(std::size_t level, std::int64_t begin, std::int64_t end,
                                        std::int64_t filled) const;

    std::int64_t m_samples;
    std::int64_t m_bin;
    std::vector<Level> m_levels;
    std::int64_t m_taken = 0; // samples, those of the open bin included
    std::atomic<std::int64_t> m_filled = 0;
};

} // namespace maskscope
