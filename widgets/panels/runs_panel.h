// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include <QWidget>

#include "widgets/panels/input_item.h"

class QListWidget;

namespace maskscope {

/// The finished runs in their colours; a check box hides one from the figures.
class RunsPanel : public QWidget {
    Q_OBJECT
public:
    explicit RunsPanel(QWidget* parent = nullptr);
    void setItems(const std::vector<RunItem>& items);

Q_SIGNALS:
    void visibilityChanged(std::size_t index, bool visible);

private:
    QListWidget* m_list;
};

} // namespace maskscope
