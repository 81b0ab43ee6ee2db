// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QThread>
#include <QThreadPool>
#include <QTimer>

#include "analysis/figures/figure.h"
#include "analysis/results/run_result.h"
#include "analysis/verdict/verdict.h"
#include "app/pipeline/analysis_request.h"
#include "app/session/input_entry.h"
#include "app/session/run_book.h"
#include "app/session/session_file.h"

namespace maskscope {

class AnalysisWorker;

using RunList = std::vector<std::shared_ptr<const RunResult>>;
/// One figure per metric that has one, in the order of the metric list.
using FigureSet = std::shared_ptr<const std::vector<Figure>>;

/// What is open, what is running and what came out: the state behind the window. Lives in the window's thread; the work
/// is done elsewhere and arrives as signals.
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] const std::vector<InputEntry>& inputs() const { return m_inputs; }
    [[nodiscard]] const RunList& runs() const { return m_runs; }
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] const std::vector<KeptRun>& keptRuns() const { return m_book.runs(); } ///< in the order of runs()
    [[nodiscard]] bool isRunVisible(std::size_t index) const { return m_book.runs()[index].visible; }
    [[nodiscard]] bool canUndo() const { return m_book.canUndo(); }
    [[nodiscard]] bool canRedo() const { return m_book.canRedo(); }
    [[nodiscard]] bool isChecked(const QString& path) const { return m_checked.contains(path); }
    [[nodiscard]] QString montage() const { return m_montage; } ///< a file; empty: the built-in set
    [[nodiscard]] const VerdictThresholds& thresholds() const { return m_thresholds; }
    [[nodiscard]] bool canRun() const; ///< at least one recording and one usable checkpoint are checked

    void open(const QStringList& paths); ///< recordings, checkpoints, results, a montage file, in any mix
    void openDemo(); ///< opens the demo's files and analyses them
    void removeInputs(const QStringList& paths);
    void setChecked(const QStringList& paths); ///< the inputs that take part in the next run
    /// Analyses every checked checkpoint over every checked recording; `settings` holds all but the files. Runs are
    /// added to those that are there; a checkpoint whose runs with these settings are all there is left out, and that
    /// is said.
    void run(AnalysisRequest settings);
    /// Reads these recordings with the user's choices about their channels from now on, here and in every run.
    void chooseChannels(const QStringList& recordings, const ChannelChoices& choices);
    /// Whose recordings these are, before what they say themselves; empty: as they say.
    void setSubject(const QStringList& recordings, const QString& subject);
    [[nodiscard]] QString subject(const QString& recording) const { return m_subjects.value(recording); }
    [[nodiscard]] ChannelChoices channelChoices(const QString& recording) const { return m_choices.value(recording); }
    void cancel();
    void setRunVisible(std::size_t index, bool visible);
    void removeRuns(const std::vector<std::size_t>& indices);
    void renameRun(std::size_t index, const QString& name); ///< empty: after its checkpoint and ratio again
    void recolorRun(std::size_t index, const Rgb& color);
    void moveRun(std::size_t from, std::size_t to);
    void undo(); ///< the last edit of runs
    void redo();
    /// Whether a file may be written there: never in the place of what is open. (A dialog has asked about others.)
    [[nodiscard]] Result<void> checkOutput(const QString& path) const;
    void saveResults(const QString& path);
    void saveSession(const QString& path); ///< everything that is open and done, to be opened again (session_file.h)
    void setAutosave(const QString& path); ///< from now on after every change; empty: not
    void useThresholds(const QString& path); ///< judges by the limits of a JSON file from now on

Q_SIGNALS:
    void inputsChanged();
    void runsChanged();
    void thresholdsChanged();
    void runningChanged(bool running);
    void progressed(const QString& stage, double fraction, double secondsLeft); ///< secondsLeft < 0: unknown
    void figuresChanged(const maskscope::FigureSet& figures);
    void failed(const QString& sentence);
    void notice(const QString& sentence);

    // To the worker thread.
    void montageRequested(const QString& path);
    void choicesRequested(const QString& path, const maskscope::ChannelChoices& choices);
    void inspectRequested(const QStringList& paths);
    void runRequested(quint64 request, const maskscope::AnalysisRequest& analysis, const std::stop_token& stop);
    void thresholdsRequested(const QString& path);
    void saveRequested(const QString& path, const std::vector<std::shared_ptr<const maskscope::RunResult>>& runs);

private:
    void connectWorker(AnalysisWorker* worker);
    void takeMontage(const QString& path);
    void addInput(InputEntry entry);
    [[nodiscard]] QString projectionOf(const QString& checkpoint) const;
    QString addRun(const std::shared_ptr<const RunResult>& run);
    void start(const AnalysisRequest& request);
    void finish(quint64 request, bool cancelled);
    void refreshFigures();
    void showBook(); ///< after any change of the runs
    [[nodiscard]] SavedSession saved() const;
    void store(const QString& path, bool said);
    void openSession(const QString& path);
    void restore(const SavedSession& session);
    [[nodiscard]] std::vector<AnalysisRequest::CheckpointInput> notYetDone(const AnalysisRequest& request) const;

    std::vector<InputEntry> m_inputs;
    QStringList m_checked;
    QStringList m_unchecked; // inputs on their way that a session had without a tick
    QHash<QString, QString> m_projections; // by checkpoint, where the user or the demo named one
    QHash<QString, QString> m_subjects; // by recording, where the user named one
    QHash<QString, ChannelChoices> m_choices; // by recording, where there are any
    QString m_montage; // a file with electrode positions; empty: the built-in set
    VerdictThresholds m_thresholds = builtInThresholds();
    RunBook m_book;
    RunList m_runs; // of the book
    QHash<QString, QStringList> m_done; // ids of the runs of a checkpoint with all its settings (fingerprint.h)
    AnalysisRequest m_started; // what runs now, or ran last, and
    QHash<QString, QStringList> m_arriving; // ids of the runs that have come of it, by the checkpoint's path
    QThread m_thread;
    QThreadPool m_storePool; // one thread: sessions are written and read in order
    QTimer m_autosave; // waits until changes have come to rest
    QString m_autosavePath;
    QThreadPool m_figurePool; // one thread: figures are built in order, beside a running analysis
    std::stop_source m_stop;
    QElapsedTimer m_elapsed;
    quint64 m_request = 0;
    quint64 m_figureRequest = 0;
    bool m_running = false;
};

} // namespace maskscope

Q_DECLARE_METATYPE(maskscope::FigureSet)
