// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QHash>
#include <QSet>
#include <QWidget>

#include "analysis/figures/figure.h"

class QGridLayout;

namespace maskscope {

class FigurePanel;

/// The figures of all shown runs on a grid, two wide; one of them can fill it. Rows keep a readable height: more than
/// two want a scroll area around the board. A figure that no run has anything for is left out.
class FigureBoard : public QWidget {
    Q_OBJECT
public:
    /// `titles`: metric id and title of every panel, in order.
    FigureBoard(const std::vector<std::pair<QString, QString>>& titles, QWidget* parent = nullptr);

    void setWide(const QString& metric); ///< this panel takes a whole row
    void setFigures(std::vector<Figure> figures); ///< matched to panels by metric id
    void setWaiting(const QString& text); ///< no figures: what the panels say instead
    void setDark(bool dark);
    void setSelectedChannel(const QString& name); ///< marked in every figure; empty: none
    [[nodiscard]] FigurePanel* panel(const QString& metric) const { return m_panels.value(metric); }
    [[nodiscard]] QList<FigurePanel*> panels() const { return m_order; }

Q_SIGNALS:
    void channelClicked(const QString& name);
    void exportRequested(const maskscope::Figure& figure, const QString& format);

private:
    void toggleMaximised(FigurePanel* panel);
    void showNext();
    void arrange();

    QHash<QString, FigurePanel*> m_panels;
    QList<FigurePanel*> m_order;
    QSet<FigurePanel*> m_leftOut;
    FigurePanel* m_maximised = nullptr;
    FigurePanel* m_wide = nullptr;
    std::vector<Figure> m_pending; // not shown yet
};

} // namespace maskscope
