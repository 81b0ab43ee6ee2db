// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/page_flow.h"

#include <algorithm>

#include <QPainter>

namespace maskscope {

namespace {

class Paginator {
public:
    explicit Paginator(double height)
        : m_height(height)
    {
        m_pages.emplace_back();
    }

    void place(const FlowItem& item)
    {
        const double head = m_pages.back().empty() && item.head ? item.head->height : 0;
        const double height = heightOf(item);
        if (head > 0) {
            m_pages.back().push_back({ item.head.get(), 0, 1, true });
            m_at = head;
        }
        const bool isFirst = m_pages.back().empty() || head > 0;
        const double top = isFirst ? m_at : m_at + item.spaceBefore;
        const double scale = std::min(1.0, (m_height - head) / std::max(1.0, height));
        m_pages.back().push_back({ &item, top, scale, isFirst });
        m_at = top + height * scale;
    }

    /// Room from here for items [first, last), spaces between them included.
    [[nodiscard]] bool hasRoom(const std::vector<FlowItem>& items, std::size_t first, std::size_t last) const
    {
        double at = m_at;
        for (std::size_t i = first; i < last; ++i)
            at += items[i].spaceBefore + items[i].height;
        return at <= m_height + 0.01;
    }

    void breakPage()
    {
        if (m_pages.back().empty())
            return;
        m_pages.emplace_back();
        m_at = 0;
    }

    [[nodiscard]] std::vector<FlowPage> take() && { return std::move(m_pages); }

private:
    [[nodiscard]] double heightOf(const FlowItem& item) const
    {
        return m_pages.back().empty() ? std::max(item.height, item.heightAtTop) : item.height;
    }

    double m_height, m_at = 0;
    std::vector<FlowPage> m_pages;
};

} // namespace

std::vector<FlowPage> paginated(const std::vector<FlowItem>& items, double height)
{
    Paginator paginator(height);
    for (std::size_t i = 0; i < items.size();) {
        std::size_t end = i + 1;
        while (end < items.size() && items[end - 1].keepsWithNext)
            ++end;
        if (!paginator.hasRoom(items, i, end))
            paginator.breakPage();
        for (; i < end; ++i) {
            if (!paginator.hasRoom(items, i, i + 1)) // a group taller than a page
                paginator.breakPage();
            paginator.place(items[i]);
        }
    }
    return std::move(paginator).take();
}

void paintItem(QPainter& painter, const PlacedItem& item, const QPointF& corner)
{
    painter.save();
    painter.translate(corner.x(), corner.y() + item.top);
    painter.scale(item.scale, item.scale);
    item.part->paint(painter, item.isTop);
    painter.restore();
}

} // namespace maskscope
