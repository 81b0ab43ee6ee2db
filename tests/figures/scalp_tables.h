// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace maskscope::test {

using Table = std::vector<std::vector<double>>;

/// Rows of numbers, "nan" among them; empty where there is no such file.
inline Table readTable(const std::filesystem::path& file)
{
    Table rows;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        rows.emplace_back();
        for (std::string word; words >> word;)
            rows.back().push_back(word == "nan" ? std::numeric_limits<double>::quiet_NaN() : std::stod(word));
    }
    return rows;
}

inline std::vector<Eigen::Vector2d> readPoints(const std::filesystem::path& file)
{
    std::vector<Eigen::Vector2d> all;
    for (const auto& row : readTable(file))
        all.emplace_back(row[0], row[1]);
    return all;
}

inline std::vector<Eigen::Vector3d> readPlaces(const std::filesystem::path& file)
{
    std::vector<Eigen::Vector3d> all;
    for (const auto& row : readTable(file))
        all.emplace_back(row[0], row[1], row[2]);
    return all;
}

inline std::vector<double> readColumn(const std::filesystem::path& file)
{
    std::vector<double> all;
    for (const auto& row : readTable(file))
        all.push_back(row[0]);
    return all;
}

inline double rangeOf(const std::vector<double>& v)
{
    return *std::max_element(v.begin(), v.end()) - *std::min_element(v.begin(), v.end());
}

} // namespace maskscope::test
