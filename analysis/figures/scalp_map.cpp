// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/figures/scalp_map.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>

#include <Eigen/QR>

#include "analysis/figures/scalp_contours.h"
#include "analysis/numerics/scalp_interpolator.h"

namespace maskscope {

namespace {

using Points = std::vector<Eigen::Vector2d>;

/// The interpolators of the last few montages: setting one up takes a hundred times longer than a map.
std::shared_ptr<const ScalpInterpolator> interpolator(const Points& points)
{
    static std::mutex mutex;
    static std::deque<std::pair<Points, std::shared_ptr<const ScalpInterpolator>>> known;
    {
        const std::scoped_lock lock(mutex);
        for (const auto& [at, made] : known)
            if (at == points)
                return made;
    }
    auto made = std::make_shared<const ScalpInterpolator>(points);
    const std::scoped_lock lock(mutex);
    known.emplace_back(points, made);
    if (known.size() > 8)
        known.pop_front();
    return made;
}

/// Whether the points span a plane: their spread across the best line is not negligible.
bool spanPlane(const Points& points)
{
    Eigen::MatrixXd centred(static_cast<Eigen::Index>(points.size()), 2);
    for (std::size_t i = 0; i < points.size(); ++i)
        centred.row(static_cast<Eigen::Index>(i)) = points[i].transpose();
    centred.rowwise() -= centred.colwise().mean().eval();
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(centred);
    qr.setThreshold(1e-3);
    return qr.rank() == 2;
}

struct Gathered {
    Points points;
    std::vector<double> values;
};

Gathered gather(std::span<const PredictionChannel> channels, std::span<const double> values, ScalpMapPlot& plot)
{
    Gathered g;
    for (std::size_t i = 0; i < channels.size() && i < values.size(); ++i) {
        if (!channels[i].position || channels[i].position->norm() == 0 || !std::isfinite(values[i]))
            continue;
        const Eigen::Vector2d at = projectElectrode(*channels[i].position);
        plot.electrodes.push_back({ channels[i].name, { at.x(), at.y() }, values[i], at.norm() > 1 + 1e-9 });
        const bool repeated = std::any_of(g.points.begin(), g.points.end(),
                                          [&](const Eigen::Vector2d& p) { return (p - at).norm() < 1e-6; });
        if (repeated)
            continue; // two names of one place: the first speaks for the map, both are drawn
        g.points.push_back(at);
        g.values.push_back(values[i]);
    }
    return g;
}

double roundUp(double step)
{
    const double power = std::pow(10, std::floor(std::log10(step)));
    for (const double factor : { 1.0, 2.0, 2.5, 5.0, 10.0 })
        if (step <= factor * power * (1 + 1e-12))
            return factor * power;
    return 10 * power;
}

} // namespace

ScalpMapPlot makeScalpMap(std::span<const PredictionChannel> channels, std::span<const double> values,
                          const ColorScale& scale)
{
    ScalpMapPlot plot;
    const Gathered g = gather(channels, values, plot);
    if (g.points.size() < 4 || !spanPlane(g.points)) {
        plot.message = g.points.size() < 4 ? "No map: fewer than four channels have a position"
                                           : "No map: the electrodes lie on one line";
        return plot;
    }
    const Eigen::VectorXd grid = interpolator(g.points)->grid(g.values);
    const double width = (scale.high - scale.low) / std::max(1, scale.bands);
    for (int band = 0; band < scale.bands; ++band) {
        const double low = scale.low + band * width;
        // Everything below the scale belongs to its first band, everything above to its last.
        auto rings = areaAbove(grid, band == 0 ? -std::numeric_limits<double>::max() / 4 : low);
        if (!rings.empty())
            plot.bands.push_back({ low, low + width, std::move(rings) });
    }
    constexpr int contours = 6;
    for (int i = 1; i <= contours; ++i) {
        const double level = scale.low + (scale.high - scale.low) * i / (contours + 1);
        auto lines = contourLines(areaAbove(grid, level));
        if (!lines.empty())
            plot.contours.push_back({ level, std::move(lines) });
    }
    return plot;
}

ColorScale sharedColorScale(std::string title, std::span<const std::vector<double>> valuesPerRun, bool signedValues)
{
    double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
    for (const auto& values : valuesPerRun)
        for (const double value : values)
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
    if (low > high)
        low = high = 0;
    if (signedValues)
        low = -(high = std::max(std::abs(low), std::abs(high)));
    else if (low >= 0 && low < high / 3)
        low = 0;
    const double size = std::max({ std::abs(low), std::abs(high), 1e-12 });
    if (high - low < 1e-6 * size) { // equal values: a scale around them
        low -= 0.5 * size;
        high += 0.5 * size;
    }
    const double step = roundUp((high - low) / 4);
    low = std::floor(low / step + 1e-9) * step;
    high = std::ceil(high / step - 1e-9) * step;
    return { .title = std::move(title),
             .low = low,
             .high = high,
             .map = signedValues ? ColorMap::RdBuReversed : ColorMap::Viridis,
             .bands = 16 };
}

} // namespace maskscope
