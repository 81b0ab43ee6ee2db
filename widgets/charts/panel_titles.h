// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QStringList>

#include "widgets/charts/figure_style.h"

namespace maskscope {

/// How the panels' titles are set: all in one size, a little smaller where that keeps them whole.
struct PanelTitles {
    QFont font;
    double room = 0; ///< for each, in points

    [[nodiscard]] QStringList lines(const Panel& panel) const; ///< at most two
};

[[nodiscard]] PanelTitles panelTitles(const Figure& figure, const FigureStyle& style, double room);

} // namespace maskscope
