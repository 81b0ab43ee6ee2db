// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/inputs_panel.h"

#include <algorithm>

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace maskscope {

namespace {
constexpr int pathRole = Qt::UserRole;
constexpr int nameColumn = 0, subjectColumn = 1;
}

InputsPanel::InputsPanel(QWidget* parent)
    : QWidget(parent)
    , m_tree(new QTreeWidget(this))
    , m_remove(new QToolButton(this))
{
    m_tree->setObjectName(QStringLiteral("inputsTree"));
    m_tree->setHeaderLabels({ tr("File"), tr("Subject") });
    m_tree->headerItem()->setToolTip(subjectColumn,
                                     tr("Whose recording it is: double-click to name someone. Recordings of one person "
                                        "are one unit of every interval. Grey: as the file's name says (BIDS)."));
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setMinimumSectionSize(40);
    m_tree->header()->setSectionResizeMode(nameColumn, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(subjectColumn, QHeaderView::ResizeToContents);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(12);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setUniformRowHeights(true);
    m_tree->setAccessibleName(tr("Opened checkpoints and recordings"));
    auto* add = new QToolButton(this);
    add->setText(tr("Open…"));
    add->setToolTip(tr("Open recordings, checkpoints or result files (they can also be dropped on the window)"));
    m_remove->setText(tr("Remove"));
    m_remove->setEnabled(false);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(m_remove);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->addWidget(m_tree);
    layout->addLayout(buttons);
    connect(add, &QToolButton::clicked, this, &InputsPanel::addRequested);
    connect(m_remove, &QToolButton::clicked, this, [this] { Q_EMIT removeRequested(selectedPaths()); });
    connect(m_tree, &QTreeWidget::itemChanged, this, &InputsPanel::takeEdit);
    connect(m_tree, &QTreeWidget::itemDoubleClicked, this, [this](QTreeWidgetItem* row, int column) {
        if (column == subjectColumn)
            editSubject(row);
    });
    auto* name = new QAction(tr("Name the &subject"), m_tree);
    name->setShortcut(Qt::Key_F2);
    name->setShortcutContext(Qt::WidgetShortcut);
    m_tree->addAction(name);
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(name, &QAction::triggered, this, [this] { editSubject(m_tree->currentItem()); });
    connect(m_tree, &QTreeWidget::itemSelectionChanged, this, [this] {
        const QStringList paths = selectedPaths();
        m_remove->setEnabled(!paths.isEmpty());
        Q_EMIT selected(paths.isEmpty() ? QString() : paths.first());
    });
}

void InputsPanel::editSubject(QTreeWidgetItem* row)
{
    if (row != nullptr && row->flags().testFlag(Qt::ItemIsEditable))
        m_tree->editItem(row, subjectColumn);
}

/// All that is selected, where the edited row is among it: one name for many sessions of a person.
QStringList InputsPanel::pathsOfEdit(const QTreeWidgetItem* row) const
{
    const QString path = row->data(nameColumn, pathRole).toString();
    const QStringList selected = selectedPaths();
    return selected.contains(path) ? selected : QStringList { path };
}

void InputsPanel::takeEdit(const QTreeWidgetItem* row, int column)
{
    if (column == subjectColumn)
        Q_EMIT subjectChanged(pathsOfEdit(row), row->text(subjectColumn));
    else
        Q_EMIT checkedChanged(checkedPaths());
}

void InputsPanel::addGroup(const QString& title, const std::vector<InputItem>& items, bool checkpoints)
{
    const auto count
        = std::count_if(items.begin(), items.end(), [&](const InputItem& i) { return i.checkpoint == checkpoints; });
    auto* group = new QTreeWidgetItem(m_tree, { QStringLiteral("%1 (%2)").arg(title).arg(count) });
    group->setFlags(Qt::ItemIsEnabled);
    group->setFirstColumnSpanned(true);
    QFont bold = m_tree->font();
    bold.setBold(true);
    group->setFont(0, bold);
    for (const InputItem& item : items) {
        if (item.checkpoint != checkpoints)
            continue;
        auto* row = new QTreeWidgetItem(group, { item.name });
        row->setData(0, pathRole, item.path);
        row->setToolTip(0, item.toolTip);
        row->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable
                      | (item.usable ? Qt::ItemIsUserCheckable : Qt::NoItemFlags));
        if (!checkpoints) {
            row->setFlags(row->flags() | Qt::ItemIsEditable);
            row->setText(subjectColumn, item.subject.isEmpty() ? item.ownSubject : item.subject);
            if (item.subject.isEmpty())
                row->setForeground(subjectColumn, m_tree->palette().brush(QPalette::PlaceholderText));
        }
        row->setCheckState(0, item.checked && item.usable ? Qt::Checked : Qt::Unchecked);
        auto* detail = new QTreeWidgetItem(row, { item.detail });
        detail->setFirstColumnSpanned(true);
        detail->setFlags(Qt::ItemIsEnabled);
        detail->setToolTip(0, item.toolTip);
        detail->setForeground(0, m_tree->palette().brush(QPalette::PlaceholderText));
        row->setExpanded(true);
    }
    group->setExpanded(true);
}

void InputsPanel::setItems(const std::vector<InputItem>& items)
{
    const QStringList kept = selectedPaths();
    const QSignalBlocker blocker(m_tree);
    m_tree->clear();
    addGroup(tr("Checkpoints"), items, true);
    addGroup(tr("Recordings"), items, false);
    for (QTreeWidgetItemIterator it(m_tree); *it != nullptr; ++it)
        (*it)->setSelected(kept.contains((*it)->data(0, pathRole).toString()));
    m_remove->setEnabled(!selectedPaths().isEmpty());
}

QStringList InputsPanel::checkedPaths() const
{
    QStringList paths;
    for (QTreeWidgetItemIterator it(m_tree); *it != nullptr; ++it)
        if ((*it)->data(0, pathRole).isValid() && (*it)->checkState(0) == Qt::Checked)
            paths << (*it)->data(0, pathRole).toString();
    return paths;
}

QStringList InputsPanel::selectedPaths() const
{
    QStringList paths;
    for (const QTreeWidgetItem* item : m_tree->selectedItems())
        if (item->data(0, pathRole).isValid())
            paths << item->data(0, pathRole).toString();
    return paths;
}

} // namespace maskscope
