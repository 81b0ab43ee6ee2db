// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/channel_audit_dialog.h"

#include <algorithm>

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>

namespace maskscope {

ChannelAuditDialog::ChannelAuditDialog(QWidget* parent)
    : QDialog(parent)
    , m_summary(new QLabel(this))
    , m_warnings(new QLabel(this))
    , m_table(new QTableView(this))
    , m_model(new ChannelAuditModel(this))
{
    resize(860, 560);
    m_summary->setObjectName(QStringLiteral("auditSummary"));
    m_summary->setWordWrap(true);
    m_warnings->setWordWrap(true);
    m_warnings->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_table->setObjectName(QStringLiteral("auditTable"));
    m_table->setAccessibleName(tr("Channels"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->horizontalHeader()->setStretchLastSection(true);
    auto* warnings = new QScrollArea(this);
    warnings->setWidgetResizable(true);
    warnings->setFrameShape(QFrame::NoFrame);
    warnings->setWidget(m_warnings);
    warnings->setMaximumHeight(110);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* copy = buttons->addButton(tr("Copy all"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_model->toText()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT channelClicked(m_model->rows()[static_cast<std::size_t>(index.row())].name);
    });
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_summary);
    layout->addWidget(m_table, 1);
    layout->addWidget(warnings);
    layout->addWidget(buttons);
}

void ChannelAuditDialog::setAudit(const ChannelAudit& audit)
{
    setWindowTitle(tr("Channels of %1").arg(audit.title));
    m_summary->setText(audit.summary);
    QStringList lines;
    for (const QString& warning : audit.warnings)
        lines << QStringLiteral("• ") + warning;
    m_warnings->setText(lines.join(QLatin1Char('\n')));
    m_warnings->parentWidget()->parentWidget()->setVisible(!lines.isEmpty());
    m_model->setRows(audit.rows);
    m_table->resizeColumnsToContents();
    for (int column = 0; column + 1 < m_model->columnCount(); ++column)
        m_table->setColumnWidth(column, std::clamp(m_table->columnWidth(column) + 12, 60, 220));
}

void ChannelAuditDialog::setSelectedChannel(const QString& name)
{
    m_table->clearSelection();
    for (std::size_t row = 0; row < m_model->rows().size(); ++row)
        if (m_model->rows()[row].name == name) {
            m_table->selectRow(static_cast<int>(row));
            m_table->scrollTo(m_model->index(static_cast<int>(row), 0));
        }
}

} // namespace maskscope
