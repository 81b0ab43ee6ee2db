// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include <QColor>
#include <QWidget>

#include "widgets/panels/input_item.h"

class QListWidget;
class QListWidgetItem;

namespace maskscope {

/// The finished runs in their colours, in the user's order. A check box hides one from the figures; F2 or a double
/// click renames, Delete removes, dragging orders, and the context menu has all of these.
class RunsPanel : public QWidget {
    Q_OBJECT
public:
    explicit RunsPanel(QWidget* parent = nullptr);
    void setItems(const std::vector<RunItem>& items); ///< the current row and the selection stay where they were

Q_SIGNALS:
    void visibilityChanged(std::size_t index, bool visible);
    void renamed(std::size_t index, const QString& name); ///< empty: the run's own name again
    void removeRequested(const std::vector<std::size_t>& indices);
    void recolored(std::size_t index, const QColor& color);
    void moved(std::size_t from, std::size_t to);

private:
    void buildActions();
    void takeChange(const QListWidgetItem* item);
    void removeSelected();
    void chooseColor();
    [[nodiscard]] std::vector<std::size_t> selectedRows() const;

    QListWidget* m_list;
    std::vector<RunItem> m_items;
};

} // namespace maskscope
