// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/hover_index.h"

#include <cmath>

#include <QStringList>

#include "widgets/charts/axis_ticks.h"

namespace maskscope {

namespace {

QString said(const Axis& axis, double value)
{
    const double rounded = std::round(value);
    if (axis.scale == AxisScale::Categories && rounded >= 0 && rounded < double(axis.categories.size()))
        return QString::fromStdString(axis.categories[std::size_t(rounded)]);
    const QString number = formatValue(value);
    return axis.title.empty() ? number : QString::fromStdString(axis.title) + QStringLiteral(": ") + number;
}

QString pointText(const Panel& panel, const Series& series, std::size_t i)
{
    const QString run = QString::fromStdString(panel.title);
    if (i < series.hover.size() && !series.hover[i].empty()) {
        const QString text = QString::fromStdString(series.hover[i]);
        return run.isEmpty() || text.contains(run) ? text : run + QLatin1Char('\n') + text;
    }
    const auto& plot = std::get<CartesianPlot>(panel.plot);
    QStringList lines { run };
    if (!series.name.empty() && series.name != panel.title)
        lines += QString::fromStdString(series.name);
    lines += said(plot.x, series.x[i]);
    QString y = said(series.secondAxis && plot.y2 ? *plot.y2 : plot.y, series.y[i]);
    if (i < series.low.size() && i < series.high.size())
        y += QStringLiteral(" [%1, %2]").arg(formatValue(series.low[i]), formatValue(series.high[i]));
    lines += y;
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

QString electrodeText(const Panel& panel, const ScalpElectrode& electrode, const std::optional<ColorScale>& scale)
{
    QStringList lines { QString::fromStdString(panel.title), QString::fromStdString(electrode.name) };
    const QString title = scale ? QString::fromStdString(scale->title) : QString();
    lines += (title.isEmpty() ? QString() : title + QStringLiteral(": ")) + formatValue(electrode.value);
    if (electrode.outsideHead)
        lines += QStringLiteral("below the plane of the head circle");
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace

void HoverIndex::addPoint(QPointF at, const Panel& panel, const Series& series, std::size_t index)
{
    m_entries.push_back({ at, &panel, &series, nullptr, index });
}

void HoverIndex::addElectrode(QPointF at, const Panel& panel, const ScalpElectrode& electrode)
{
    m_entries.push_back({ at, &panel, nullptr, &electrode, 0 });
}

void HoverIndex::addCell(QPointF at, const Panel& panel, const TableCell& cell)
{
    m_entries.push_back({ at, &panel, nullptr, nullptr, 0, &cell });
}

QString HoverIndex::textOf(const Entry& entry) const
{
    if (entry.cell != nullptr)
        return QString::fromStdString(entry.cell->hover);
    return entry.series ? pointText(*entry.panel, *entry.series, entry.index)
                        : electrodeText(*entry.panel, *entry.electrode, m_figure->colorScale);
}

std::string HoverIndex::channelOf(const Entry& entry)
{
    if (entry.electrode != nullptr)
        return entry.electrode->name;
    if (entry.cell != nullptr)
        return {};
    const Axis& x = std::get<CartesianPlot>(entry.panel->plot).x;
    const double place = std::round(entry.series->x[entry.index]);
    const bool known = x.channels && place >= 0 && place < static_cast<double>(x.categories.size());
    return known ? x.categories[static_cast<std::size_t>(place)] : std::string();
}

std::vector<QPointF> HoverIndex::pointsOf(const QString& channel) const
{
    const std::string name = channel.toStdString();
    std::vector<QPointF> points;
    for (const Entry& entry : m_entries)
        if (channelOf(entry) == name)
            points.push_back(entry.at);
    return points;
}

std::optional<HoverHit> HoverIndex::nearest(QPointF at, double radius) const
{
    const Entry* best = nullptr;
    double bestDistance = radius;
    for (const Entry& entry : m_entries) {
        const double distance = std::hypot(entry.at.x() - at.x(), entry.at.y() - at.y());
        if (distance > bestDistance)
            continue;
        bestDistance = distance;
        best = &entry;
    }
    return best ? std::optional(HoverHit { best->at, textOf(*best), QString::fromStdString(channelOf(*best)) })
                : std::nullopt;
}

} // namespace maskscope
