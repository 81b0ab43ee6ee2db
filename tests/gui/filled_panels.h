// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "widgets/panels/figure_board.h"
#include "widgets/panels/figure_panel.h"

namespace maskscope {

/// Those that the demo's models fill: none of them predicts samples.
inline QList<FigurePanel*> filledPanels(const FigureBoard& board)
{
    QList<FigurePanel*> filled;
    const QList<FigurePanel*> panels = board.panels();
    for (FigurePanel* panel : panels)
        if (panel->objectName() != QStringLiteral("figure_reconstruction"))
            filled << panel;
    return filled;
}

} // namespace maskscope
