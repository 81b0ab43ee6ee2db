// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>
#include <QColor>
#include <QString>

#include "analysis/results/run_result.h"
#include "analysis/verdict/verdict.h"

namespace maskscope {

/// A run and the verdict on it, as the comparison shows it.
struct ComparedRun {
    std::shared_ptr<const RunResult> run;
    QColor color;
    Verdict verdict;
};

/// Which run is better, at one look: a row a run; skill, its paired difference from the reference run, what predictions
/// carry and through which input, collapse and leaks, each with its finding.
class CompareModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Run, Ratio, Skill, Difference, MaskedError, Position, Channel, Context, Collapse, Leaks, Columns };
    static constexpr int kSortRole = Qt::UserRole; ///< a number, or the text of a label
    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(std::vector<ComparedRun> runs);
    /// Differences are the other runs' less this one's, where the recordings are the same; by id, since places change.
    void setReference(const std::string& id);
    [[nodiscard]] const std::string& reference() const { return m_reference; }
    [[nodiscard]] const std::string& idOf(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Tab-separated text with a header row, for the clipboard.
    [[nodiscard]] QString toText() const;

    struct Cell {
        QString text;
        QString toolTip {};
        QVariant sortKey {};
        QColor color {}; ///< of the text; invalid: the palette's
    };
    using Row = std::vector<Cell>; ///< [column]

private:
    void build();

    std::vector<ComparedRun> m_runs;
    std::vector<Row> m_rows;
    std::string m_reference;
};

} // namespace maskscope
