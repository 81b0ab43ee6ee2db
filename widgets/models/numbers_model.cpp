// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/numbers_model.h"

#include <cmath>
#include <limits>

#include <QHash>

namespace maskscope {

namespace {

/// A value's single numbers with their full names; lists are left to the result file.
std::vector<std::pair<QString, double>> flatten(const MetricValue& value)
{
    const QString key = QString::fromStdString(value.key);
    std::vector<std::pair<QString, double>> numbers;
    if (const double* single = std::get_if<double>(&value.value))
        numbers.emplace_back(key, *single);
    else if (const MetricNumbers* named = std::get_if<MetricNumbers>(&value.value))
        for (const auto& [name, number] : *named)
            numbers.emplace_back(key + QLatin1Char('.') + QString::fromStdString(name), number);
    return numbers;
}

QString numberText(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    return value == std::round(value) && std::abs(value) < 1e9 ? QString::number(value, 'f', 0)
                                                               : QString::number(value, 'g', 4);
}

} // namespace

void NumbersModel::setRuns(const std::vector<std::shared_ptr<const RunResult>>& runs)
{
    beginResetModel();
    m_rows.clear();
    m_labels.clear();
    QHash<QString, std::size_t> rowOf;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        m_labels.push_back(QString::fromStdString(runs[run]->label));
        for (const MetricResult& metric : runs[run]->metrics)
            for (const MetricValue& value : metric.values)
                for (const auto& [key, number] : flatten(value)) {
                    if (!rowOf.contains(key)) {
                        rowOf.insert(key, m_rows.size());
                        m_rows.push_back(
                            { key, QString::fromStdString(value.unit), QString::fromStdString(value.note),
                              std::vector<double>(runs.size(), std::numeric_limits<double>::quiet_NaN()) });
                    }
                    m_rows[rowOf.value(key)].values[run] = number;
                }
    }
    endResetModel();
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
        return row.note.isEmpty() ? QVariant() : QVariant(row.note);
    if (role == Qt::TextAlignmentRole)
        return QVariant(index.column() == 0 ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (index.column() == 0)
        return row.unit.isEmpty() || row.unit == QStringLiteral("1") ? row.key
                                                                     : QStringLiteral("%1 (%2)").arg(row.key, row.unit);
    return numberText(row.values[static_cast<std::size_t>(index.column() - 1)]);
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
    for (int column = 0; column < columnCount(); ++column)
        text += (column > 0 ? QStringLiteral("\t") : QString())
            + headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    text += QLatin1Char('\n');
    for (const Row& row : m_rows) {
        text += row.key;
        for (const double value : row.values)
            text
                += QLatin1Char('\t') + (std::isfinite(value) ? QString::number(value, 'g', 17) : QStringLiteral("nan"));
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace maskscope
