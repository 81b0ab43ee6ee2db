// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include <algorithm>

#include <QFileInfo>

#include "analysis/core/output_check.h"
#include "analysis/recording/montage.h"
#include "app/pipeline/resources.h"
#include "app/session/analysis_worker.h"

namespace maskscope {

namespace {

FigureSet buildFigures(const RunList& runs, const std::vector<Rgb>& colors)
{
    auto figures = std::make_shared<std::vector<Figure>>();
    for (const Metric& metric : metricList())
        if (metric.figure && !runs.empty())
            figures->push_back(makeFigure(metric, runs, colors));
    return figures;
}

} // namespace

Session::Session(QObject* parent)
    : QObject(parent)
{
    qRegisterMetaType<InputEntry>();
    qRegisterMetaType<AnalysisRequest>();
    qRegisterMetaType<std::stop_token>();
    qRegisterMetaType<std::shared_ptr<const RunResult>>();
    qRegisterMetaType<RunList>("std::vector<std::shared_ptr<const maskscope::RunResult>>");
    qRegisterMetaType<FigureSet>("maskscope::FigureSet");
    qRegisterMetaType<VerdictThresholds>();
    m_figurePool.setMaxThreadCount(1);
    auto* worker = new AnalysisWorker;
    worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, worker, &QObject::deleteLater);
    connectWorker(worker);
    // Idle priority: the compute threads it starts inherit it, so that the window stays fluent on a loaded machine.
    m_thread.start(QThread::IdlePriority);
}

Session::~Session()
{
    m_stop.request_stop();
    m_figurePool.waitForDone();
    m_thread.quit();
    m_thread.wait();
}

void Session::connectWorker(AnalysisWorker* worker)
{
    connect(this, &Session::inspectRequested, worker, &AnalysisWorker::inspect);
    connect(this, &Session::montageRequested, worker, &AnalysisWorker::useMontage);
    connect(worker, &AnalysisWorker::montageRead, this, &Session::takeMontage);
    connect(this, &Session::runRequested, worker, &AnalysisWorker::run);
    connect(this, &Session::saveRequested, worker, &AnalysisWorker::saveResults);
    connect(worker, &AnalysisWorker::inspected, this, &Session::addInput);
    connect(worker, &AnalysisWorker::failed, this, &Session::failed);
    connect(worker, &AnalysisWorker::resultsRead, this, [this](const QString& path, const RunList& runs) {
        for (const auto& run : runs)
            addRun(run);
        Q_EMIT notice(
            tr("%n run(s) read from %1", nullptr, static_cast<int>(runs.size())).arg(QFileInfo(path).fileName()));
    });
    connect(worker, &AnalysisWorker::progressed, this, [this](quint64 request, const QString& stage, double fraction) {
        if (request != m_request || !m_running)
            return;
        const double elapsed = static_cast<double>(m_elapsed.elapsed()) / 1000;
        const bool known = fraction > 0.03 && elapsed > 1;
        Q_EMIT progressed(stage, fraction, known ? elapsed * (1 - fraction) / fraction : -1);
    });
    connect(worker, &AnalysisWorker::runFinished, this,
            [this](quint64 request, const std::shared_ptr<const RunResult>& run) {
                if (request == m_request)
                    addRun(run);
            });
    connect(worker, &AnalysisWorker::finished, this, &Session::finish);
    connect(this, &Session::thresholdsRequested, worker, &AnalysisWorker::readLimits);
    connect(worker, &AnalysisWorker::limitsRead, this, [this](const VerdictThresholds& thresholds) {
        m_thresholds = thresholds;
        Q_EMIT thresholdsChanged();
    });
    connect(worker, &AnalysisWorker::saved, this,
            [this](const QString& path) { Q_EMIT notice(tr("Results written to %1").arg(path)); });
}

bool Session::canRun() const
{
    const auto has = [this](InputKind kind) {
        return std::any_of(m_inputs.begin(), m_inputs.end(), [&](const InputEntry& entry) {
            return entry.kind == kind && entry.usable && m_checked.contains(entry.path);
        });
    };
    return !m_running && has(InputKind::Recording) && has(InputKind::Checkpoint);
}

void Session::open(const QStringList& paths)
{
    QStringList inputs;
    QString montage;
    for (const QString& path : paths)
        if (hasMontageSuffix(path.toStdString()))
            montage = path;
        else
            inputs << path;
    if (!montage.isEmpty())
        Q_EMIT montageRequested(montage);
    if (!inputs.isEmpty())
        Q_EMIT inspectRequested(inputs);
}

/// For every channel whose recording brings no position; those that are open are looked at anew.
void Session::takeMontage(const QString& path)
{
    m_montage = path;
    Q_EMIT notice(
        tr("Electrode positions are taken from %1 where a recording has none.").arg(QFileInfo(path).fileName()));
    QStringList recordings;
    for (const InputEntry& entry : m_inputs)
        if (entry.kind == InputKind::Recording)
            recordings << entry.path;
    if (!recordings.isEmpty())
        Q_EMIT inspectRequested(recordings);
}

