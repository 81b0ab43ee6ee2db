// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QColor>
#include <QWidget>

#include "widgets/signals/signal_frame.h"

class QComboBox;
class QLabel;
class QScrollBar;
class QToolButton;

namespace maskscope {

class SignalView;

/// A file, or a run, that can be chosen.
struct SignalChoice {
    QString name;
    QString path; ///< of a recording
    QColor color; ///< of a run
};

/// The signal view with what steers it: which recording, the tokens of which run, how much of time and amplitude.
class SignalPage : public QWidget {
    Q_OBJECT
public:
    explicit SignalPage(QWidget* parent = nullptr);

    [[nodiscard]] SignalView* view() const { return m_view; }
    void setRecordings(const std::vector<SignalChoice>& recordings); ///< keeps the choice where it is still there
    void setRuns(const std::vector<SignalChoice>& runs);
    void setContent(const std::shared_ptr<const SignalContent>& content);
    void setOverlay(const std::shared_ptr<const SignalOverlay>& overlay);
    void setRunNote(const QString& text); ///< why there is no overlay, or what it shows
    void setReading(double share); ///< 1: all is read
    void setEmptyText(const QString& text); ///< what stands in place of signals
    void chooseRecording(const QString& path);
    [[nodiscard]] QString chosenRecording() const;
    [[nodiscard]] int chosenRun() const; ///< -1: none

Q_SIGNALS:
    void shown();
    void recordingChosen(const QString& path);
    void runChosen(int run);
    void channelsRequested(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildBar();
    void connectView();
    void takeRange();
    void takeRows();
    void takeAmplitude();

    QComboBox* m_recordings;
    QComboBox* m_runs;
    QComboBox* m_spans;
    QComboBox* m_rowCounts;
    QToolButton* m_channels;
    QLabel* m_amplitude;
    QLabel* m_note;
    SignalView* m_view;
    QScrollBar* m_time;
    QScrollBar* m_rows;
};

} // namespace maskscope
