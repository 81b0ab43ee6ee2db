// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/numbers_panel.h"

#include <QClipboard>
#include <QComboBox>
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
    , m_reference(new QComboBox(this))
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
    m_reference->setObjectName(QStringLiteral("referenceRun"));
    m_reference->setAccessibleName(tr("Differences from"));
    m_reference->setToolTip(tr("Show the other runs' differences from one run over the same recordings, paired over "
                               "recordings or subjects, with their 95 % intervals (five of them are needed)"));
    m_reference->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_reference);
    bar->addWidget(copy);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(m_table);
    connect(m_filter, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_reference, &QComboBox::currentIndexChanged, this, [this] {
        m_model->setReference(m_reference->currentData().toInt());
        fitColumns();
    });
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_model->toText()); });
}

void NumbersPanel::find(const QString& key) { m_filter->setText(key); }

void NumbersPanel::setRuns(const std::vector<std::shared_ptr<const RunResult>>& runs)
{
    m_model->setRuns(runs);
    const QSignalBlocker quiet(m_reference);
    m_reference->clear();
    m_reference->addItem(tr("Numbers"), -1);
    for (std::size_t run = 0; run < runs.size() && runs.size() > 1; ++run)
        m_reference->addItem(tr("Differences from %1").arg(QString::fromStdString(runs[run]->label)),
                             static_cast<int>(run));
    m_reference->setVisible(runs.size() > 1);
    fitColumns();
}

void NumbersPanel::fitColumns()
{
    QHeaderView* header = m_table->horizontalHeader();
    if (m_model->columnCount() == 1)
        return;
    header->setSectionResizeMode(QHeaderView::Interactive);
    m_table->resizeColumnsToContents();
    for (int column = 1; column < m_model->columnCount(); ++column)
        header->resizeSection(column, std::max(header->sectionSize(column) + 12, 110));
}

} // namespace maskscope
