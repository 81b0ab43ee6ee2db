// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

namespace maskscope {

/// What became of one channel of a file.
struct ChannelAuditRow {
    QString label; ///< as the file says
    QString name, kind, unit;
    QString electrode; ///< where its position came from; empty: it has none
    QString remark; ///< what was done to the label
    QString leftOut; ///< why an analysis leaves it out; empty: it takes part
};

/// The audit of a recording's channels, as plain values.
struct ChannelAudit {
    QString title; ///< the file's name
    QString summary; ///< how many take part, how many of them without a position
    std::vector<ChannelAuditRow> rows;
    QStringList warnings;
};

class ChannelAuditModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<ChannelAuditRow> rows);
    [[nodiscard]] const std::vector<ChannelAuditRow>& rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Tab-separated text with a header row, for the clipboard.
    [[nodiscard]] QString toText() const;

private:
    std::vector<ChannelAuditRow> m_rows;
};

} // namespace maskscope
