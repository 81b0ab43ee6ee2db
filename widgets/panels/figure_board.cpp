// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/figure_board.h"

#include <QGridLayout>
#include <QTimer>

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
        grid->setRowStretch(index / 2, 1);
        grid->setColumnStretch(index % 2, 1);
        ++index;
        m_panels.insert(metric, panel);
        m_order << panel;
        connect(panel, &FigurePanel::exportRequested, this, &FigureBoard::exportRequested);
        connect(panel, &FigurePanel::maximiseToggled, this, [this, panel] { toggleMaximised(panel); });
    }
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

void FigureBoard::toggleMaximised(FigurePanel* panel)
{
    m_maximised = m_maximised == nullptr ? panel : nullptr;
    for (FigurePanel* each : std::as_const(m_order)) {
        each->setVisible(m_maximised == nullptr || each == m_maximised);
        each->setMaximised(each == m_maximised);
    }
    // Empty rows and columns must not keep their share of the room.
    auto* grid = qobject_cast<QGridLayout*>(layout());
    for (int i = 0; i < m_order.size(); ++i) {
        const bool shown = m_maximised == nullptr;
        grid->setRowStretch(i / 2, shown ? 1 : 0);
        grid->setColumnStretch(i % 2, shown ? 1 : 0);
    }
    if (m_maximised != nullptr) {
        const auto at = m_order.indexOf(m_maximised);
        grid->setRowStretch(static_cast<int>(at) / 2, 1);
        grid->setColumnStretch(static_cast<int>(at) % 2, 1);
    }
}

} // namespace maskscope
