// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/drawing/montage_order.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace maskscope {
namespace {

// Rows of the 10-10 system, 18 degrees apart; the temporal rows continue the central ones.
constexpr std::array<std::pair<std::string_view, double>, 19> kRows { { { "NZ", 90 },
                                                                        { "FP", 72 },
                                                                        { "AFP", 63 },
                                                                        { "AF", 54 },
                                                                        { "AFF", 45 },
                                                                        { "F", 36 },
                                                                        { "FT", 18 },
                                                                        { "FC", 18 },
                                                                        { "T", 0 },
                                                                        { "C", 0 },
                                                                        { "TP", -18 },
                                                                        { "CP", -18 },
                                                                        { "P", -36 },
                                                                        { "PPO", -45 },
                                                                        { "PO", -54 },
                                                                        { "POO", -63 },
                                                                        { "O", -72 },
                                                                        { "CB", -80 },
                                                                        { "I", -90 } } };

std::optional<double> columnOfSuffix(std::string_view suffix)
{
    if (suffix == "Z")
        return 0;
    if (suffix.empty() || suffix.size() > 2
        || !std::all_of(suffix.begin(), suffix.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
        return std::nullopt;
    const int number = std::stoi(std::string(suffix));
    // Odd is left, even is right, both growing outwards: 1 and 2 are 18 degrees off the midline.
    const int step = (number + 1) / 2;
    return (number % 2 == 1 ? -18.0 : 18.0) * step;
}

std::optional<MontagePlace> placeByName(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const std::size_t letters = name.size() > 1 && name.back() == 'Z'
        ? name.size() - 1
        : std::min(name.find_first_of("0123456789"), name.size());
    const std::string_view prefix = std::string_view(name).substr(0, letters);
    const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const auto& r) { return r.first == prefix; });
    const auto column = columnOfSuffix(std::string_view(name).substr(letters));
    if (row == kRows.end() || !column)
        return std::nullopt;
    return MontagePlace { row->second, *column, true };
}

} // namespace

MontagePlace montagePlace(const PredictionChannel& channel)
{
    if (const auto place = placeByName(channel.name))
        return *place;
    if (!channel.position || !(channel.position->norm() > 0))
        return {};
    const Eigen::Vector3d unit = channel.position->normalized(); // x right, y front
    const auto degrees = [](double sine) { return std::asin(std::clamp(sine, -1.0, 1.0)) * 180 / std::numbers::pi; };
    return { degrees(unit.y()), degrees(unit.x()), true };
}

std::vector<std::string> montageOrder(std::span<const std::span<const PredictionChannel>> runs)
{
    std::map<std::string, MontagePlace> places;
    for (const auto channels : runs) {
        for (const PredictionChannel& channel : channels)
            places.emplace(channel.name, montagePlace(channel));
    }
    std::vector<std::string> names;
    names.reserve(places.size());
    for (const auto& [name, place] : places)
        names.push_back(name);
    std::stable_sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
        const MontagePlace &p = places.at(a), &q = places.at(b);
        return std::tuple(!p.known, -p.front, p.right) < std::tuple(!q.known, -q.front, q.right);
    });
    return names;
}

} // namespace maskscope
