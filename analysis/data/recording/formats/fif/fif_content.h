// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/number_matrix_source.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

struct FifChannel {
    std::string label;
    std::int32_t kind = 0; ///< 1 MEG, 2 EEG, 3 trigger, ...
    std::int32_t unit = 0; ///< 107 volt, ...
    std::int32_t unitExponent = 0; ///< power of ten on that unit
    double gain = 1; ///< range x calibration: from a stored number to the unit
    Eigen::Vector3d place = Eigen::Vector3d::Zero(); ///< m, in head coordinates (EEG): x right, y front, z up
};

/// Samples of all channels that lie together as [sample][channel], big-endian.
struct FifBuffer {
    std::int64_t offset = 0; ///< bytes
    NumberType type = NumberType::Float32;
    std::int64_t samples = 0;
    std::int64_t time = 0; ///< of its first sample on the file's clock, in samples: skips count
};

struct FifDate {
    double seconds = 0; ///< since 1970
    double microseconds = 0;
    [[nodiscard]] bool operator==(const FifDate&) const = default;
};

/// As stored: onsets in seconds since `origin` (see fifAnnotations()).
struct FifAnnotations {
    std::vector<double> onsetS;
    std::vector<double> endS;
    std::vector<std::string> texts;
    std::optional<FifDate> origin;
    bool singlePrecision = false; ///< onsets of float32: half a millisecond off after two hours
};

/// A file that belongs to this one.
struct FifReference {
    std::int32_t role = 0; ///< 1 previous part, 2 next part
    std::string fileName {};
    std::optional<std::int32_t> number {};
};

/// What one FIF file says of a raw recording, or of a part of one.
struct FifContent {
    std::filesystem::path path;
    double samplingRateHz = 0;
    std::optional<FifDate> date;
    std::vector<FifChannel> channels;
    std::vector<std::string> badChannels;
    FifAnnotations annotations;
    int projectors = 0; ///< that are not applied to the samples
    bool shielded = false; ///< recorded with active shielding
    std::vector<FifBuffer> buffers; ///< none is empty
    std::optional<FifReference> next;
    bool continuation = false; ///< another file comes before it
    std::string cut {}; ///< in what way it ends too early, where it ends among its samples; empty: it is whole
};

/// Refuses files that hold something else than a raw recording.
[[nodiscard]] Result<FifContent> readFifContent(const std::filesystem::path& path);

} // namespace maskscope
