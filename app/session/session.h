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

#include "analysis/figures/figure.h"
#include "analysis/results/run_result.h"
#include "analysis/verdict/verdict.h"
#include "app/pipeline/analysis_request.h"
#include "app/session/input_entry.h"

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
    [[nodiscard]] bool isRunVisible(std::size_t index) const { return m_visible[index]; }
    [[nodiscard]] bool isChecked(const QString& path) const { return m_checked.contains(path); }
    [[nodiscard]] QString montage() const { return m_montage; } ///< a file; empty: the built-in set
    [[nodiscard]] const VerdictThresholds& thresholds() const { return m_thresholds; }
    [[nodiscard]] bool canRun() const; ///< at least one recording and one usable checkpoint are checked

    void open(const QStringList& paths); ///< recordings, checkpoints, results, a montage file, in any mix
    void openDemo(); ///< opens the demo's files and analyses them
    void removeInputs(const QStringList& paths);
    void setChecked(const QStringList& paths); ///< the inputs that take part in the next run
    /// Analyses every checked checkpoint over every checked recording; `settings` holds all but the files.
    void run(AnalysisRequest settings);
    void cancel();
    void setRunVisible(std::size_t index, bool visible);
    void clearRuns();
    /// Whether a file may be written there: never in the place of what is open. (A dialog has asked about others.)
    [[nodiscard]] Result<void> checkOutput(const QString& path) const;
    void saveResults(const QString& path);
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
    void inspectRequested(const QStringList& paths);
    void runRequested(quint64 request, const maskscope::AnalysisRequest& analysis, const std::stop_token& stop);
    void thresholdsRequested(const QString& path);
    void saveRequested(const QString& path, const std::vector<std::shared_ptr<const maskscope::RunResult>>& runs);

private:
    void connectWorker(AnalysisWorker* worker);
    void takeMontage(const QString& path);
    void addInput(InputEntry entry);
    [[nodiscard]] QString projectionOf(const QString& checkpoint) const;
    void addRun(const std::shared_ptr<const RunResult>& run);
    void start(const AnalysisRequest& request);
    void finish(quint64 request, bool cancelled);
    void refreshFigures();

    std::vector<InputEntry> m_inputs;
    QStringList m_checked;
    QHash<QString, QString> m_projections; // by checkpoint, where the user or the demo named one
    QString m_montage; // a file with electrode positions; empty: the built-in set
    VerdictThresholds m_thresholds = builtInThresholds();
    RunList m_runs;
    std::vector<bool> m_visible;
    QThread m_thread;
    QThreadPool m_figurePool; // one thread: figures are built in order, beside a running analysis
    std::stop_source m_stop;
    QElapsedTimer m_elapsed;
    quint64 m_request = 0;
    quint64 m_figureRequest = 0;
    bool m_running = false;
};

} // namespace maskscope

Q_DECLARE_METATYPE(maskscope::FigureSet)
