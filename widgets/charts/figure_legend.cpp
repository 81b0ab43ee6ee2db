// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/figure_legend.h"

#include <algorithm>

#include <QGraphicsScene>

#include "widgets/charts/series_marks.h"
#include "widgets/charts/text_fit.h"
#include "widgets/charts/text_item.h"

namespace maskscope {

namespace {

constexpr double sampleWidth = 15;
constexpr double sampleGap = 3;
constexpr double entryGap = 12;

void addEntry(std::vector<LegendEntry>& entries, LegendEntry entry, const QColor& ink)
{
    for (LegendEntry& known : entries) {
        if (known.name != entry.name || known.style != entry.style || known.isReference != entry.isReference)
            continue;
        known.hasBand |= entry.hasBand;
        if (known.color != entry.color)
            known.color = ink;
        return;
    }
    entries.push_back(std::move(entry));
}

bool isPlainZero(const ReferenceLine& line)
{
    return line.name.empty() || line.name == "0" || line.name == "zero" || line.name == "Zero";
}

} // namespace

std::vector<LegendEntry> legendEntries(const Figure& figure, const FigureStyle& style)
{
    std::vector<LegendEntry> entries;
    bool namesTitle = false;
    for (const Panel& panel : figure.panels) {
        const auto* plot = std::get_if<CartesianPlot>(&panel.plot);
        if (!plot)
            continue;
        for (const Series& series : plot->series) {
            namesTitle |= series.name == panel.title;
            if (!series.name.empty() && series.name != panel.title)
                addEntry(entries,
                         { QString::fromStdString(series.name),
                           series.style,
                           !series.low.empty(),
                           false,
                           style.curveColor(series.color),
                           {} },
                         style.palette.ink);
        }
        for (const ReferenceLine& line : plot->references)
            if (!isPlainZero(line))
                addEntry(
                    entries,
                    { QString::fromStdString(line.name), SeriesStyle::Line, false, true, style.palette.reference, {} },
                    style.palette.ink);
    }
    if (entries.size() == 1 && !namesTitle && !entries.front().isReference)
        entries.clear(); // a single kind of mark: the axis titles say what it is
    return entries;
}

double placeLegend(std::vector<LegendEntry>& entries, const FigureStyle& style, QPointF leftTop, double width)
{
    const QFont font = style.font(style.type.label);
    const double height = lineHeight(font);
    QPointF at = leftTop;
    for (LegendEntry& entry : entries) {
        const double most = width - sampleWidth - sampleGap;
        entry.name = fitLines(entry.name, font, most, 1).join(QString());
        const double needed = sampleWidth + sampleGap + textWidth(entry.name, font);
        if (at.x() > leftTop.x() && at.x() + needed > leftTop.x() + width)
            at = { leftTop.x(), at.y() + height };
        entry.box = { at.x(), at.y(), needed, height };
        at.rx() += needed + entryGap;
    }
    return entries.empty() ? 0 : at.y() + height - leftTop.y();
}

void drawLegend(QGraphicsScene& scene, const std::vector<LegendEntry>& entries, const FigureStyle& style)
{
    for (const LegendEntry& entry : entries) {
        const QRectF sample(entry.box.left(), entry.box.top(), sampleWidth, entry.box.height());
        drawLegendSample(scene, entry, sample, style);
        scene.addItem(new TextItem({ { entry.name },
                                     style.font(style.type.label),
                                     style.palette.tick,
                                     { sample.right() + sampleGap, entry.box.center().y() },
                                     Qt::AlignLeft | Qt::AlignVCenter }));
    }
}

} // namespace maskscope
