// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <gtest/gtest.h>

#include "tests/gui/charts_samples.h"
#include "widgets/charts/figure_scene.h"
#include "widgets/charts/figure_view.h"

namespace maskscope {
namespace {

/// Where a value of a panel of a figure lies in a view of the given size, found by laying it out once more.
QPoint pixelOf(const Figure& figure, std::size_t panel, double unitX, double unitY, QSize size)
{
    const FigureStyle style = FigureStyle::screen(false, size.width() > 853 && size.height() > 506);
    const FigureLayout layout = layOutFigure(figure, style, size.width() * pointsPerPixel,
                                             size.height() * pointsPerPixel, { true, true, 2, false, {} });
    const QRectF& plot = layout.cells[panel].plot;
    return (QPointF(plot.left() + unitX * plot.width(), plot.bottom() - unitY * plot.height()) / pointsPerPixel)
        .toPoint();
}

std::unique_ptr<FigureView> shown(const Figure& figure, QSize size)
{
    auto view = std::make_unique<FigureView>();
    view->resize(size);
    view->setFigure(figure);
    view->show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(view.get()));
    return view;
}

TEST(ChartsView, HoveringNamesTheChannelItsValueAndItsBar)
{
    const Figure figure = samples::channelMeans(3, 32);
    const QSize size(800, 500);
    const auto view = shown(figure, size);
    const auto& plot = std::get<CartesianPlot>(figure.panels[1].plot);
    const double unitY = (plot.series[0].y[5] - plot.y.low) / (plot.y.high - plot.y.low);
    const QString text = view->hoverTextAt(pixelOf(figure, 1, 5.5 / 32, unitY, size));
    EXPECT_TRUE(text.startsWith(QStringLiteral("M75 · mask 0.75\nF7\nMean prediction (µV): "))) << text.toStdString();
    EXPECT_TRUE(text.endsWith(QLatin1Char(']'))) << text.toStdString();
    EXPECT_TRUE(view->hoverTextAt({ 2, 2 }).isEmpty());
}

TEST(ChartsView, HoveringNamesTheElectrode)
{
    const Figure figure = samples::scalpMaps(1, false);
    const QSize size(500, 500);
    const auto view = shown(figure, size);
    const ScalpElectrode& first = std::get<ScalpMapPlot>(figure.panels[0].plot).electrodes.front();
    const QString wanted = QStringLiteral("\nE1\nDistance from the grand mean (SD): %1").arg(first.value, 0, 'f', 3);
    bool found = false;
    for (int y = 0; y < size.height() && !found; y += 4)
        for (int x = 0; x < size.width() && !found; x += 4)
            found = view->hoverTextAt({ x, y }).contains(wanted);
    EXPECT_TRUE(found);
}

TEST(ChartsView, MovingTheMouseTellsOnceAPointAndMarksIt)
{
    const Figure figure = samples::channelMeans(1, 8);
    const QSize size(600, 400);
    const auto view = shown(figure, size);
    const auto& plot = std::get<CartesianPlot>(figure.panels[0].plot);
    const QPoint at
        = pixelOf(figure, 0, 2.5 / 8, (plot.series[0].y[2] - plot.y.low) / (plot.y.high - plot.y.low), size);
    const QImage before = view->grab().toImage();
    QSignalSpy hovered(view.get(), &FigureView::hovered);
    QTest::mouseMove(view->viewport(), at);
    QTest::mouseMove(view->viewport(), at + QPoint(1, 0));
    QTest::qWait(20);
    ASSERT_EQ(hovered.count(), 1);
    EXPECT_EQ(hovered[0][0].toString(), view->hoverTextAt(at));
    EXPECT_NE(view->grab().toImage(), before);
    QTest::mouseMove(view->viewport(), QPoint(3, 3));
    QTest::qWait(20);
    EXPECT_EQ(hovered.count(), 2);
    EXPECT_TRUE(hovered.last()[0].toString().isEmpty());
    EXPECT_EQ(view->grab().toImage(), before);
}

TEST(ChartsView, EmptyViewSaysWhatItIsToldAndDarkIsDark)
{
    FigureView view;
    view.resize(400, 300);
    const QImage blank = view.grab().toImage();
    view.setEmptyText(QStringLiteral("Open a checkpoint\nto see it here"));
    EXPECT_NE(view.grab().toImage(), blank);
    view.setDark(true);
    EXPECT_LT(view.grab().toImage().pixelColor(5, 5).lightness(), 60);
    view.setFigure(samples::pcaSpectra(2));
    view.clearFigure();
    EXPECT_FALSE(view.figure());
    EXPECT_TRUE(view.hoverTextAt({ 200, 150 }).isEmpty());
}

TEST(ChartsView, NothingScrollsAtTheSizesOfTheWindow)
{
    for (const auto& [name, figure] : samples::all())
        for (const QSize size : { QSize(560, 330), QSize(1200, 650) }) {
            const auto view = shown(figure, size);
            EXPECT_EQ(view->viewport()->size(), size) << name << ' ' << size.width();
            EXPECT_EQ(view->mapFromScene(QPointF(0, 0)), QPoint(0, 0)) << name;
        }
}

TEST(ChartsView, LayingOut65ChannelsOf3RunsIsFast)
{
    const Figure figure = samples::channelMeans(3, 65);
    const FigureStyle style = FigureStyle::screen(false);
    double best = 1e9; // of several, since other work shares the machine
    for (int i = 0; i < 10; ++i) {
        QElapsedTimer timer;
        timer.start();
        const FigureScene scene(figure, style, { 600, 400 });
        best = std::min(best, double(timer.nsecsElapsed()) / 1e6);
    }
    EXPECT_LT(best, 20) << "ms";
}

TEST(ChartsView, PictureRepeatsBitForBit)
{
    for (const auto& [name, figure] : samples::all()) {
        const auto picture = [&f = figure] {
            FigureView view;
            view.resize(700, 420);
            view.setFigure(f);
            return view.grab().toImage();
        };
        EXPECT_EQ(picture(), picture()) << name;
    }
}

} // namespace
} // namespace maskscope
