// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/figure_view.h"

#include <algorithm>
#include <cmath>

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QToolTip>

#include "widgets/charts/figure_scene.h"

namespace maskscope {

namespace {

constexpr double hoverRadiusPx = 7;
constexpr double highlightRadiusPx = 5.5;

/// The message of an empty view as a scene of its own.
void addEmptyText(QGraphicsScene& scene, const QString& text, const FigureStyle& style, QSizeF size)
{
    const QFont font = style.font(style.type.panelTitle);
    const QStringList lines = text.split(QLatin1Char('\n'));
    scene.addItem(new TextItem(
        { lines, font, style.palette.quiet, QRectF(QPointF(), size).center(), Qt::AlignHCenter | Qt::AlignVCenter }));
}

} // namespace

FigureView::FigureView(QWidget* parent)
    : QGraphicsView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate); // a blit of picture()
    setTransform(QTransform::fromScale(1 / pointsPerPixel, 1 / pointsPerPixel));
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    layOut();
}

FigureView::~FigureView()
{
    setScene(nullptr); // m_scene goes before the base class, which would otherwise still look at it
}

void FigureView::setFigure(Figure figure)
{
    m_scene.reset(); // it points into the old figure
    m_figure = std::move(figure);
    setAccessibleName(QString::fromStdString(m_figure->title));
    setAccessibleDescription(QString::fromStdString(m_figure->caption));
    layOut();
}

void FigureView::clearFigure()
{
    m_scene.reset();
    m_figure.reset();
    layOut();
}

void FigureView::setDark(bool dark)
{
    m_dark = dark;
    layOut();
}

void FigureView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    layOut();
}

void FigureView::setSelectedChannel(const QString& name)
{
    m_selected = name;
    m_selectedPoints = name.isEmpty() ? std::vector<QPointF>() : m_scene->pointsOf(name);
    viewport()->update();
}

void FigureView::setTitleVisible(bool visible)
{
    m_titleVisible = visible;
    layOut();
}

void FigureView::setCaptionVisible(bool visible)
{
    m_captionVisible = visible;
    layOut();
}

/// Gives up the caption and then the title rather than letting a small view scroll.
void FigureView::layOut()
{
    static const Figure nothing;
    const QSizeF size = QSizeF(maximumViewportSize()) * pointsPerPixel;
    const FigureStyle style = FigureStyle::screen(m_dark, size.width() > 640 && size.height() > 380);
    const Figure& figure = m_figure ? *m_figure : nothing;
    FigureParts parts { m_titleVisible, m_captionVisible, 2, false, {} };
    clearHover();
    auto scene = std::make_unique<FigureScene>(figure, style, size, parts);
    for (bool FigureParts::*part : { &FigureParts::caption, &FigureParts::title }) {
        if (scene->height() <= size.height() + 1e-6)
            break;
        parts.*part = false;
        scene = std::make_unique<FigureScene>(figure, style, size, parts);
    }
    if (!m_figure)
        addEmptyText(*scene, m_emptyText, style, size);
    setScene(scene.get());
    m_scene = std::move(scene);
    m_selectedPoints = m_selected.isEmpty() ? std::vector<QPointF>() : m_scene->pointsOf(m_selected);
    // A hair less than the scene: rounding in the scale must not bring up scroll bars for a fraction of a pixel.
    setSceneRect(m_scene->sceneRect().adjusted(0, 0, -0.01, -0.01));
    m_picture = {};
    viewport()->update();
}

/// The scene is painted once a layout: moving the highlight must not draw thousands of points anew.
const QPixmap& FigureView::picture()
{
    const double ratio = devicePixelRatioF();
    if (!m_picture.isNull() && m_picture.devicePixelRatio() == ratio)
        return m_picture;
    const QSizeF pixels = m_scene->sceneRect().size() / pointsPerPixel * ratio;
    m_picture = QPixmap(pixels.toSize().expandedTo({ 1, 1 }));
    m_picture.fill(m_scene->backgroundBrush().color());
    QPainter painter(&m_picture);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(ratio / pointsPerPixel, ratio / pointsPerPixel);
    m_scene->paint(painter);
    painter.end();
    m_picture.setDevicePixelRatio(ratio);
    return m_picture;
}

