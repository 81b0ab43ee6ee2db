// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/series_paths.h"

#include <algorithm>
#include <cmath>

#include <QLineF>
#include <QPolygonF>

#include "widgets/charts/axis_map.h"

namespace maskscope {

namespace {

constexpr double nearDuplicate = 0.15; // points closer than this to the last one drawn do not show in the line

struct PathBuilder {
    const Series& series;
    const QRectF& area;
    AxisMap x, y;
    SeriesPaths out;

    std::optional<QPointF> pointAt(std::size_t i) const
    {
        const auto px = x.at(series.x[i]);
        const auto py = y.at(series.y[i]);
        return px && py ? std::optional(QPointF(*px, *py)) : std::nullopt;
    }

    void addRun(const std::vector<QPointF>& run)
    {
        if (run.size() == 1 && area.adjusted(-0.5, -0.5, 0.5, 0.5).contains(run.front()))
            out.lonePoints.push_back(run.front());
        if (run.size() < 2)
            return;
        out.line.moveTo(run.front());
        QPointF last = run.front();
        for (std::size_t i = 1; i < run.size(); ++i) {
            if (i + 1 < run.size() && QLineF(last, run[i]).length() < nearDuplicate)
                continue;
            out.line.lineTo(run[i]);
            last = run[i];
        }
    }

    void addLineAndPoints(std::size_t count, bool dots)
    {
        std::vector<QPointF> run;
        const QRectF reach = area.adjusted(-0.5, -0.5, 0.5, 0.5);
        for (std::size_t i = 0; i < count; ++i) {
            const auto point = pointAt(i);
            if (!point) {
                addRun(run);
                run.clear();
                continue;
            }
            run.push_back(*point);
            if (!reach.contains(*point))
                continue;
            out.points.push_back(*point);
            out.pointIndex.push_back(i);
        }
        if (!dots)
            addRun(run);
        else
            out.line = {};
    }

    void addBandRun(QPolygonF& upper, QPolygonF& lower)
    {
        if (upper.size() > 1) {
            std::reverse(lower.begin(), lower.end());
            out.band.addPolygon(upper + lower);
            out.band.closeSubpath();
        }
        upper.clear();
        lower.clear();
    }

    void addBand(std::size_t count)
    {
        QPolygonF upper, lower;
        for (std::size_t i = 0; i < count; ++i) {
            const auto px = x.at(series.x[i]);
            const auto low = y.atOrLowEnd(series.low[i]);
            const auto high = y.atOrLowEnd(series.high[i]);
            if (!px || !low || !high) {
                addBandRun(upper, lower);
                continue;
            }
            upper << QPointF(*px, *high);
            lower << QPointF(*px, *low);
        }
        addBandRun(upper, lower);
    }

    void addErrorBar(double at, double end, double from, double cap)
    {
        const double cut = std::clamp(end, area.top(), area.bottom());
        out.errorBars.moveTo(at, std::clamp(from, area.top(), area.bottom()));
        out.errorBars.lineTo(at, cut);
        if (cut != end)
            return;
        out.errorBars.moveTo(at - cap, cut);
        out.errorBars.lineTo(at + cap, cut);
    }

    void addErrorBars(std::size_t count, double cap)
    {
        for (std::size_t i = 0; i < count; ++i) {
            const auto px = x.at(series.x[i]);
            const auto low = y.atOrLowEnd(series.low[i]);
            const auto high = y.atOrLowEnd(series.high[i]);
            if (!px || !low || !high || *px < area.left() - 0.5 || *px > area.right() + 0.5 || *low < area.top()
                || *high > area.bottom())
                continue;
            if (*low == *high)
                continue; // no interval: no caps across the dot
            const double middle = (*low + *high) / 2;
            addErrorBar(*px, *low, middle, cap);
            addErrorBar(*px, *high, middle, cap);
        }
    }
};

} // namespace

SeriesPaths seriesPaths(const CartesianPlot& plot, const Series& series, const QRectF& area, double capHalfWidth)
{
    const Axis& yAxis = series.secondAxis && plot.y2 ? *plot.y2 : plot.y;
    PathBuilder builder {
        series, area, AxisMap(plot.x, area.left(), area.right()), AxisMap(yAxis, area.bottom(), area.top()), {}
    };
    const std::size_t count = std::min(series.x.size(), series.y.size());
    const bool dots = series.style == SeriesStyle::Dots;
    builder.addLineAndPoints(count, dots);
    if (series.low.size() >= count && series.high.size() >= count) {
        if (dots)
            builder.addErrorBars(count, capHalfWidth);
        else
            builder.addBand(count);
    }
    return std::move(builder.out);
}

} // namespace maskscope
