// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace maskscope {

/// What is being done, how far it is, how long it will take, and Cancel.
class ProgressPanel : public QWidget {
    Q_OBJECT
public:
    explicit ProgressPanel(QWidget* parent = nullptr);
    void setRunning(bool running);
    void setProgress(const QString& stage, double fraction, double secondsLeft);

Q_SIGNALS:
    void cancelRequested();

private:
    QLabel* m_stage;
    QProgressBar* m_bar;
    QLabel* m_left;
    QPushButton* m_cancel;
};

} // namespace maskscope
