// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QRectF>

#include "widgets/charts/figure_legend.h"
#include "widgets/charts/figure_style.h"
#include "widgets/charts/text_item.h"

namespace maskscope {

/// What stands around the panels.
struct FigureParts {
    bool title = true;
    bool caption = true;
    int captionLines = 0; ///< at most so many, 0: all
    bool provenance = false;
    QString letter; ///< "A" before the title, for a figure of several
    double footShare = 1; ///< of the width that lines of caption and provenance may fill
};

/// A panel and where its plot area lies.
struct PanelCell {
    const Panel* panel = nullptr;
    QRectF plot;
    bool xLabels = true, yLabels = true, y2Labels = true;
};

/// Places of everything but the insides of the plot areas, in points.
struct FigureLayout {
    double width = 0, height = 0; ///< at least as asked for, more where the smallest panels need it
    std::vector<PanelCell> cells;
    std::vector<TextBlock> texts; ///< titles, axis titles, caption, provenance
    std::vector<LegendEntry> legend;
    QRectF colorBar; ///< the coloured strip; empty without a colour scale
};

/// Lays the figure out in `width` x `height` points; height 0: as high as the content asks.
[[nodiscard]] FigureLayout layOutFigure(const Figure& figure, const FigureStyle& style, double width, double height,
                                        const FigureParts& parts);

} // namespace maskscope
