// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QModelIndex>
#include <QWidget>

#include "widgets/models/verdict_model.h"

class QLabel;
class QStackedWidget;
class QTableView;
class QTextBrowser;
class QToolButton;

namespace maskscope {

/// Questions x runs; below, the chosen answer's argument as a tree down to the numbers, each of
/// them a link, and what the run comes to.
class VerdictPanel : public QWidget {
    Q_OBJECT
public:
    explicit VerdictPanel(QWidget* parent = nullptr);

    void setVerdicts(std::vector<RunVerdict> verdicts);
    void setThresholds(const QString& source); ///< where the limits come from
    [[nodiscard]] QString markdown() const; ///< all of it as text, for the clipboard

Q_SIGNALS:
    void numberRequested(const QString& key); ///< "diag.v1.position_gain"
    void thresholdsRequested(); ///< another file of limits

private:
    QWidget* buildAnswer();
    void showAnswer(const QModelIndex& index);
    [[nodiscard]] QString evidenceHtml(const Evidence& evidence) const;
    void showRun(const RunVerdict& run);

    VerdictModel* m_model;
    QStackedWidget* m_pages;
    QTableView* m_table;
    QLabel* m_question;
    QLabel* m_reason;
    QTextBrowser* m_evidence;
    QLabel* m_change;
    QTextBrowser* m_run;
    QToolButton* m_thresholds;
};

} // namespace maskscope
