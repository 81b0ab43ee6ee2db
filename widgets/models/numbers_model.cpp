// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/numbers_model.h"

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <variant>

#include <QColor>
#include <QHash>

#include "analysis/data/core/table_cell.h"
#include "analysis/results/comparisons.h"

namespace maskscope {

namespace {

/// A value's single numbers by name, the whole one under an empty name; lists are left to the result file.
MetricNumbers flatten(const MetricContent& content)
{
    if (const double* single = std::get_if<double>(&content))
        return { { std::string(), *single } };
    const auto* named = std::get_if<MetricNumbers>(&content);
    return named != nullptr ? *named : MetricNumbers();
}

std::optional<double> numberOf(const MetricContent& content, const std::string& name)
{
    for (const auto& [own, number] : flatten(content))
        if (own == name)
            return number;
    return std::nullopt;
}

QString numberText(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    return value == std::round(value) && std::abs(value) < 1e9 ? QString::number(value, 'f', 0)
                                                               : QString::number(value, 'g', 4);
}

} // namespace

NumbersModel::Cell NumbersModel::cellOf(const MetricValue& value, const std::string& name, double number)
{
    Cell cell { number, value.interval, {}, QString::fromStdString(value.untestable) };
    for (const auto& [own, interval] : value.intervals)
        if (own == name)
            cell.interval = interval;
    QStringList lines;
    if (cell.interval)
        lines << tr("95 % interval over %1s: %2 to %3")
                     .arg(QString::fromStdString(value.intervalUnit.empty() ? value.unitOfInference
                                                                            : value.intervalUnit),
                          numberText(cell.interval->low), numberText(cell.interval->high));
    if (value.null)
        if (const auto null = numberOf(*value.null, name))
            lines << tr("under the null: %1").arg(numberText(*null));
    if (const auto range = name.empty() ? untrainedRange(value) : std::nullopt)
        lines << tr("untrained copies: %1 to %2").arg(numberText(range->low), numberText(range->high));
    if (value.n > 0)
        lines << tr("n = %1 (%2)").arg(value.n).arg(QString::fromStdString(value.unitOfInference));
    cell.detail = lines.join(QLatin1Char('\n'));
    return cell;
}

void NumbersModel::setRuns(const std::vector<std::shared_ptr<const RunResult>>& runs)
{
    beginResetModel();
    m_rows.clear();
    m_labels.clear();
    m_runs = runs;
    m_reference = -1;
    QHash<QString, std::size_t> rowOf;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        m_labels.push_back(QString::fromStdString(runs[run]->label));
        for (const MetricResult& metric : runs[run]->metrics)
            for (const MetricValue& value : metric.values)
                for (const auto& [name, number] : flatten(value.value)) {
                    const QString key = QString::fromStdString(name.empty() ? value.key : value.key + '.' + name);
                    if (!rowOf.contains(key)) {
                        rowOf.insert(key, m_rows.size());
                        m_rows.push_back({ key, QString::fromStdString(value.unit), QString::fromStdString(value.note),
                                           std::vector<Cell>(runs.size()) });
                    }
                    m_rows[rowOf.value(key)].cells[run] = cellOf(value, name, number);
                }
    }
    endResetModel();
}

void NumbersModel::setReference(int run)
{
    beginResetModel();
    m_reference = run >= 0 && run < static_cast<int>(m_runs.size()) ? run : -1;
    compareWithReference();
    endResetModel();
}

void NumbersModel::compareWithReference()
{
    QHash<QString, Row*> rowOf;
    for (Row& row : m_rows) {
        rowOf.insert(row.key, &row);
        for (Cell& cell : row.cells)
            cell.difference.reset();
    }
    for (std::size_t run = 0; m_reference >= 0 && run < m_runs.size(); ++run) {
        if (run == static_cast<std::size_t>(m_reference))
            continue;
        const std::array pair { m_runs[run], m_runs[static_cast<std::size_t>(m_reference)] };
        for (const Comparison& comparison : compareRuns(pair))
            if (Row* row = rowOf.value(QString::fromStdString(comparison.key))) {
                row->cells[run].difference = comparison.difference;
                row->cells[run].differenceInterval = comparison.interval;
            }
    }
}

int NumbersModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int NumbersModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_labels.size()) + 1;
}

QVariant NumbersModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole)
        return toolTip(row, index.column());
    if (role == Qt::TextAlignmentRole)
        return QVariant(index.column() == 0 ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    const Cell* cell = index.column() > 0 ? &row.cells[static_cast<std::size_t>(index.column() - 1)] : nullptr;
    if (role == Qt::ForegroundRole && cell != nullptr && !cell->untestable.isEmpty())
        return QColor(0x80, 0x88, 0x92); // readable on light and dark
    if (role != Qt::DisplayRole)
        return {};
    if (cell == nullptr)
        return row.unit.isEmpty() || row.unit == QStringLiteral("1") ? row.key
                                                                     : QStringLiteral("%1 (%2)").arg(row.key, row.unit);
    return cellText(*cell, index.column() - 1);
}

QString NumbersModel::cellText(const Cell& cell, int run) const
{
    const auto withInterval = [](double value, const Interval& interval) {
        return QStringLiteral("%1  [%2, %3]")
            .arg(numberText(value), numberText(interval.low), numberText(interval.high));
    };
    if (m_reference >= 0 && run != m_reference)
        return cell.difference ? QStringLiteral("Δ ") + withInterval(*cell.difference, cell.differenceInterval)
                               : QStringLiteral("–");
    if (!cell.untestable.isEmpty())
        return tr("not testable");
    return cell.interval ? withInterval(cell.value, *cell.interval) : numberText(cell.value);
}

QVariant NumbersModel::toolTip(const Row& row, int column) const
{
    QStringList lines;
    if (column > 0) {
        const Cell& cell = row.cells[static_cast<std::size_t>(column - 1)];
        if (!cell.untestable.isEmpty())
            lines << tr("Not testable: %1").arg(cell.untestable);
        if (cell.difference)
            lines << tr("Difference from %1, paired over the units; the number itself is %2")
                         .arg(m_labels[static_cast<std::size_t>(m_reference)], numberText(cell.value));
        lines << cell.detail;
    }
    lines << row.note;
    lines.removeAll(QString());
    return lines.isEmpty() ? QVariant() : QVariant(lines.join(QLatin1Char('\n')));
}

QVariant NumbersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Number") : m_labels[static_cast<std::size_t>(section - 1)];
}

QString NumbersModel::toText() const
{
    QString text;
    const auto pasteable = [](const QString& cell) { // labels are names of files
        return QString::fromStdString(noFormula(oneLine(cell.toStdString())));
    };
    for (int column = 0; column < columnCount(); ++column)
        text += (column > 0 ? QStringLiteral("\t") : QString())
            + pasteable(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    text += QLatin1Char('\n');
    for (const Row& row : m_rows) {
        text += pasteable(row.key);
        for (const Cell& cell : row.cells)
            text += QLatin1Char('\t')
                + (std::isfinite(cell.value) ? QString::number(cell.value, 'g', 17) : QStringLiteral("nan"));
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace maskscope
