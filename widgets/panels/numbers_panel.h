// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "analysis/results/run_result.h"

class QComboBox;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace maskscope {

class NumbersModel;

/// The table of all numbers, with a filter and Copy. A number's tool tip says what it cannot show.
class NumbersPanel : public QWidget {
    Q_OBJECT
public:
    explicit NumbersPanel(QWidget* parent = nullptr);
    void find(const QString& key); ///< shows the numbers whose name holds it
    void setRuns(const std::vector<std::shared_ptr<const RunResult>>& runs);

private:
    void fitColumns();

    NumbersModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QLineEdit* m_filter;
    QComboBox* m_reference;
    QTableView* m_table;
};

} // namespace maskscope
