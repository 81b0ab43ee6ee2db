// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/figure_board.h"

#include <QGridLayout>
#include <QTimer>

#include "widgets/charts/figure_view.h"
#include "widgets/panels/figure_panel.h"

namespace maskscope {

FigureBoard::FigureBoard(const std::vector<std::pair<QString, QString>>& titles, QWidget* parent)
    : QWidget(parent)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(6, 6, 6, 6);
    grid->setSpacing(6);
    int index = 0;
    for (const auto& [metric, title] : titles) {
        auto* panel = new FigurePanel(title, this);
        panel->setObjectName(QStringLiteral("figure_") + metric);
        grid->addWidget(panel, index / 2, index % 2);
        ++index;
        m_panels.insert(metric, panel);
        m_order << panel;
        connect(panel->view(), &FigureView::channelClicked, this, &FigureBoard::channelClicked);
        connect(panel, &FigurePanel::exportRequested, this, &FigureBoard::exportRequested);
        connect(panel, &FigurePanel::maximiseToggled, this, [this, panel] { toggleMaximised(panel); });
    }
    arrange();
}

void FigureBoard::setWide(const QString& metric)
{
    m_wide = panel(metric);
    arrange();
}

void FigureBoard::setFigures(std::vector<Figure> figures)
{
    // One panel a turn of the event loop: laying out all of them at once would be felt.
    m_pending = std::move(figures);
    QTimer::singleShot(0, this, &FigureBoard::showNext);
}

void FigureBoard::showNext()
{
    if (m_pending.empty())
        return;
    const Figure figure = std::move(m_pending.back());
    m_pending.pop_back();
    if (FigurePanel* const target = panel(QString::fromStdString(figure.metric))) {
        if (figure.panels.empty()) // no run has anything of the kind: its caption says why
            target->clear(QString::fromStdString(figure.caption));
        else
            target->setFigure(figure);
        const bool wasLeftOut = m_leftOut.remove(target);
        if (figure.panels.empty())
            m_leftOut.insert(target);
        if (wasLeftOut != figure.panels.empty())
            arrange();
    }
    QTimer::singleShot(0, this, &FigureBoard::showNext);
}

void FigureBoard::setWaiting(const QString& text)
{
    m_pending.clear();
    for (FigurePanel* panel : std::as_const(m_order))
        panel->clear(text);
}

void FigureBoard::setDark(bool dark)
{
    for (FigurePanel* panel : std::as_const(m_order))
        panel->setDark(dark);
}

void FigureBoard::setSelectedChannel(const QString& name)
{
    for (FigurePanel* panel : std::as_const(m_order))
        panel->view()->setSelectedChannel(name);
}

void FigureBoard::toggleMaximised(FigurePanel* panel)
{
    m_maximised = m_maximised == nullptr ? panel : nullptr;
    arrange();
}

void FigureBoard::arrange()
{
    // Empty rows and columns must not keep their share of the room.
    auto* grid = qobject_cast<QGridLayout*>(layout());
    int rows = 0;
    for (int i = 0; i < grid->rowCount(); ++i)
        grid->setRowStretch(i, 0);
    for (int i = 0; i < grid->columnCount(); ++i)
        grid->setColumnStretch(i, 0);
    for (FigurePanel* const each : std::as_const(m_order))
        grid->removeWidget(each);
    int place = 0; // row by row, two a row
    for (FigurePanel* const each : std::as_const(m_order)) {
        const bool shown = m_maximised == nullptr ? !m_leftOut.contains(each) : each == m_maximised;
        each->setVisible(shown);
        each->setMaximised(each == m_maximised);
        if (!shown)
            continue;
        const bool wide = each == m_wide && m_maximised == nullptr;
        place += wide ? place % 2 : 0;
        grid->addWidget(each, place / 2, place % 2, 1, wide ? 2 : 1);
        rows = place / 2 + 1;
        grid->setRowStretch(place / 2, 1);
        grid->setColumnStretch(place % 2, 1);
        place += wide ? 2 : 1;
    }
    constexpr int readableRow = 330;
    setMinimumHeight(m_maximised == nullptr && rows > 2 ? rows * readableRow : 0);
}

} // namespace maskscope
