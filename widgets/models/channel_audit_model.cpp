// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/channel_audit_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QColor>

#include "analysis/data/core/table_cell.h"

namespace maskscope {

namespace {

enum Column { Label, Name, Kind, Electrode, Unit, Analysis, Remark, Columns };

/// For a table in the clipboard: labels come from files that others wrote.
QString pasteable(const QString& text) { return QString::fromStdString(noFormula(oneLine(text.toStdString()))); }

QString textOf(const ChannelAuditRow& row, int column)
{
    switch (column) {
    case Label:
        return row.label;
    case Name:
        return row.name;
    case Kind:
        return row.kind;
    case Electrode:
        return row.electrode.isEmpty() ? ChannelAuditModel::tr("no position") : row.electrode;
    case Unit:
        return row.unit;
    case Analysis:
        return row.leftOut.isEmpty() ? ChannelAuditModel::tr("takes part")
                                     : ChannelAuditModel::tr("left out: %1").arg(row.leftOut);
    case Remark:
        return row.remark;
    default:
        return {};
    }
}

} // namespace

void ChannelAuditModel::setRows(std::vector<ChannelAuditRow> rows, ChannelChoices choices, bool choosable)
{
    beginResetModel();
    m_rows = std::move(rows);
    m_choices = std::move(choices);
    m_choosable = choosable;
    endResetModel();
}

int ChannelAuditModel::kindColumn() { return Kind; }

std::string ChannelAuditModel::choiceName(int row) const
{
    const ChannelAuditRow& wanted = m_rows[static_cast<std::size_t>(row)];
    const auto same = std::ranges::count_if(
        m_rows, [&](const ChannelAuditRow& r) { return r.label.compare(wanted.label, Qt::CaseInsensitive) == 0; });
    return (same == 1 && !wanted.label.isEmpty() ? wanted.label : wanted.name).toStdString();
}

bool ChannelAuditModel::isCheckable(const QModelIndex& index) const
{
    return m_choosable && index.isValid() && index.column() == Analysis
        && !m_rows[static_cast<std::size_t>(index.row())].setAside;
}

Qt::ItemFlags ChannelAuditModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (isCheckable(index))
        flags |= Qt::ItemIsUserCheckable;
    if (m_choosable && index.column() == Kind)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ChannelAuditModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || !m_choosable)
        return false;
    if (role == Qt::CheckStateRole && isCheckable(index))
        chooseTakingPart(index.row(), value.toInt() == Qt::Checked);
    else if (role == Qt::EditRole && index.column() == Kind)
        chooseKind(index.row(), value.toString().toStdString());
    else
        return false;
    Q_EMIT choicesChanged(m_choices);
    return true;
}

void ChannelAuditModel::chooseKind(int row, const std::string& word)
{
    const std::string name = choiceName(row);
    std::erase_if(m_choices.kinds, [&](const auto& choice) { return choice.first == name; });
    if (const auto kind = kindOfWord(word))
        m_choices.kinds.emplace_back(name, *kind);
}

/// By what needs no choice at all first: a choice taken back, then one more.
void ChannelAuditModel::chooseTakingPart(int row, bool takesPart)
{
    const std::string name = choiceName(row);
    if (!takesPart) {
        const auto kinds = std::erase(m_choices.kinds, std::pair(name, ChannelKind::Eeg));
        const bool last = m_choices.only == std::vector { name }; // without it, all would take part
        if (last || (std::erase(m_choices.only, name) == 0 && kinds == 0))
            m_choices.exclude.push_back(name);
        return;
    }
    if (std::erase(m_choices.exclude, name) > 0)
        return;
    if (m_choices.only.empty())
        chooseKind(row, std::string(kindWord(ChannelKind::Eeg)));
    else
        m_choices.only.push_back(name);
}

int ChannelAuditModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ChannelAuditModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : Columns; }

QVariant ChannelAuditModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const ChannelAuditRow& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return textOf(row, index.column());
    if (role == Qt::CheckStateRole && index.column() == Analysis)
        return row.leftOut.isEmpty() ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::EditRole && index.column() == Kind) {
        const std::string name = choiceName(index.row());
        for (const auto& [chosen, kind] : m_choices.kinds)
            if (chosen == name)
                return QString::fromUtf8(kindWord(kind).data(), static_cast<qsizetype>(kindWord(kind).size()));
        return QString();
    }
    const bool unplaced = row.electrode.isEmpty() && row.leftOut.isEmpty();
    if (role == Qt::ForegroundRole && !row.leftOut.isEmpty())
        return QColor(0x80, 0x88, 0x92); // readable on light and dark
    if (role == Qt::ForegroundRole && unplaced && index.column() == Electrode)
        return QColor(0xC7, 0x6A, 0x00);
    return {};
}

QVariant ChannelAuditModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= Columns)
        return {};
    const std::array<QString, Columns> titles {
        tr("Label in the file"), tr("Name"), tr("Kind"), tr("Electrode"), tr("Unit"), tr("Analysis"), tr("Remark")
    };
    return titles.at(static_cast<std::size_t>(section));
}

QString ChannelAuditModel::toText() const
{
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < Columns; ++column)
        cells << headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    lines << cells.join(QLatin1Char('\t'));
    for (const ChannelAuditRow& row : m_rows) {
        cells.clear();
        for (int column = 0; column < Columns; ++column)
            cells << pasteable(textOf(row, column));
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace maskscope
