// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/gdf/gdf_units.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace maskscope {

namespace {

using Named = std::pair<std::uint16_t, std::string_view>;

// Those of channels that lie beside EEG; of any other the code is shown.
constexpr auto baseUnits = std::to_array<Named>(
    { { 544, "%" },    { 736, "degree" }, { 768, "rad" },    { 1280, "m" },     { 1600, "l" },   { 1728, "g" },
      { 2176, "s" },   { 2208, "min" },   { 2496, "Hz" },    { 2528, "1/min" }, { 2720, "bpm" }, { 3776, "N" },
      { 3840, "Pa" },  { 3872, "mmHg" },  { 3904, "cmH2O" }, { 3936, "bar" },   { 4160, "A" },   { 4256, "V" },
      { 4288, "Ohm" }, { 4384, "K" },     { 6048, "°C" } });
constexpr auto prefixes = std::to_array<Named>({ { 0, "" },
                                                 { 1, "da" },
                                                 { 2, "h" },
                                                 { 3, "k" },
                                                 { 4, "M" },
                                                 { 5, "G" },
                                                 { 6, "T" },
                                                 { 16, "d" },
                                                 { 17, "c" },
                                                 { 18, "m" },
                                                 { 19, "u" },
                                                 { 20, "n" },
                                                 { 21, "p" },
                                                 { 22, "f" } });

const Named* find(const auto& table, int code)
{
    const auto found = std::ranges::find(table, code, &Named::first);
    return found == table.end() ? nullptr : &*found;
}

} // namespace

std::string gdfUnit(std::uint16_t code)
{
    constexpr int prefixBits = 31;
    constexpr std::uint16_t noDimension = 512;
    if (code == 0 || code == noDimension)
        return {};
    const Named* base = find(baseUnits, code & ~prefixBits);
    const Named* prefix = find(prefixes, code & prefixBits);
    if (base == nullptr || prefix == nullptr)
        return "code " + std::to_string(code);
    return std::string(prefix->second) + std::string(base->second);
}

} // namespace maskscope
