// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/figure_style.h"

#include <cmath>

#include "widgets/charts/color_contrast.h"
#include "widgets/charts/figure_fonts.h"

namespace maskscope {

FigureStyle FigureStyle::print()
{
    FigureStyle style;
    style.palette = { QColor(Qt::white), QColor("#222222"), QColor("#5A5A5A"),
                      QColor("#666666"), QColor("#E8E8E8"), QColor("#A0A0A0") };
    return style;
}

FigureStyle FigureStyle::screen(bool dark, bool large)
{
    FigureStyle style = print();
    style.type = { 8, 8, 10, 11, 8, 7 };
    style.stroke = { 1.35, 0.9, 1.6, 0.75, 0.75, 3.0, 1.1, 0.45, 2.5, 0.6 };
    if (large) {
        style.type = { 9, 9, 11, 12, 9, 8 };
        style.stroke.curve = 1.5;
        style.stroke.dotRadius = 3;
    }
    style.margin = 7.5;
    style.pixel = pointsPerPixel;
    if (dark)
        style.palette = { QColor("#1E1F22"), QColor("#E6E6E6"), QColor("#B4B6BA"),
                          QColor("#A2A5AA"), QColor("#33353A"), QColor("#74777D") };
    return style;
}

QFont FigureStyle::font(int size, bool bold) const
{
    QFont font(figureFontFamily());
    font.setPixelSize(size);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

double FigureStyle::snapped(double at) const { return pixel > 0 ? (std::floor(at / pixel) + 0.5) * pixel : at; }

QColor FigureStyle::readable(Rgb color, double contrast) const
{
    return withContrast(QColor(color.r, color.g, color.b), palette.ground, contrast);
}

} // namespace maskscope
