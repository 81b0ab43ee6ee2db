// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include <QAbstractTableModel>

#include "analysis/results/run_result.h"

namespace maskscope {

/// Every single number of the shown runs: a row per number, a column per run.
class NumbersModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(const std::vector<std::shared_ptr<const RunResult>>& runs);
    /// Shows the other runs' differences from this one, paired over their units, in place of their numbers; -1: none.
    void setReference(int run);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Tab-separated text with a header row, for the clipboard.
    [[nodiscard]] QString toText() const;

private:
    struct Cell {
        double value = std::numeric_limits<double>::quiet_NaN(); // or the run has none
        std::optional<Interval> interval;
        QString detail; // unit of inference, null, untrained copies; one a line
        QString untestable; // why the question cannot be asked of this run
        std::optional<double> difference {}; // from the reference, less it
        Interval differenceInterval {};
    };
    struct Row {
        QString key;
        QString unit;
        QString note;
        std::vector<Cell> cells; // [run]
    };
    static Cell cellOf(const MetricValue& value, const std::string& name, double number);
    [[nodiscard]] QVariant toolTip(const Row& row, int column) const;
    [[nodiscard]] QString cellText(const Cell& cell, int run) const;
    void compareWithReference();

    std::vector<Row> m_rows;
    std::vector<QString> m_labels;
    std::vector<std::shared_ptr<const RunResult>> m_runs;
    int m_reference = -1;
};

} // namespace maskscope
