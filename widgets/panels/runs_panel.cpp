// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/runs_panel.h"

#include <QListWidget>
#include <QPainter>
#include <QVBoxLayout>

namespace maskscope {

namespace {

QIcon swatch(unsigned rgb)
{
    QPixmap pixmap(14, 14);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor::fromRgb(rgb));
    painter.drawRoundedRect(QRectF(1, 1, 12, 12), 3, 3);
    return QIcon(pixmap);
}

} // namespace

RunsPanel::RunsPanel(QWidget* parent)
    : QWidget(parent)
    , m_list(new QListWidget(this))
{
    m_list->setObjectName(QStringLiteral("runsList"));
    m_list->setAccessibleName(tr("Finished runs"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->addWidget(m_list);
    connect(m_list, &QListWidget::itemChanged, this, [this](const QListWidgetItem* item) {
        Q_EMIT visibilityChanged(static_cast<std::size_t>(m_list->row(item)), item->checkState() == Qt::Checked);
    });
}

void RunsPanel::setItems(const std::vector<RunItem>& items)
{
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    for (const RunItem& run : items) {
        auto* item = new QListWidgetItem(swatch(run.rgb), run.label + QStringLiteral("\n") + run.detail, m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(run.visible ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(run.toolTip);
    }
}

} // namespace maskscope
