// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSizeF>

#include "widgets/charts/figure_scene.h"
#include "widgets/export/figure_exporter.h"

namespace maskscope {

inline constexpr double pointsPerMm = 72.0 / 25.4;

/// A figure laid out for paper: the scene in points, and the exact size of the page. The scene may be larger than the
/// page: what does not fit at its own size is drawn smaller.
struct FigurePage {
    const Figure& figure;
    FigureScene& scene;
    double widthMm, heightMm;

    void paint(QPainter& painter) const; ///< with points as the painter's unit

    [[nodiscard]] QSizeF sizePt() const { return { widthMm * pointsPerMm, heightMm * pointsPerMm }; }
};

/// The picture as the bytes of a file. Empty where the library could not make it (a picture too large for memory).
[[nodiscard]] QByteArray svgOf(const FigurePage& page);
[[nodiscard]] QByteArray pdfOf(const FigurePage& page);
[[nodiscard]] QByteArray pngOf(const FigurePage& page, int dpi);

} // namespace maskscope
