// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "widgets/models/channel_audit_model.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace maskscope {

/// Every channel of a recording: its label, what it was matched to, where its electrode lies, whether an analysis takes
/// it. Stays open beside the window; a click on a row selects the channel. What the user decides (who takes part, a
/// kind, the unit of the numbers, whether bad marks count) is emitted as choices; whoever listens reads the file anew
/// with them.
class ChannelAuditDialog : public QDialog {
    Q_OBJECT
public:
    explicit ChannelAuditDialog(QWidget* parent = nullptr);

    void setAudit(const ChannelAudit& audit);
    void setSelectedChannel(const QString& name);

Q_SIGNALS:
    void channelClicked(const QString& name);
    void choicesChanged(const maskscope::ChannelChoices& choices);
    void choicesForAllRequested(const maskscope::ChannelChoices& choices); ///< of every open recording

private:
    [[nodiscard]] QWidget* makeChoiceBar();
    void chooseUnit(int index);
    void chooseKeepBad(bool keep);
    void chooseOnlySelected();

    QLabel* m_summary;
    QLabel* m_warnings;
    QTableView* m_table;
    ChannelAuditModel* m_model;
    QComboBox* m_unit;
    QCheckBox* m_keepBad;
    QPushButton* m_onlySelected;
    QPushButton* m_asFound;
};

} // namespace maskscope
