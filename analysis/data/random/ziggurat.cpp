// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>

#include "analysis/data/random/numpy_random.h"
#include "analysis/data/random/ziggurat_edges.h"

namespace maskscope {

namespace {

constexpr double tailStart = zigguratEdges[255];
constexpr double inverseTailStart = 0.27366123732975828;

struct Strip {
    double scale; // strip width / 2^52
    std::uint64_t inside; // below this 52-bit draw a point lies under the curve whatever its height
    double density; // exp(-x^2 / 2) at the right edge
};

std::array<Strip, 256> makeStrips()
{
    std::array<Strip, 256> strips {};
    for (std::size_t i = 0; i < strips.size(); ++i) {
        const double edge = zigguratEdges[i];
        const double inner = i == 0 ? tailStart : i == 1 ? 0.0 : zigguratEdges[i - 1];
        strips[i] = { edge * 0x1p-52, static_cast<std::uint64_t>(inner / edge * 0x1p52), std::exp(-0.5 * edge * edge) };
    }
    strips[0].density = 1.0;
    return strips;
}

} // namespace

double NumpyRandom::standardNormal()
{
    static const std::array<Strip, 256> strips = makeStrips();
    for (;;) {
        const std::uint64_t word = next64(); // bits: 8 strip, 1 sign, 52 place in the strip, 3 unused
        const std::size_t i = word & 0xff;
        const std::uint64_t place = (word >> 9) & 0x000fffffffffffffULL;
        const double magnitude = static_cast<double>(place) * strips[i].scale;
        const double x = (word >> 8) & 1 ? -magnitude : magnitude;
        if (place < strips[i].inside)
            return x;
        if (i > 0) {
            const double height = (strips[i - 1].density - strips[i].density) * random() + strips[i].density;
            if (height < std::exp(-0.5 * x * x))
                return x;
            continue;
        }
        for (;;) { // Marsaglia's tail; 1 - U keeps log away from 0
            const double beyond = -inverseTailStart * std::log1p(-random());
            const double y = -std::log1p(-random());
            if (y + y > beyond * beyond)
                return (place >> 8) & 1 ? -(tailStart + beyond) : tailStart + beyond;
        }
    }
}

} // namespace maskscope
