// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include "analysis/data/recording/channel_choices.h"

namespace maskscope {

/// What became of one channel of a file.
struct ChannelAuditRow {
    QString label; ///< as the file says
    QString name, kind, unit;
    QString electrode; ///< where its position came from; empty: it has none
    QString remark; ///< what was done to the label
    QString leftOut; ///< why an analysis leaves it out; empty: it takes part
    bool setAside = false; ///< damaged or marked bad: no choice about it lets it take part
};

/// The audit of a recording's channels, as plain values.
struct ChannelAudit {
    QString title; ///< the file's name
    QString summary; ///< how many take part, how many of them without a position
    std::vector<ChannelAuditRow> rows;
    QStringList warnings;
    ChannelChoices choices {}; ///< what the user decided; the rows show what came of it
    bool choosable = true; ///< false: a windowed file, whose channels are taken as they are
};

/// The rows, with a check box for taking part and a kind to choose. An edit becomes a choice, which is handed on; rows
/// change when the file has been looked at anew.
class ChannelAuditModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<ChannelAuditRow> rows, ChannelChoices choices = {}, bool choosable = false);
    [[nodiscard]] const ChannelChoices& choices() const { return m_choices; }
    /// Column of the kind, whose cells take a word of kindWord() or "" for what the file says.
    [[nodiscard]] static int kindColumn();
    /// The name by which a choice means this row alone.
    [[nodiscard]] std::string choiceName(int row) const;
    [[nodiscard]] const std::vector<ChannelAuditRow>& rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Tab-separated text with a header row, for the clipboard.
    [[nodiscard]] QString toText() const;

Q_SIGNALS:
    void choicesChanged(const maskscope::ChannelChoices& choices);

private:
    [[nodiscard]] bool isCheckable(const QModelIndex& index) const;
    void chooseKind(int row, const std::string& word);
    void chooseTakingPart(int row, bool takesPart);

    std::vector<ChannelAuditRow> m_rows;
    ChannelChoices m_choices;
    bool m_choosable = false;
};

} // namespace maskscope
