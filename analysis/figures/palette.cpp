// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <span>

#include "analysis/figures/figure.h"

namespace maskscope {

namespace {

// 33 equidistant samples of matplotlib's maps (viridis: CC0; RdBu_r: ColorBrewer's RdBu, reversed). Linear
// interpolation between them stays within 3 / 255 of viridis and 4 / 255 of RdBu_r.
constexpr std::array viridis { Rgb { 68, 1, 84 },    Rgb { 71, 13, 96 },   Rgb { 72, 24, 106 },  Rgb { 72, 35, 116 },
                               Rgb { 71, 45, 123 },  Rgb { 69, 55, 129 },  Rgb { 66, 64, 134 },  Rgb { 62, 73, 137 },
                               Rgb { 59, 82, 139 },  Rgb { 55, 91, 141 },  Rgb { 51, 99, 141 },  Rgb { 47, 107, 142 },
                               Rgb { 44, 114, 142 }, Rgb { 41, 122, 142 }, Rgb { 38, 130, 142 }, Rgb { 35, 137, 142 },
                               Rgb { 33, 145, 140 }, Rgb { 31, 152, 139 }, Rgb { 31, 160, 136 }, Rgb { 34, 167, 133 },
                               Rgb { 40, 174, 128 }, Rgb { 50, 182, 122 }, Rgb { 63, 188, 115 }, Rgb { 78, 195, 107 },
                               Rgb { 94, 201, 98 },  Rgb { 112, 207, 87 }, Rgb { 132, 212, 75 }, Rgb { 152, 216, 62 },
                               Rgb { 173, 220, 48 }, Rgb { 194, 223, 35 }, Rgb { 216, 226, 25 }, Rgb { 236, 229, 27 },
                               Rgb { 253, 231, 37 } };
constexpr std::array rdBuReversed {
    Rgb { 5, 48, 97 },     Rgb { 14, 65, 121 },   Rgb { 23, 82, 144 },   Rgb { 31, 99, 168 },   Rgb { 42, 113, 178 },
    Rgb { 52, 128, 185 },  Rgb { 63, 142, 192 },  Rgb { 82, 157, 200 },  Rgb { 107, 172, 209 }, Rgb { 132, 188, 217 },
    Rgb { 155, 201, 224 }, Rgb { 174, 211, 230 }, Rgb { 194, 221, 236 }, Rgb { 212, 230, 241 }, Rgb { 224, 236, 243 },
    Rgb { 236, 242, 245 }, Rgb { 247, 246, 246 }, Rgb { 249, 238, 231 }, Rgb { 251, 229, 216 }, Rgb { 253, 220, 201 },
    Rgb { 251, 204, 180 }, Rgb { 248, 187, 158 }, Rgb { 245, 170, 137 }, Rgb { 238, 150, 119 }, Rgb { 228, 128, 102 },
    Rgb { 219, 107, 85 },  Rgb { 208, 85, 72 },   Rgb { 197, 62, 61 },   Rgb { 186, 40, 50 },   Rgb { 171, 22, 42 },
    Rgb { 147, 14, 38 },   Rgb { 124, 7, 34 },    Rgb { 103, 0, 31 }
};

// Okabe and Ito's colours, told apart by people with any colour vision.
constexpr std::array okabeIto { Rgb { 0x00, 0x72, 0xB2 }, Rgb { 0xD5, 0x5E, 0x00 }, Rgb { 0x00, 0x9E, 0x73 },
                                Rgb { 0xCC, 0x79, 0xA7 } };

Rgb interpolated(std::span<const Rgb> anchors, double unit)
{
    const double at = std::clamp(unit, 0.0, 1.0) * static_cast<double>(anchors.size() - 1);
    const auto first = std::min(static_cast<std::size_t>(at), anchors.size() - 2);
    const double share = at - static_cast<double>(first);
    const auto mix = [share](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround((1 - share) * a + share * b));
    };
    const Rgb &a = anchors[first], &b = anchors[first + 1];
    return { mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b) };
}

} // namespace

Rgb runColor(std::size_t index, std::size_t count)
{
    if (count <= okabeIto.size())
        return okabeIto.at(std::min(index, okabeIto.size() - 1));
    // A ramp keeps the order of many mask ratios; its ends are left out, too dark or too pale on one of the grounds.
    return interpolated(viridis, 0.18 + 0.64 * static_cast<double>(index) / static_cast<double>(count - 1));
}

Rgb runColorForLife(std::size_t checkpoint, std::size_t tone)
{
    // Okabe and Ito's four of runColor(), then theirs that are left; tones towards white and black in turns.
    constexpr std::array<Rgb, 4> more { Rgb { 0xE6, 0x9F, 0x00 }, Rgb { 0x56, 0xB4, 0xE9 }, Rgb { 0x8C, 0x6D, 0x31 },
                                        Rgb { 0x6A, 0x51, 0xA3 } };
    constexpr std::array tones { 0.0, 0.45, -0.4, 0.25, -0.2, 0.6 };
    const std::size_t hue = checkpoint % (okabeIto.size() + more.size());
    const Rgb base = hue < okabeIto.size() ? okabeIto.at(hue) : more.at(hue - okabeIto.size());
    const double share = tones.at(tone % tones.size());
    const auto mix = [share](std::uint8_t value) {
        const double end = share > 0 ? 255 : 0;
        return static_cast<std::uint8_t>(std::lround((1 - std::abs(share)) * value + std::abs(share) * end));
    };
    return { mix(base.r), mix(base.g), mix(base.b) };
}

Rgb mapColor(ColorMap map, double unit)
{
    if (std::isnan(unit))
        return { 0x80, 0x80, 0x80 };
    return map == ColorMap::Viridis ? interpolated(viridis, unit) : interpolated(rdBuReversed, unit);
}

} // namespace maskscope
