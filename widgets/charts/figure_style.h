// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>

#include "analysis/figures/figure.h"

namespace maskscope {

struct FigurePalette {
    QColor ground; ///< behind everything
    QColor ink; ///< titles, spines, head outlines
    QColor tick; ///< tick labels
    QColor quiet; ///< caption and provenance
    QColor grid;
    QColor reference; ///< zero lines
};

/// Type sizes in points; whole numbers, since fonts are set by pixel size in a scene of points.
struct TypeSizes {
    int label = 7; ///< tick labels, legend
    int axisTitle = 7;
    int panelTitle = 9; ///< the run, in its colour
    int title = 10;
    int caption = 7;
    int provenance = 5;
};

/// Lengths in points.
struct StrokeSizes {
    double curve = 1.2, errorBar = 0.8, cap = 1.4;
    double spine = 0.6, grid = 0.4, tick = 3.0;
    double head = 1.0, contour = 0.35;
    double dotRadius = 2.1, dotRim = 0.5;
};

/// How a figure is drawn. The same for screen and paper but for sizes and colours.
struct FigureStyle {
    FigurePalette palette;
    TypeSizes type;
    StrokeSizes stroke;
    double margin = 4; ///< around everything
    double pixel = 0; ///< > 0: axis lines sit on a grid of that many points, so that they are sharp on a screen

    [[nodiscard]] static FigureStyle print();
    [[nodiscard]] static FigureStyle screen(bool dark, bool large = false);

    [[nodiscard]] QFont font(int size, bool bold = false) const;
    /// The middle of the nearest device pixel where pixel > 0.
    [[nodiscard]] double snapped(double at) const;
    /// A run's colour, moved towards the ink until it stands out from the ground by `contrast` (WCAG ratio).
    [[nodiscard]] QColor readable(Rgb color, double contrast) const;
    /// On paper and on a light screen a run's curves and its title keep the very colour they were given, if it shows.
    [[nodiscard]] QColor curveColor(Rgb color) const { return readable(color, isDark() ? 4.5 : 2.0); }
    [[nodiscard]] QColor textColor(Rgb color) const { return readable(color, isDark() ? 4.5 : 3.0); }
    [[nodiscard]] bool isDark() const { return palette.ground.lightness() < 128; }
};

/// Points a pixel at the scale that the window draws figures in (96 pixels an inch).
inline constexpr double pointsPerPixel = 72.0 / 96.0;

} // namespace maskscope
