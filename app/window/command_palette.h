// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QListWidget;
class QMenuBar;

namespace maskscope {

/// Every action of the menus by a few letters of its name: type, choose with the arrows, Enter.
class CommandPalette : public QDialog {
    Q_OBJECT
public:
    CommandPalette(const QMenuBar& menus, QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; ///< arrows of the field move the list

private:
    void filter(const QString& text);
    void trigger();

    QList<QAction*> m_actions;
    QLineEdit* m_field;
    QListWidget* m_list;
};

} // namespace maskscope
