// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

#include "widgets/charts/figure_view.h"

namespace maskscope {

/// A place of the view where hovering says something, or (-1, -1).
inline QPoint placeThatSpeaks(const FigureView& view)
{
    for (int y = 2; y < view.viewport()->height(); y += 4)
        for (int x = 2; x < view.viewport()->width(); x += 4)
            if (!view.hoverTextAt({ x, y }).isEmpty())
                return { x, y };
    return { -1, -1 };
}

/// Scrolls whatever areas the widget lies in until it shows.
inline void bringIntoView(QWidget* widget)
{
    for (QWidget* above = widget->parentWidget(); above != nullptr; above = above->parentWidget())
        if (auto* area = qobject_cast<QScrollArea*>(above))
            area->ensureWidgetVisible(widget);
}

} // namespace maskscope
