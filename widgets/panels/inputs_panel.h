// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QStringList>
#include <QWidget>

#include "widgets/panels/input_item.h"

class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace maskscope {

/// The opened checkpoints and recordings, each with a check box: which take part in the next analysis.
class InputsPanel : public QWidget {
    Q_OBJECT
public:
    explicit InputsPanel(QWidget* parent = nullptr);

    void setItems(const std::vector<InputItem>& items);
    [[nodiscard]] QStringList checkedPaths() const;
    [[nodiscard]] QStringList selectedPaths() const;

Q_SIGNALS:
    void addRequested();
    void removeRequested(const QStringList& paths);
    void subjectChanged(const QStringList& paths, const QString& subject); ///< empty: as the recording says
    void checkedChanged(const QStringList& paths);
    void selected(const QString& path); ///< empty: none

private:
    void editSubject(QTreeWidgetItem* row);
    [[nodiscard]] QStringList pathsOfEdit(const QTreeWidgetItem* row) const;
    void takeEdit(const QTreeWidgetItem* row, int column);
    void addGroup(const QString& title, const std::vector<InputItem>& items, bool checkpoints);

    QTreeWidget* m_tree;
    QToolButton* m_remove;
};

} // namespace maskscope
