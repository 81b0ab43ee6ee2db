// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/numbers_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "widgets/models/numbers_model.h"

namespace maskscope {

NumbersPanel::NumbersPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new NumbersModel(this))
    , m_filtered(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit(this))
    , m_table(new QTableView(this))
{
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_filtered);
    m_table->setObjectName(QStringLiteral("numbersTable"));
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_filter->setObjectName(QStringLiteral("numbersFilter"));
    m_filter->setPlaceholderText(tr("Filter, e.g. position"));
    m_filter->setClearButtonEnabled(true);
    auto* copy = new QPushButton(tr("Copy all"), this);
    copy->setToolTip(tr("Copy the whole table, with all digits, for a spreadsheet"));
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(copy);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(m_table);
    connect(m_filter, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_model->toText()); });
}

void NumbersPanel::find(const QString& key) { m_filter->setText(key); }

void NumbersPanel::setRuns(const std::vector<std::shared_ptr<const RunResult>>& runs)
{
    m_model->setRuns(runs);
    QHeaderView* header = m_table->horizontalHeader();
    if (m_model->columnCount() == 1)
        return;
    header->setSectionResizeMode(QHeaderView::Interactive);
    m_table->resizeColumnsToContents();
    for (int column = 1; column < m_model->columnCount(); ++column)
        header->resizeSection(column, std::max(header->sectionSize(column) + 12, 110));
}

} // namespace maskscope
