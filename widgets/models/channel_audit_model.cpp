// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/channel_audit_model.h"

#include <array>
#include <utility>

#include <QColor>

namespace maskscope {

namespace {

enum Column { Label, Name, Kind, Electrode, Unit, Analysis, Remark, Columns };

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

void ChannelAuditModel::setRows(std::vector<ChannelAuditRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
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
            cells << textOf(row, column);
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace maskscope
