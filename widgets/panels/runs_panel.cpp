// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/runs_panel.h"

#include <algorithm>

#include <QAction>
#include <QColorDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
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

/// Edits the first line of an item, its name; the second says what it is.
class NameDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        if (auto* line = qobject_cast<QLineEdit*>(editor)) {
            line->setText(index.data(Qt::EditRole).toString().section(QLatin1Char('\n'), 0, 0));
            line->selectAll();
        }
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        if (const auto* line = qobject_cast<QLineEdit*>(editor))
            model->setData(index, line->text() + QLatin1Char('\n'), Qt::EditRole);
    }
};

} // namespace

RunsPanel::RunsPanel(QWidget* parent)
    : QWidget(parent)
    , m_list(new QListWidget(this))
{
    m_list->setObjectName(QStringLiteral("runsList"));
    m_list->setAccessibleName(tr("Finished runs"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_list->setItemDelegate(new NameDelegate(m_list));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->addWidget(m_list);
    buildActions();
    connect(m_list, &QListWidget::itemChanged, this, &RunsPanel::takeChange);
    connect(
        m_list->model(), &QAbstractItemModel::rowsMoved, this,
        [this](const QModelIndex&, int from, int, const QModelIndex&, int to) {
            // `to` counts the row that moves, too.
            Q_EMIT moved(static_cast<std::size_t>(from), static_cast<std::size_t>(to > from ? to - 1 : to));
        },
        Qt::QueuedConnection); // the view is still at it
}

void RunsPanel::buildActions()
{
    const auto add = [this](const QString& text, const QKeySequence& keys, auto slot) {
        auto* action = new QAction(text, m_list);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, slot);
        m_list->addAction(action);
    };
    add(tr("&Rename…"), QKeySequence(Qt::Key_F2), [this] {
        if (QListWidgetItem* item = m_list->currentItem())
            m_list->editItem(item);
    });
    add(tr("&Colour…"), {}, &RunsPanel::chooseColor);
    add(tr("Re&move"), QKeySequence::Delete, &RunsPanel::removeSelected);
}

/// The user's tick or name.
void RunsPanel::takeChange(const QListWidgetItem* item)
{
    const auto row = static_cast<std::size_t>(m_list->row(item));
    if (row >= m_items.size())
        return;
    const bool visible = item->checkState() == Qt::Checked;
    const QString name = item->text().section(QLatin1Char('\n'), 0, 0);
    if (visible != m_items[row].visible) {
        m_items[row].visible = visible;
        Q_EMIT visibilityChanged(row, visible);
    } else if (name != m_items[row].label || item->text().endsWith(QLatin1Char('\n'))) {
        Q_EMIT renamed(row, name);
    }
}

std::vector<std::size_t> RunsPanel::selectedRows() const
{
    std::vector<std::size_t> rows;
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->isSelected())
            rows.push_back(static_cast<std::size_t>(row));
    return rows;
}

void RunsPanel::removeSelected()
{
    if (const auto rows = selectedRows(); !rows.empty())
        Q_EMIT removeRequested(rows);
}

void RunsPanel::chooseColor()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= static_cast<int>(m_items.size()))
        return;
    const QColor color = QColorDialog::getColor(QColor::fromRgb(m_items[static_cast<std::size_t>(row)].rgb), this,
                                                tr("Colour of %1").arg(m_items[static_cast<std::size_t>(row)].label));
    if (color.isValid())
        Q_EMIT recolored(static_cast<std::size_t>(row), color);
}

void RunsPanel::setItems(const std::vector<RunItem>& items)
{
    const QSignalBlocker blocker(m_list);
    const int current = m_list->currentRow();
    const bool sameRows = items.size() == m_items.size();
    const std::vector<std::size_t> selected = sameRows ? selectedRows() : std::vector<std::size_t> {};
    m_items = items;
    m_list->clear();
    for (const RunItem& run : items) {
        auto* item = new QListWidgetItem(swatch(run.rgb), run.label + QStringLiteral("\n") + run.detail, m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable | Qt::ItemIsEditable
                       | Qt::ItemIsDragEnabled);
        item->setCheckState(run.visible ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(run.toolTip);
    }
    if (current >= 0 && m_list->count() > 0)
        m_list->setCurrentRow(std::min(current, m_list->count() - 1));
    for (const std::size_t row : selected)
        m_list->item(static_cast<int>(row))->setSelected(true);
}

} // namespace maskscope
