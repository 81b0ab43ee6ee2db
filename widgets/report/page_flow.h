// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QRectF>

class QPainter;

namespace maskscope {

/// Painted with its left upper corner at the painter's origin, in points. `isTop`: the first on its page.
struct FlowPart {
    double height = 0;
    std::function<void(QPainter& painter, bool isTop)> paint;
};

/// Something that stands on one page as a whole.
struct FlowItem : FlowPart {
    double spaceBefore = 0; ///< not at the top of a page
    bool keepsWithNext = false; ///< a heading, a caption's figure
    double heightAtTop = 0; ///< where it is taller at the top of a page; 0: as elsewhere
    std::shared_ptr<const FlowPart> head; ///< repeated above it at the top of a page: a table's header
};

/// An item with its place on a page.
struct PlacedItem {
    const FlowPart* part = nullptr;
    double top = 0;
    double scale = 1; ///< below 1: an item taller than a page is drawn smaller, never cut
    bool isTop = false;
};
using FlowPage = std::vector<PlacedItem>;

/// Spreads items over pages with `height` points for them. The items must outlive the pages.
[[nodiscard]] std::vector<FlowPage> paginated(const std::vector<FlowItem>& items, double height);

void paintItem(QPainter& painter, const PlacedItem& item, const QPointF& corner);

} // namespace maskscope
