// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/compare_panel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace maskscope {

ComparePanel::ComparePanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new CompareModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView(this))
    , m_summary(new QLabel(this))
    , m_pages(new QStackedWidget(this))
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(CompareModel::kSortRole);
    m_table->setObjectName(QStringLiteral("compareTable"));
    m_table->setAccessibleName(tr("Comparison of runs"));
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_sorted->sort(-1); // the order of the runs, until a column is clicked
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(2 * fontMetrics().height() + 10);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* choose = new QAction(tr("Take differences from this run"), m_table);
    choose->setShortcut(QKeySequence(Qt::Key_Return));
    choose->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(choose);
    connect(choose, &QAction::triggered, this, &ComparePanel::chooseCurrent);
    connect(m_table, &QTableView::doubleClicked, this, &ComparePanel::chooseCurrent);
    m_summary->setWordWrap(true);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    auto* copy = new QPushButton(tr("Copy all"), this);
    copy->setToolTip(tr("Copy the table for a spreadsheet"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_model->toText()); });
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_summary, 1);
    bar->addWidget(copy);
    auto* filled = new QWidget;
    auto* layout = new QVBoxLayout(filled);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    auto* waiting = new QLabel(tr("Press Run analysis: the runs are laid side by side here."));
    waiting->setAlignment(Qt::AlignCenter);
    waiting->setForegroundRole(QPalette::PlaceholderText);
    m_pages->addWidget(waiting);
    m_pages->addWidget(filled);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_pages);
}

void ComparePanel::setRuns(std::vector<ComparedRun> runs)
{
    m_pages->setCurrentIndex(runs.empty() ? 0 : 1);
    m_model->setRuns(std::move(runs));
    fit();
}

void ComparePanel::setReference(const std::string& id)
{
    m_model->setReference(id);
    fit();
}

void ComparePanel::chooseCurrent()
{
    const QModelIndex at = m_sorted->mapToSource(m_table->currentIndex());
    if (at.isValid())
        Q_EMIT referenceChosen(QString::fromStdString(m_model->idOf(at.row())));
}

void ComparePanel::fit()
{
    m_summary->setText(
        tr("Skill: 1 is perfect, below 0 is worse than the mean of the other recordings. Differences are "
           "paired over recordings; double-click a run to take them from it."));
    m_table->resizeColumnsToContents();
    constexpr int widest = 260;
    for (int column = 0; column < m_model->columnCount(); ++column)
        if (m_table->columnWidth(column) > widest)
            m_table->setColumnWidth(column, widest);
}

} // namespace maskscope
