// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QAbstractTableModel>
#include <QColor>
#include <QString>

#include "analysis/verdict/verdict.h"

namespace maskscope {

/// One run's verdict as the page shows it.
struct RunVerdict {
    QString label;
    QColor color;
    Verdict verdict;
};

/// Questions x runs: a row per question, the old verdict "position only" last; a column per run.
class VerdictModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setVerdicts(std::vector<RunVerdict> verdicts);
    [[nodiscard]] const std::vector<RunVerdict>& verdicts() const { return m_verdicts; }
    /// The statement of a cell; null for the last row, and where a run does not know the question.
    [[nodiscard]] const Statement* statement(const QModelIndex& index) const;
    [[nodiscard]] bool isOldVerdict(const QModelIndex& index) const { return index.row() == rowCount() - 1; }
    [[nodiscard]] std::optional<Finding> finding(const QModelIndex& index) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString reason(const QModelIndex& index) const;

    std::vector<RunVerdict> m_verdicts;
    std::vector<std::string> m_ids; // of the questions
    std::vector<QString> m_questions;
};

/// "supported" is green, but red where the question is whether the predictions have collapsed; "too little data" amber,
/// "not testable" grey. Readable on light and dark grounds.
[[nodiscard]] QColor findingColor(Finding finding, bool bad);

} // namespace maskscope
