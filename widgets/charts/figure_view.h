// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QGraphicsView>
#include <QPixmap>
#include <QString>

#include "analysis/figures/figure.h"

namespace maskscope {

class FigureScene;

/// Shows one Figure, laid out anew for every size of the view. Hovering names the nearest point or electrode.
/// With nothing set it says `emptyText`.
class FigureView : public QGraphicsView {
    Q_OBJECT

public:
    explicit FigureView(QWidget* parent = nullptr);
    ~FigureView() override;

    void setFigure(Figure figure);
    void clearFigure();
    [[nodiscard]] const std::optional<Figure>& figure() const { return m_figure; }

    void setDark(bool dark);
    void setEmptyText(const QString& text);
    void setSelectedChannel(const QString& name); ///< rings around its points and electrodes; empty: none
    void setTitleVisible(bool visible);
    void setCaptionVisible(bool visible);

    /// What hovering at `viewportPosition` says; empty where no point is within a few pixels.
    [[nodiscard]] QString hoverTextAt(QPoint viewportPosition) const;

    [[nodiscard]] QSize sizeHint() const override { return { 560, 360 }; }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 240, 160 }; }

Q_SIGNALS:
    void hovered(const QString& text); ///< empty when the pointer leaves a point
    void channelClicked(const QString& name);
    void exportRequested(const QString& format); ///< "svg", "pdf", "png" or "csv", from the context menu

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void layOut();
    void showHover(QPoint viewportPosition);
    void clearHover();
    void copyPicture();
    [[nodiscard]] const QPixmap& picture();

    std::optional<Figure> m_figure;
    std::unique_ptr<FigureScene> m_scene;
    QPixmap m_picture; // of the whole scene; null: to be painted
    std::optional<QPointF> m_highlight; // in the scene
    QString m_emptyText;
    QString m_hoverText;
    QString m_selected; // channel
    std::vector<QPointF> m_selectedPoints; // in the scene
    bool m_dark = false;
    bool m_titleVisible = true;
    bool m_captionVisible = true;
};

} // namespace maskscope
