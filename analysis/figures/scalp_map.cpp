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
#include "analysis/numerics/scalp/scalp_interpolator.h"

namespace maskscope {

namespace {

using Points = std::vector<Eigen::Vector2d>;

struct KnownInterpolator {
    Points points;
    HeadSphere sphere;
    std::shared_ptr<const ScalpInterpolator> made;
};

/// The interpolators of the last few montages: setting one up takes a hundred times longer than a map.
std::shared_ptr<const ScalpInterpolator> interpolator(const Points& points, const HeadSphere& sphere)
{
    static std::mutex mutex;
    static std::deque<KnownInterpolator> known;
    {
        const std::scoped_lock lock(mutex);
        for (const KnownInterpolator& k : known)
            if (k.points == points && k.sphere == sphere)
                return k.made;
    }
    auto made = std::make_shared<const ScalpInterpolator>(points, sphere);
    const std::scoped_lock lock(mutex);
    known.push_back({ points, sphere, made });
    if (known.size() > 8)
        known.pop_front();
    return made;
}

/// Whether the points span a plane: their spread across the best line is not negligible.
bool spanPlane(const Points& points, double headRadius)
{
    Eigen::MatrixXd centred(static_cast<Eigen::Index>(points.size()), 2);
    for (std::size_t i = 0; i < points.size(); ++i)
        centred.row(static_cast<Eigen::Index>(i)) = points[i].transpose() / headRadius;
    centred.rowwise() -= centred.colwise().mean().eval();
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(centred);
    qr.setThreshold(1e-3);
    return qr.rank() == 2;
}

struct Gathered {
    Points points; // metres
    std::vector<double> values;
};

Gathered gather(std::span<const PredictionChannel> channels, std::span<const double> values, const HeadSphere& sphere,
                ScalpMapPlot& plot)
{
    Gathered g;
    for (std::size_t i = 0; i < channels.size() && i < values.size(); ++i) {
        if (!channels[i].position || channels[i].position->norm() == 0 || !std::isfinite(values[i]))
            continue;
        const Eigen::Vector2d place = projectElectrode(electrodeInMetres(*channels[i].position), sphere);
        const Eigen::Vector2d at = inHeadRadii(place, sphere);
        plot.electrodes.push_back({ channels[i].name, { at.x(), at.y() }, values[i], at.norm() > 1 + 1e-9 });
        const bool repeated = std::any_of(g.points.begin(), g.points.end(), [&](const Eigen::Vector2d& p) {
            return (p - place).norm() < 1e-6 * sphere.radius;
        });
        if (repeated)
            continue; // two names of one place: the first speaks for the map, both are drawn
        g.points.push_back(place);
        g.values.push_back(values[i]);
    }
    return g;
}

/// Empty where there can be a map.
std::string whyNoMap(const Points& points, const ScalpHead& head)
{
    if (points.size() < 4)
        return "No map: fewer than four channels have a position";
    if (!head.problem.empty())
        return "No map: " + head.problem;
    return spanPlane(points, head.radius) ? "" : "No map: the electrodes lie on one line";
}

void addBands(ScalpMapPlot& plot, const Eigen::VectorXd& grid, const ColorScale& scale)
{
    const double width = (scale.high - scale.low) / std::max(1, scale.bands);
    for (int band = 0; band < scale.bands; ++band) {
        const double low = scale.low + band * width;
        // Everything below the scale belongs to its first band, everything above to its last.
        auto rings = areaAbove(grid, band == 0 ? -std::numeric_limits<double>::max() / 4 : low);
        if (!rings.empty())
            plot.bands.push_back({ low, low + width, std::move(rings) });
    }
}

void addContours(ScalpMapPlot& plot, const Eigen::VectorXd& grid, const ColorScale& scale)
{
    constexpr int contours = 6;
    for (int i = 1; i <= contours; ++i) {
        const double level = scale.low + (scale.high - scale.low) * i / (contours + 1);
        auto lines = contourLines(areaAbove(grid, level));
        if (!lines.empty())
            plot.contours.push_back({ level, std::move(lines) });
    }
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
                          const ColorScale& scale, const ScalpHead& head)
{
    ScalpMapPlot plot;
    plot.head = head;
    const HeadSphere sphere { { head.centre[0], head.centre[1], head.centre[2] }, head.radius };
    const Gathered g = gather(channels, values, sphere, plot);
    plot.message = whyNoMap(g.points, head);
    if (!plot.message.empty())
        return plot;
    const Eigen::VectorXd grid = interpolator(g.points, sphere)->grid(g.values);
    addBands(plot, grid, scale);
    addContours(plot, grid, scale);
    plot.grid = { ScalpInterpolator::nodes, ScalpInterpolator::extent, { grid.begin(), grid.end() } };
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
