// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/report_figures.h"

#include <cctype>
#include <set>

#include <QPainter>

#include "widgets/charts/figure_scene.h"
#include "widgets/export/figure_page.h"
#include "widgets/export/svg_device.h"

namespace maskscope {

namespace {

constexpr double widthMm = 200; ///< at 1040 pixels, type is as large as in the window

QByteArray idPrefix(const Figure& figure)
{
    QByteArray prefix;
    for (const char c : figure.metric)
        prefix += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '-';
    return prefix + '-';
}

/// Rules for what is drawn in a colour of light ground: the attribute stays, the sheet overrides it.
std::string rule(const QColor& light, const QColor& dark)
{
    const std::string from = light.name().toStdString(), to = dark.name().toStdString();
    return "  figure svg [fill=\"" + from + "\"] { fill: " + to + "; }\n  figure svg [stroke=\"" + from
        + "\"] { stroke: " + to + "; }\n";
}

/// Ink also marks electrodes (without a rim) and contours (translucent) on the colours of a scalp map: those stay.
std::string inkRule(const QColor& light, const QColor& dark)
{
    const std::string from = light.name().toStdString(), to = dark.name().toStdString();
    return "  figure svg text[fill=\"" + from + "\"], figure svg [fill=\"" + from + "\"][stroke] { fill: " + to
        + "; }\n  figure svg [stroke=\"" + from + "\"]:not([stroke-opacity]) { stroke: " + to + "; }\n";
}

std::set<std::string> colorsOf(const Figure& figure)
{
    std::set<std::string> names;
    const auto add = [&](Rgb color) { names.insert(QColor(color.r, color.g, color.b).name().toStdString()); };
    for (const Panel& panel : figure.panels) {
        add(panel.titleColor);
        if (const auto* plot = std::get_if<CartesianPlot>(&panel.plot))
            for (const Series& series : plot->series)
                add(series.color);
        if (const auto* table = std::get_if<TablePlot>(&panel.plot))
            for (const TablePlot::Row& row : table->rows)
                add(row.color);
    }
    return names;
}

} // namespace

Result<std::string> inlineSvg(const Figure& figure)
{
    FigureStyle style = FigureStyle::print();
    style.margin = 1;
    style.pixel = 0;
    FigureScene scene(figure, style, { widthMm * pointsPerMm, 0 }, { false, false, 0, false, {} });
    const QSizeF size = scene.sceneRect().size();
    SvgDevice device(size.width() / pointsPerMm, size.height() / pointsPerMm, size);
    device.setTitle(QString::fromStdString(figure.title));
    QPainter painter(&device);
    scene.paint(painter);
    painter.end();
    QByteArray svg = device.document();
    const qsizetype begins = svg.indexOf("<svg");
    if (begins < 0)
        return failure(ErrorCode::OutOfMemory, figure.title, "the picture could not be drawn");
    svg = svg.mid(begins).trimmed();
    const QByteArray prefix = idPrefix(figure);
    svg.replace("<clipPath id=\"", "<clipPath id=\"" + prefix);
    svg.replace("clip-path=\"url(#", "clip-path=\"url(#" + prefix);
    svg.replace("<svg ", "<svg role=\"img\" ");
    return svg.toStdString();
}

std::string darkFigureStyle(const Report& report)
{
    const FigureStyle light = FigureStyle::print(), dark = FigureStyle::screen(true);
    const auto& from = light.palette;
    const auto& to = dark.palette;
    std::string rules = rule(from.ground, to.ground) + inkRule(from.ink, to.ink) + rule(from.tick, to.tick)
        + rule(from.quiet, to.quiet) + rule(from.grid, to.grid) + rule(from.reference, to.reference);
    std::set<std::string> colors;
    for (const ReportChapter& chapter : report.chapters)
        for (const ReportBlock& block : chapter.blocks)
            if (const auto* figure = std::get_if<ReportFigure>(&block))
                colors.merge(colorsOf(figure->figure));
    for (const std::string& name : colors) {
        const QColor color(QString::fromStdString(name));
        const Rgb rgb { std::uint8_t(color.red()), std::uint8_t(color.green()), std::uint8_t(color.blue()) };
        rules += rule(light.curveColor(rgb), dark.curveColor(rgb));
        if (light.textColor(rgb) != light.curveColor(rgb))
            rules += rule(light.textColor(rgb), dark.textColor(rgb));
    }
    return "@media screen and (prefers-color-scheme: dark) {\n" + rules + "}\n";
}

} // namespace maskscope
