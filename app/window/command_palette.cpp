// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/command_palette.h"

#include <algorithm>

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

namespace maskscope {

namespace {

QString plain(QString text) { return text.remove(QLatin1Char('&')).remove(QStringLiteral("…")); }

/// "File: Save session    Ctrl+S"
QString titleOf(const QAction& action)
{
    const QString menu = action.property("menuTitle").toString(),
                  keys = action.shortcut().toString(QKeySequence::NativeText);
    return menu + QStringLiteral(": ") + plain(action.text())
        + (keys.isEmpty() ? QString() : QStringLiteral("    ") + keys);
}

void collect(const QMenu& menu, QList<QAction*>& actions)
{
    for (QAction* action : menu.actions()) {
        if (action->menu()) {
            collect(*action->menu(), actions);
        } else if (!action->isSeparator()) {
            action->setProperty("menuTitle", plain(menu.title()));
            actions << action;
        }
    }
}

} // namespace

CommandPalette::CommandPalette(const QMenuBar& menus, QWidget* parent)
    : QDialog(parent)
    , m_field(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setWindowTitle(tr("Commands"));
    constexpr QSize size(460, 340);
    resize(size);
    m_field->setPlaceholderText(tr("What to do, e.g. save"));
    m_field->setAccessibleName(tr("Search for a command"));
    m_field->installEventFilter(this);
    m_list->setAccessibleName(tr("Commands"));
    for (const QAction* top : menus.actions())
        if (top->menu())
            collect(*top->menu(), m_actions);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_field, &QLineEdit::returnPressed, this, &CommandPalette::trigger);
    connect(m_list, &QListWidget::itemActivated, this, &CommandPalette::trigger);
    filter({});
}

/// Actions whose title holds every word.
void CommandPalette::filter(const QString& text)
{
    m_list->clear();
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        const QString title = titleOf(*m_actions[i]);
        const bool holdsAll = std::ranges::all_of(
            words, [&](const QString& word) { return title.contains(word, Qt::CaseInsensitive); });
        if (!holdsAll || !m_actions[i]->isEnabled())
            continue;
        auto* item = new QListWidgetItem(title, m_list);
        item->setData(Qt::UserRole, static_cast<int>(i));
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::trigger()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (item == nullptr)
        return;
    QAction* action = m_actions[item->data(Qt::UserRole).toInt()];
    accept();
    action->trigger();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    if (step == 0)
        return QDialog::eventFilter(watched, event);
    m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1));
    return true;
}

} // namespace maskscope
