// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "analysis/figures/figure.h"

class QLabel;
class QToolButton;

namespace maskscope {

class FigureView;

/// One figure with its title, its export menu and a button that lets it fill the board.
class FigurePanel : public QFrame {
    Q_OBJECT
public:
    explicit FigurePanel(const QString& title, QWidget* parent = nullptr);

    void setFigure(const Figure& figure);
    void clear(const QString& emptyText);
    void setDark(bool dark);
    void setMaximised(bool maximised);
    [[nodiscard]] FigureView* view() const { return m_view; }
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    void exportRequested(const maskscope::Figure& figure, const QString& format); ///< "svg", "pdf", "png", "csv"
    void maximiseToggled();

private:
    void requestExport(const QString& format);

    QLabel* m_title;
    QToolButton* m_export;
    QToolButton* m_maximise;
    FigureView* m_view;
    QLabel* m_caption;
};

} // namespace maskscope