void FigureView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_scene->backgroundBrush());
    painter.drawPixmap(mapFromScene(QPointF(0, 0)), picture());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    for (const QPointF at : m_selectedPoints)
        painter.drawEllipse(QPointF(mapFromScene(at)), highlightRadiusPx, highlightRadiusPx);
    if (!m_highlight)
        return;
    painter.setPen(QPen(FigureStyle::screen(m_dark).palette.ink, 1.5));
    painter.drawEllipse(QPointF(mapFromScene(*m_highlight)), highlightRadiusPx, highlightRadiusPx);
}

QString FigureView::hoverTextAt(QPoint viewportPosition) const
{
    const auto hit = m_scene->hit(mapToScene(viewportPosition), hoverRadiusPx * pointsPerPixel);
    return hit ? hit->text : QString();
}

void FigureView::showHover(QPoint viewportPosition)
{
    const auto hit = m_scene->hit(mapToScene(viewportPosition), hoverRadiusPx * pointsPerPixel);
    if (!hit) {
        clearHover();
        return;
    }
    m_highlight = hit->at;
    viewport()->update();
    if (hit->text == m_hoverText)
        return;
    m_hoverText = hit->text;
    QToolTip::showText(viewport()->mapToGlobal(viewportPosition), m_hoverText, viewport());
    Q_EMIT hovered(m_hoverText);
}

void FigureView::clearHover()
{
    if (m_highlight)
        viewport()->update();
    m_highlight.reset();
    if (m_hoverText.isEmpty())
        return;
    m_hoverText.clear();
    QToolTip::hideText();
    Q_EMIT hovered(m_hoverText);
}

void FigureView::copyPicture()
{
    QImage image(viewport()->size() * 2, QImage::Format_ARGB32_Premultiplied);
    image.fill(m_scene->backgroundBrush().color());
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(2 / pointsPerPixel, 2 / pointsPerPixel);
    m_scene->paint(painter);
    painter.end();
    QGuiApplication::clipboard()->setImage(image);
}

void FigureView::resizeEvent(QResizeEvent*) { layOut(); }

void FigureView::mousePressEvent(QMouseEvent* event)
{
    const auto hit = m_scene->hit(mapToScene(event->pos()), hoverRadiusPx * pointsPerPixel);
    if (event->button() == Qt::LeftButton && hit && !hit->channel.isEmpty())
        Q_EMIT channelClicked(hit->channel == m_selected ? QString() : hit->channel);
}

void FigureView::mouseMoveEvent(QMouseEvent* event) { showHover(event->pos()); }

void FigureView::leaveEvent(QEvent* event)
{
    clearHover();
    QGraphicsView::leaveEvent(event);
}

void FigureView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_figure)
        return;
    QMenu menu(this);
    for (const auto& [format, text] : { std::pair(QStringLiteral("svg"), tr("Export as SVG…")),
                                        std::pair(QStringLiteral("pdf"), tr("Export as PDF…")),
                                        std::pair(QStringLiteral("png"), tr("Export as PNG…")),
                                        std::pair(QStringLiteral("csv"), tr("Export the values as CSV…")) })
        menu.addAction(text, this, [this, name = format] { Q_EMIT exportRequested(name); });
    menu.addSeparator();
    menu.addAction(tr("Copy picture"), this, &FigureView::copyPicture);
    menu.exec(event->globalPos());
}

/// Tool tips follow showHover(); the default handling would hide them.
bool FigureView::viewportEvent(QEvent* event)
{
    return event->type() == QEvent::ToolTip || QGraphicsView::viewportEvent(event);
}

} // namespace maskscope
