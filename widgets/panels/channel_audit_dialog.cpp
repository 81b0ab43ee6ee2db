// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/channel_audit_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

#include "widgets/panels/kind_delegate.h"

namespace maskscope {

ChannelAuditDialog::ChannelAuditDialog(QWidget* parent)
    : QDialog(parent)
    , m_summary(new QLabel(this))
    , m_warnings(new QLabel(this))
    , m_table(new QTableView(this))
    , m_model(new ChannelAuditModel(this))
    , m_unit(new QComboBox(this))
    , m_keepBad(new QCheckBox(tr("Keep what is marked bad"), this))
    , m_onlySelected(new QPushButton(tr("Only selected"), this))
    , m_asFound(new QPushButton(tr("As found"), this))
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
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setItemDelegateForColumn(ChannelAuditModel::kindColumn(), new KindDelegate(m_table));
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
                             | QAbstractItemView::SelectedClicked);
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
    connect(m_model, &ChannelAuditModel::choicesChanged, this, &ChannelAuditDialog::choicesChanged);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT channelClicked(m_model->rows()[static_cast<std::size_t>(index.row())].name);
    });
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_summary);
    layout->addWidget(makeChoiceBar());
    layout->addWidget(m_table, 1);
    layout->addWidget(warnings);
    layout->addWidget(buttons);
}

QWidget* ChannelAuditDialog::makeChoiceBar()
{
    auto* bar = new QWidget(this);
    m_unit->setObjectName(QStringLiteral("auditUnit"));
    m_unit->setAccessibleName(tr("Unit of the numbers"));
    m_unit->addItem(tr("as the file says"), QString());
    for (const char* unit : { "uV", "mV", "V" })
        m_unit->addItem(QString::fromLatin1(unit).replace(QLatin1Char('u'), QChar(0xB5)), QString::fromLatin1(unit));
    m_keepBad->setObjectName(QStringLiteral("auditKeepBad"));
    m_keepBad->setToolTip(tr("Channels and spans of time that the recording marks as bad take part all the same"));
    m_onlySelected->setObjectName(QStringLiteral("auditOnlySelected"));
    m_onlySelected->setToolTip(tr("The selected channels alone take part, whatever their kind"));
    m_asFound->setObjectName(QStringLiteral("auditAsFound"));
    m_asFound->setToolTip(tr("Takes back every choice about this recording"));
    auto* all = new QPushButton(tr("Use for all recordings"), bar);
    all->setObjectName(QStringLiteral("auditUseForAll"));
    all->setToolTip(tr("The same choices for every recording that is open"));
    connect(m_unit, qOverload<int>(&QComboBox::activated), this, &ChannelAuditDialog::chooseUnit);
    connect(m_keepBad, &QCheckBox::clicked, this, &ChannelAuditDialog::chooseKeepBad);
    connect(m_onlySelected, &QPushButton::clicked, this, &ChannelAuditDialog::chooseOnlySelected);
    connect(m_asFound, &QPushButton::clicked, this, [this] { Q_EMIT choicesChanged({}); });
    connect(all, &QPushButton::clicked, this, [this] { Q_EMIT choicesForAllRequested(m_model->choices()); });
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new QLabel(tr("Unit of the numbers:"), bar));
    layout->addWidget(m_unit);
    layout->addWidget(m_keepBad);
    layout->addStretch(1);
    for (QPushButton* button : { m_onlySelected, m_asFound, all })
        layout->addWidget(button);
    return bar;
}

void ChannelAuditDialog::chooseUnit(int index)
{
    ChannelChoices choices = m_model->choices();
    choices.unit = m_unit->itemData(index).toString().toStdString();
    Q_EMIT choicesChanged(choices);
}

void ChannelAuditDialog::chooseKeepBad(bool keep)
{
    ChannelChoices choices = m_model->choices();
    choices.keepBad = keep;
    Q_EMIT choicesChanged(choices);
}

void ChannelAuditDialog::chooseOnlySelected()
{
    ChannelChoices choices = m_model->choices();
    choices.only.clear();
    choices.exclude.clear();
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        choices.only.push_back(m_model->choiceName(index.row()));
    if (!choices.only.empty())
        Q_EMIT choicesChanged(choices);
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
    const int scrolled = m_table->verticalScrollBar()->value();
    m_model->setRows(audit.rows, audit.choices, audit.choosable);
    m_table->verticalScrollBar()->setValue(scrolled); // a choice reads the file anew: the place stays
    const QSignalBlocker quiet(m_unit);
    m_unit->setCurrentIndex(std::max(0, m_unit->findData(QString::fromStdString(audit.choices.unit))));
    m_keepBad->setChecked(audit.choices.keepBad); // which clicked() does not tell
    m_onlySelected->setEnabled(audit.choosable);
    m_asFound->setEnabled(!audit.choices.empty());
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
