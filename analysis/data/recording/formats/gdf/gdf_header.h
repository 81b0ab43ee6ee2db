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
#include "analysis/data/recording/formats/gdf/gdf_numbers.h"

namespace maskscope {

/// One channel of a GDF header.
struct GdfChannel {
    std::string label; ///< UTF-8, blanks trimmed
    std::string unit; ///< "uV", "%", "code 1234"; empty: the file does not say
    double physicalMin = 0;
    double physicalMax = 0;
    double digitalMin = 0;
    double digitalMax = 0;
    GdfNumbers numbers;
    std::int64_t samplesPerRecord = 0; ///< 0: its values stand in the event table
    std::int64_t offsetInRecord = 0; ///< bytes
    std::optional<Eigen::Vector3d> position; ///< as the header holds it

    /// Whether the ranges tell how stored numbers become physical ones.
    [[nodiscard]] bool calibrated() const;
    /// 1 and 0 where the ranges tell nothing.
    [[nodiscard]] double gain() const;
    [[nodiscard]] double offset() const;
};

struct GdfHeader {
    double version = 0; ///< 1.25, 2.2
    std::string versionText; ///< "1.25"
    std::int64_t headerBytes = 0;
    std::int64_t records = 0; ///< whole ones that are there
    std::int64_t recordBytes = 0;
    double recordDurationS = 0;
    std::vector<GdfChannel> channels;
    std::vector<std::string> eventTexts; ///< [code]; empty where the file gives none
    std::int64_t eventTable = 0; ///< first byte after the data records; 0: the file ends before it
    std::int64_t fileBytes = 0;
    std::vector<std::string> warnings;
};

/// Parses and checks a header of GDF 1.x (Schlögl, "GDF - A general dataformat for biosignals", versions 1.25 and
/// 2.x) against the size of the file. A file that ends early is read as far as its data records are whole; a record
/// count below zero (recording was not closed) is computed.
[[nodiscard]] Result<GdfHeader> readGdfHeader(const std::filesystem::path& path);

} // namespace maskscope
