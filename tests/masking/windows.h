// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include "analysis/data/random/numpy_random.h"
#include "analysis/data/windowing/window_set.h"

namespace maskscope::test {

/// A window set with these (recording, tokens) sequences and normal samples around 3 with deviation 20.
inline WindowSet windowSet(const std::vector<std::pair<int, int>>& sequences, int windowLength)
{
    WindowSet windows;
    windows.windowLength = windowLength;
    NumpyRandom random(1);
    for (const auto& [recording, tokens] : sequences) {
        while (static_cast<int>(windows.recordings.size()) <= recording)
            windows.recordings.push_back({ "r" + std::to_string(windows.recordings.size()), "r.edf", "EDF", 256 });
        const int channel = static_cast<int>(windows.channels.size());
        windows.channels.push_back({ "C" + std::to_string(channel), Eigen::Vector3d(0, 0, 1), "file" });
        windows.sequences.push_back({ recording, channel, tokens, static_cast<std::int64_t>(windows.samples.size()) });
        for (int i = 0; i < tokens * windowLength; ++i)
            windows.samples.push_back(static_cast<float>(3 + 20 * random.standardNormal()));
    }
    return windows;
}

/// `count` sequences of one recording, all of this length.
inline WindowSet equalSequences(int count, int tokens, int windowLength)
{
    return windowSet(std::vector<std::pair<int, int>>(static_cast<std::size_t>(count), { 0, tokens }), windowLength);
}

} // namespace maskscope::test