void Session::openDemo()
{
    const auto request = demoRequest();
    if (!request) {
        Q_EMIT failed(QString::fromStdString(request.error().sentence()));
        return;
    }
    QStringList paths;
    for (const auto& path : request->recordings)
        paths << QString::fromStdString(path.string());
    for (const auto& checkpoint : request->checkpoints) {
        paths << QString::fromStdString(checkpoint.path.string());
        m_projections[paths.back()] = QString::fromStdString(checkpoint.projection);
    }
    if (request->montage)
        paths << QString::fromStdString(request->montage->string());
    open(paths);
    start(*request);
}

void Session::removeInputs(const QStringList& paths)
{
    std::erase_if(m_inputs, [&](const InputEntry& entry) { return paths.contains(entry.path); });
    for (const QString& path : paths)
        m_checked.removeAll(path);
    Q_EMIT inputsChanged();
}

void Session::setChecked(const QStringList& paths) { m_checked = paths; }

void Session::run(AnalysisRequest settings)
{
    if (!canRun())
        return;
    for (const InputEntry& entry : m_inputs) {
        if (!entry.usable || !m_checked.contains(entry.path))
            continue;
        if (entry.kind == InputKind::Recording)
            settings.recordings.emplace_back(entry.path.toStdString());
        else
            settings.checkpoints.push_back({ entry.path.toStdString(), entry.projection.toStdString() });
    }
    if (!m_montage.isEmpty())
        settings.montage = m_montage.toStdString();
    start(settings);
}

void Session::start(const AnalysisRequest& request)
{
    if (m_running)
        return;
    clearRuns();
    m_running = true;
    m_stop = std::stop_source();
    m_elapsed.start();
    Q_EMIT runningChanged(true);
    AnalysisRequest own = request;
    own.keepTokens = true; // the signal view shows them
    Q_EMIT runRequested(++m_request, own, m_stop.get_token());
}

void Session::cancel() { m_stop.request_stop(); }

void Session::finish(quint64 request, bool cancelled)
{
    if (request != m_request)
        return;
    m_running = false;
    Q_EMIT runningChanged(false);
    if (cancelled)
        Q_EMIT notice(m_runs.empty() ? tr("Cancelled.") : tr("Cancelled; the finished runs are kept."));
}

QString Session::projectionOf(const QString& checkpoint) const
{
    if (m_projections.contains(checkpoint))
        return m_projections.value(checkpoint);
    // A checkpoint never holds its projection; a file of that name beside it is how it is handed on.
    const QFileInfo file(checkpoint);
    const QString beside = file.path() + QLatin1Char('/') + file.completeBaseName() + QStringLiteral(".projection.npy");
    return QFileInfo::exists(beside) ? beside : QString();
}

void Session::addInput(InputEntry entry)
{
    if (entry.kind == InputKind::Checkpoint)
        entry.projection = projectionOf(entry.path);
    const auto known
        = std::find_if(m_inputs.begin(), m_inputs.end(), [&](const InputEntry& e) { return e.path == entry.path; });
    if (known != m_inputs.end()) {
        *known = entry; // looked at anew: the user's check mark stays
    } else {
        m_inputs.push_back(entry);
        if (entry.usable && !m_checked.contains(entry.path))
            m_checked << entry.path;
    }
    Q_EMIT inputsChanged();
}

void Session::addRun(const std::shared_ptr<const RunResult>& run)
{
    m_runs.push_back(run);
    m_visible.push_back(true);
    Q_EMIT runsChanged();
    refreshFigures();
}

void Session::setRunVisible(std::size_t index, bool visible)
{
    if (index >= m_visible.size() || m_visible[index] == visible)
        return;
    m_visible[index] = visible;
    Q_EMIT runsChanged();
    refreshFigures();
}

void Session::clearRuns()
{
    m_runs.clear();
    m_visible.clear();
    Q_EMIT runsChanged();
    refreshFigures();
}

void Session::useThresholds(const QString& path) { Q_EMIT thresholdsRequested(path); }

Result<void> Session::checkOutput(const QString& path) const
{
    std::vector<NamedInput> inputs { { "electrode positions", m_montage.toStdString() } };
    for (const InputEntry& entry : m_inputs) {
        if (entry.kind == InputKind::Result) // its runs are in memory: saving them again is no loss
            continue;
        inputs.push_back({ "an open input", entry.path.toStdString(), true });
        inputs.push_back({ "a spatial projection", entry.projection.toStdString() });
    }
    const std::vector<NamedOutput> outputs { { "the chosen file", path.toStdString(), "one",
                                               [](const std::filesystem::path&) { return false; } } };
    return checkOutputs(inputs, outputs, true);
}

void Session::saveResults(const QString& path)
{
    if (const auto allowed = checkOutput(path); !allowed)
        Q_EMIT failed(QString::fromStdString(allowed.error().sentence()));
    else
        Q_EMIT saveRequested(path, m_runs);
}

void Session::refreshFigures()
{
    RunList shown;
    std::vector<Rgb> colors; // a run keeps its colour when others are hidden
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        if (m_visible[i]) {
            shown.push_back(m_runs[i]);
            colors.push_back(runColor(i, m_runs.size()));
        }
    const quint64 request = ++m_figureRequest;
    m_figurePool.start([this, shown, colors, request] {
        FigureSet figures = buildFigures(shown, colors);
        QMetaObject::invokeMethod(
            this,
            [this, figures, request] {
                if (request == m_figureRequest)
                    Q_EMIT figuresChanged(figures);
            },
            Qt::QueuedConnection);
    });
}

} // namespace maskscope
