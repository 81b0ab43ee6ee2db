// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Ready-cut windows on one axis of time: the file's recordings one after another, each as long as its longest
/// sequence, tokens back to back. Where one recording holds a channel twice, the first of the sequences counts.
struct PrecutLayout {
    struct Part {
        int recording = 0; ///< the file's own recording_index
        std::int64_t first = 0; ///< sample
        std::int64_t samples = 0;
        std::map<int, std::size_t> sequenceOfChannel; ///< by index into Recording::channels
    };
    std::vector<Part> parts;
    std::vector<std::int64_t> offset; ///< [sequence] of its first sample in PrecutWindows::samples
    std::int64_t samples = 0; ///< of all parts
};
[[nodiscard]] PrecutLayout layOutPrecut(const PrecutWindows& windows);

/// The windows as the samples of continuous channels; not a number where a part lacks a channel or ends early.
[[nodiscard]] std::shared_ptr<SampleSource> precutSource(std::shared_ptr<const PrecutWindows> windows);

} // namespace maskscope
