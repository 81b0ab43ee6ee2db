// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Pages: nothing is cut, what belongs together stays together, a table's head is repeated.
#include <gtest/gtest.h>

#include "widgets/report/page_flow.h"

namespace maskscope {

namespace {

FlowItem item(double height, bool keepsWithNext = false, double spaceBefore = 0)
{
    FlowItem item;
    item.height = height;
    item.keepsWithNext = keepsWithNext;
    item.spaceBefore = spaceBefore;
    return item;
}

/// Every item stands once, inside its page and below the one before it.
void expectWhole(const std::vector<FlowItem>& items, const std::vector<FlowPage>& pages, double height)
{
    std::size_t next = 0;
    for (const FlowPage& page : pages) {
        double at = 0;
        EXPECT_FALSE(page.empty());
        for (const PlacedItem& placed : page) {
            EXPECT_GE(placed.top, at - 1e-9);
            const double shown = placed.isTop && placed.part == items[next].head.get()
                ? placed.part->height
                : placed.part->height * placed.scale;
            at = placed.top + shown;
            EXPECT_LE(at, height + 0.02);
            if (next < items.size() && placed.part == &items[next])
                ++next;
        }
    }
    EXPECT_EQ(next, items.size());
}

TEST(PageFlow, FillsPagesInOrder)
{
    std::vector<FlowItem> items;
    for (int i = 0; i < 25; ++i)
        items.push_back(item(10, false, 2));
    const auto pages = paginated(items, 100);
    EXPECT_EQ(pages.size(), 4U); // 8 on a page: 10 + 7 * 12 = 94
    expectWhole(items, pages, 100);
}

TEST(PageFlow, KeepsAHeadingWithWhatFollows)
{
    const std::vector<FlowItem> items { item(85), item(8, true), item(20) };
    const auto pages = paginated(items, 100);
    ASSERT_EQ(pages.size(), 2U);
    EXPECT_EQ(pages[1].front().part, &items[1]);
    expectWhole(items, pages, 100);
}

TEST(PageFlow, RepeatsATablesHead)
{
    const auto head = std::make_shared<FlowPart>(FlowPart { 12, {} });
    std::vector<FlowItem> items { item(12, true) };
    for (int i = 0; i < 20; ++i) {
        items.push_back(item(10));
        items.back().head = head;
    }
    const auto pages = paginated(items, 100);
    ASSERT_EQ(pages.size(), 3U);
    for (std::size_t i = 1; i < pages.size(); ++i) {
        EXPECT_EQ(pages[i].front().part, head.get());
        EXPECT_DOUBLE_EQ(pages[i][1].top, 12);
        EXPECT_TRUE(pages[i][1].isTop);
    }
}

TEST(PageFlow, DrawsWhatIsTooTallSmaller)
{
    const std::vector<FlowItem> items { item(10), item(400), item(10) };
    const auto pages = paginated(items, 100);
    ASSERT_EQ(pages.size(), 3U);
    EXPECT_DOUBLE_EQ(pages[1].front().scale, 0.25);
    expectWhole(items, pages, 100);
}

TEST(PageFlow, AGroupTallerThanAPageIsBroken)
{
    const std::vector<FlowItem> items { item(60, true), item(60, true), item(60) };
    const auto pages = paginated(items, 100);
    EXPECT_EQ(pages.size(), 3U);
    expectWhole(items, pages, 100);
}

} // namespace

} // namespace maskscope
