// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/charts_scalp_sample.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace maskscope::samples {

namespace {

constexpr int cells = 90; // a side

double field(double x, double y, int run, const ColorScale& scale)
{
    const auto bump = [&](double cx, double cy, double width) {
        return std::exp(-((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (2 * width * width));
    };
    const double raw = bump(-0.15, 0.5, 0.35) - 0.9 * bump(0.55 - 0.1 * run, -0.4, 0.4) + 0.3 * bump(-0.6, -0.6, 0.2);
    const double strength = 1 - 0.25 * run;
    const double unit = scale.low < 0 ? 0.5 + 0.48 * strength * raw : 0.45 + 0.45 * strength * raw;
    return scale.low + std::clamp(unit, 0.01, 0.99) * (scale.high - scale.low);
}

/// The part of a convex polygon where `value` (given at its corners) is on the wanted side of `level`.
struct Corner {
    ScalpPoint at;
    double value;
};
std::vector<Corner> cut(const std::vector<Corner>& polygon, double level, double sign)
{
    std::vector<Corner> kept;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Corner& a = polygon[i];
        const Corner& b = polygon[(i + 1) % polygon.size()];
        if (sign * (a.value - level) >= 0)
            kept.push_back(a);
        if ((a.value - level) * (b.value - level) < 0) {
            const double t = (level - a.value) / (b.value - a.value);
            kept.push_back({ { a.at.x + t * (b.at.x - a.at.x), a.at.y + t * (b.at.y - a.at.y) }, level });
        }
    }
    return kept;
}

/// Cells in polar coordinates, so that the rim is the head circle.
std::vector<Corner> cell(int ring, int sector, int run, const ColorScale& scale)
{
    std::vector<Corner> corners;
    for (const auto& [dr, ds] : { std::pair(0, 0), std::pair(1, 0), std::pair(1, 1), std::pair(0, 1) }) {
        const double radius = double(ring + dr) / cells * 2;
        const double angle = 2 * std::numbers::pi * (sector + ds) / cells;
        const ScalpPoint at { radius * std::cos(angle), radius * std::sin(angle) };
        corners.push_back({ at, field(at.x, at.y, run, scale) });
    }
    return corners;
}

void addElectrodes(ScalpMapPlot& map, int run, const ColorScale& scale)
{
    int number = 0;
    for (const auto& [radius, count] : { std::pair(0.0, 1), std::pair(0.25, 6), std::pair(0.5, 12), std::pair(0.75, 18),
                                         std::pair(0.95, 22), std::pair(1.16, 5) })
        for (int i = 0; i < count; ++i) {
            const double angle = 2 * std::numbers::pi * (i + 0.5) / count;
            const ScalpPoint at { radius * std::cos(angle), radius * std::sin(angle) };
            map.electrodes.push_back({ "E" + std::to_string(++number), at, field(at.x, at.y, run, scale), radius > 1 });
        }
}

} // namespace

ScalpMapPlot scalpSample(int run, const ColorScale& scale)
{
    ScalpMapPlot map;
    const double step = (scale.high - scale.low) / scale.bands;
    for (int band = 0; band < scale.bands; ++band) {
        ScalpBand area { scale.low + band * step, scale.low + (band + 1) * step, {} };
        for (int ring = 0; ring < cells / 2; ++ring)
            for (int sector = 0; sector < cells; ++sector) {
                const auto part = cut(cut(cell(ring, sector, run, scale), area.low, 1), area.high, -1);
                ScalpRing outline;
                for (const Corner& corner : part)
                    outline.push_back(corner.at);
                if (outline.size() > 2)
                    area.rings.push_back(std::move(outline));
            }
        map.bands.push_back(std::move(area));
    }
    for (int i = 1; i < 6; ++i) {
        ScalpContour contour { scale.low + i * (scale.high - scale.low) / 6, {} };
        for (int ring = 0; ring < cells / 2; ++ring)
            for (int sector = 0; sector < cells; ++sector) {
                std::vector<ScalpPoint> line;
                for (const Corner& corner : cut(cell(ring, sector, run, scale), contour.level, 1))
                    if (corner.value == contour.level)
                        line.push_back(corner.at);
                if (line.size() == 2)
                    contour.lines.push_back(std::move(line));
            }
        map.contours.push_back(std::move(contour));
    }
    addElectrodes(map, run, scale);
    return map;
}

} // namespace maskscope::samples
