// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/gui/charts_samples.h"
#include "widgets/charts/figure_scene.h"
#include "widgets/charts/grid_labels.h"

namespace maskscope {
namespace {

struct PlacedText {
    QString text;
    QRectF ink;
};

std::vector<PlacedText> textsOf(const QGraphicsScene& scene)
{
    std::vector<PlacedText> texts;
    for (QGraphicsItem* item : scene.items())
        if (auto* text = qgraphicsitem_cast<TextItem*>(item))
            texts.push_back({ text->block().lines.join(QLatin1Char('/')), text->inkRect() });
    return texts;
}

/// No two texts touch, and none leaves the scene.
void expectTidy(const QGraphicsScene& scene, const std::string& what)
{
    const auto texts = textsOf(scene);
    EXPECT_FALSE(texts.empty()) << what;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_TRUE(scene.sceneRect().contains(texts[i].ink)) << what << ": " << texts[i].text.toStdString();
        for (std::size_t j = i + 1; j < texts.size(); ++j)
            EXPECT_FALSE(texts[i].ink.intersects(texts[j].ink))
                << what << ": \"" << texts[i].text.toStdString() << "\" on \"" << texts[j].text.toStdString() << '"';
    }
}

TEST(ChartsLayout, TextsKeepApartAndInsideAtEverySize)
{
    const std::pair<double, double> pixels[]
        = { { 420, 280 }, { 560, 330 }, { 640, 480 }, { 900, 400 }, { 1200, 650 }, { 1900, 1000 } };
    for (const auto& [name, figure] : samples::all())
        for (const auto& [width, height] : pixels)
            for (const bool titled : { false, true }) {
                const QSizeF size = QSizeF(width, height) * pointsPerPixel;
                const FigureScene scene(figure, FigureStyle::screen(false, width > 900), size,
                                        { titled, titled, 2, false, {} });
                expectTidy(scene, name + " " + std::to_string(int(width)) + (titled ? " titled" : ""));
            }
}

/// Room for a font that runs wider than the one measured with.
TEST(ChartsLayout, FootLinesKeepToTheirShareOfTheWidth)
{
    for (const auto& [name, figure] : samples::all()) {
        const QSizeF size(180 * 72 / 25.4, 0);
        const FigureScene scene(figure, FigureStyle::print(), size, { true, true, 0, true, "A", 0.85 });
        const auto texts = textsOf(scene);
        const QString first = QString::fromStdString(figure.caption).section(QLatin1Char(' '), 0, 0);
        const auto caption = std::find_if(texts.begin(), texts.end(), [&](const PlacedText& t) {
            return t.text.startsWith(first + QLatin1Char(' '));
        });
        expectTidy(scene, name);
        if (figure.caption.empty())
            continue;
        ASSERT_NE(caption, texts.end()) << name;
        EXPECT_LE(caption->ink.width(), 0.85 * size.width()) << name;
    }
}

TEST(ChartsLayout, TextsKeepApartAndInsideOnPaper)
{
    for (const auto& [name, figure] : samples::all())
        for (const double widthMm : { 85.0, 120.0, 180.0, 300.0 })
            for (const double heightMm : { 0.0, 90.0, 160.0 }) {
                const QSizeF size(widthMm * 72 / 25.4, heightMm * 72 / 25.4);
                const FigureScene scene(figure, FigureStyle::print(), size, { true, true, 0, true, "A" });
                expectTidy(scene, name + " " + std::to_string(int(widthMm)) + " mm");
            }
}

TEST(ChartsLayout, PlotAreasOfARowAndOfAColumnAgree)
{
    for (const auto& [name, figure] : samples::all()) {
        const FigureLayout layout = layOutFigure(figure, FigureStyle::screen(true), 600, 380, {});
        for (const PanelCell& a : layout.cells)
            for (const PanelCell& b : layout.cells) {
                if (a.panel->row == b.panel->row) {
                    EXPECT_DOUBLE_EQ(a.plot.top(), b.plot.top()) << name;
                    EXPECT_DOUBLE_EQ(a.plot.bottom(), b.plot.bottom()) << name;
                }
                if (a.panel->column == b.panel->column) {
                    EXPECT_DOUBLE_EQ(a.plot.left(), b.plot.left()) << name;
                    EXPECT_DOUBLE_EQ(a.plot.right(), b.plot.right()) << name;
                }
                EXPECT_NEAR(a.plot.width(), b.plot.width(), pointsPerPixel + 1e-9) << name;
            }
    }
}

TEST(ChartsLayout, OnlyOuterPanelsOfSharedAxesCarryLabels)
{
    const Figure means = samples::channelMeans(3, 32);
    for (const PanelCell& cell : gridCells(means))
        EXPECT_EQ(cell.xLabels, cell.panel->row == 2);
    const Figure spectra = samples::pcaSpectra(3);
    for (const PanelCell& cell : gridCells(spectra)) {
        EXPECT_EQ(cell.yLabels, cell.panel->column == 0);
        EXPECT_EQ(cell.y2Labels, cell.panel->column == 2);
        EXPECT_TRUE(cell.xLabels);
    }
}

TEST(ChartsLayout, EveryRunsTitleStandsOnceInItsColour)
{
    const Figure figure = samples::positionCorrelation(3); // two panels a run
    const FigureStyle style = FigureStyle::print();
    const FigureLayout layout = layOutFigure(figure, style, 510, 0, {});
    for (int run = 0; run < 3; ++run) {
        const Panel& panel = figure.panels[std::size_t(2 * run)];
        int count = 0;
        for (const TextBlock& block : layout.texts)
            if (block.lines.join(QStringLiteral(" · ")) == QString::fromStdString(panel.title)) {
                EXPECT_EQ(block.color, style.textColor(panel.titleColor));
                ++count;
            }
        EXPECT_EQ(count, 1) << panel.title;
    }
}

TEST(ChartsLayout, RunColoursKeepTheirValueOnPaperAndShowOnDark)
{
    const Rgb blue { 0, 114, 178 };
    EXPECT_EQ(FigureStyle::print().curveColor(blue), QColor(0, 114, 178));
    EXPECT_EQ(FigureStyle::print().textColor(blue), QColor(0, 114, 178));
    EXPECT_NE(FigureStyle::screen(true).curveColor(blue), QColor(0, 114, 178));
}

} // namespace
} // namespace maskscope
