// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/data/recording/samples/channel_statistics.h"
#include "analysis/data/recording/recording.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {

/// Files below a folder of the shared recordings that have statistics of MNE-Python beside them.
inline std::vector<std::filesystem::path> filesWithStatistics(const std::string& folder)
{
    std::vector<std::filesystem::path> paths;
    const auto top = shared / "recordings" / folder;
    if (!std::filesystem::exists(top))
        return paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
        if (std::filesystem::exists(entry.path().string() + ".stats.json"))
            paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    return paths;
}

inline std::string nameOfFileTest(const testing::TestParamInfo<std::filesystem::path>& info)
{
    std::string name = info.param.filename().string();
    std::ranges::replace_if(
        name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

/// `unit` turns our number into that of MNE-Python (1e-6 from microvolt to volt).
inline void expectStatistics(const ChannelStatistics& own, double unit, const nlohmann::json& expected)
{
    const double std = expected["std"];
    const double tolerance = 1e-5 * std + 1e-13 * std::abs(expected["mean"].get<double>()) + 1e-300;
    EXPECT_NEAR(own.mean * unit, expected["mean"], tolerance);
    EXPECT_NEAR(own.std * unit, std, tolerance);
    EXPECT_NEAR(own.min * unit, expected["min"], tolerance);
    EXPECT_NEAR(own.max * unit, expected["max"], tolerance);
}

/// Number of annotations, how many of each text, and the first few to the microsecond.
inline void expectAnnotations(const std::vector<Annotation>& own, const nlohmann::json& expected)
{
    EXPECT_EQ(own.size(), expected["n_annotations"].get<std::size_t>());
    for (const auto& [text, count] : expected["annotations"].items())
        EXPECT_EQ(std::ranges::count(own, text, &Annotation::text), count.get<std::ptrdiff_t>()) << text;
    const auto& first = expected["first_annotations"];
    ASSERT_GE(own.size(), first.size());
    for (std::size_t a = 0; a < first.size(); ++a) {
        EXPECT_NEAR(own[a].onsetS, first[a][0].get<double>(), 1e-6);
        EXPECT_NEAR(own[a].durationS, first[a][1].get<double>(), 1e-6);
        EXPECT_EQ(own[a].text, first[a][2].get<std::string>());
    }
}

} // namespace maskscope::test
