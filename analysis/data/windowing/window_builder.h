// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>

#include "analysis/data/windowing/window_set.h"

namespace maskscope {

/// Up to six significant digits.
[[nodiscard]] std::string shortText(double value);
[[nodiscard]] bool sameRate(double a, double b);

/// Grows a WindowSet recording by recording.
class WindowBuilder {
public:
    WindowBuilder(const WindowSpec& spec, const ProgressSink& progress, std::stop_token stop)
        : m_spec(spec)
        , m_progress(progress)
        , m_stop(std::move(stop))
    {
        m_set.windowLength = spec.windowLength;
    }
    /// Memory for all windows at once, so that growing never copies them.
    void reserve(std::span<const Recording> recordings);
    /// Fails where a recording would have to be upsampled out of all proportion.
    [[nodiscard]] Result<void> checkRate(const Recording& recording) const;
    [[nodiscard]] Result<void> addContinuous(const Recording& recording);
    /// Every sequence of the file, in its order.
    [[nodiscard]] Result<void> addPrecut(const Recording& recording);
    [[nodiscard]] Result<WindowSet> finish();

private:
    [[nodiscard]] int addRecording(const Recording& recording, const std::string& suffix);
    [[nodiscard]] int channelIndex(const Recording& recording, const Channel& channel);
    [[nodiscard]] std::vector<int> usableChannels(const Recording& recording);
    [[nodiscard]] Result<void> addPart(const Recording& recording, std::span<const Segment> segments,
                                       std::span<const int> channels, const std::string& suffix);
    [[nodiscard]] Result<void> cutSegments(const Recording& recording, std::span<const Segment> segments,
                                           std::span<const int> channels, std::size_t offset, std::size_t length,
                                           std::vector<char>& finite);
    void placeTokens(const Recording& recording, std::span<const Segment> segments, std::vector<double>& startS) const;
    void closeGaps(std::size_t offset, std::size_t length, std::span<const char> finite);
    [[nodiscard]] int tokensOf(const Recording& recording, std::span<const Segment> segments) const;
    [[nodiscard]] int tokensOf(const Recording& recording, const Segment& segment) const;
    void warn(const Recording& recording, const std::string& text);
    void caution(std::string text); ///< of what changes what a number means
    void sayWhatChanged(const Recording& recording, int tokens);

    WindowSpec m_spec;
    const ProgressSink& m_progress;
    std::stop_token m_stop;
    WindowSet m_set;
    std::map<std::string, int> m_channels;
    std::set<std::string> m_ids;
    bool m_continuous = false;
    double m_precutRateHz = 0; // of the precut files that say one
    bool m_precutWithoutRate = false;
};

} // namespace maskscope
