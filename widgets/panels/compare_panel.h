// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "widgets/models/compare_model.h"

class QLabel;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace maskscope {

/// The first page: a row a run, sorted by any column. The context menu, or Enter on a row, makes a run the reference
/// that differences are taken from.
class ComparePanel : public QWidget {
    Q_OBJECT
public:
    explicit ComparePanel(QWidget* parent = nullptr);
    void setRuns(std::vector<ComparedRun> runs);
    void setReference(const std::string& id);

Q_SIGNALS:
    void referenceChosen(const QString& id);

private:
    void chooseCurrent();
    void fit();

    CompareModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    QLabel* m_summary;
    QStackedWidget* m_pages;
};

} // namespace maskscope
