// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include <algorithm>

#include <QFileInfo>

#include "analysis/data/core/output_check.h"
#include "analysis/data/recording/channels/montage.h"
#include "app/pipeline/resources.h"
#include "app/session/analysis_worker.h"
#include "app/session/fingerprint.h"

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
    qRegisterMetaType<ChannelChoices>();
    qRegisterMetaType<AnalysisRequest>();
    qRegisterMetaType<std::stop_token>();
    qRegisterMetaType<std::shared_ptr<const RunResult>>();
    qRegisterMetaType<RunList>("std::vector<std::shared_ptr<const maskscope::RunResult>>");
    qRegisterMetaType<FigureSet>("maskscope::FigureSet");
    qRegisterMetaType<VerdictThresholds>();
    m_figurePool.setMaxThreadCount(1);
    m_storePool.setMaxThreadCount(1);
    m_autosave.setSingleShot(true);
    constexpr int atRestMs = 1000;
    m_autosave.setInterval(atRestMs);
    connect(&m_autosave, &QTimer::timeout, this, [this] { store(m_autosavePath, false); });
    for (const auto& changed : { &Session::runsChanged, &Session::inputsChanged })
        connect(this, changed, this, [this] {
            if (!m_autosavePath.isEmpty() && !m_autosave.isActive())
                m_autosave.start();
        });
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
    if (m_autosave.isActive())
        store(m_autosavePath, false);
    m_storePool.waitForDone();
    m_figurePool.waitForDone();
    m_thread.quit();
    m_thread.wait();
}

void Session::connectWorker(AnalysisWorker* worker)
{
    connect(this, &Session::inspectRequested, worker, &AnalysisWorker::inspect);
    connect(this, &Session::choicesRequested, worker, &AnalysisWorker::useChoices);
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
                if (request != m_request)
                    return;
                m_arriving[QString::fromStdString(run->checkpoint.path)] << addRun(run);
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
        if (isSessionFile(path.toStdString()))
            openSession(path);
        else if (hasMontageSuffix(path.toStdString()))
            montage = path;
        else
            inputs << path;
    if (!montage.isEmpty())
        Q_EMIT montageRequested(montage);
    if (!inputs.isEmpty())
        Q_EMIT inspectRequested(inputs);
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

void Session::setChecked(const QStringList& paths) { m_checked = paths; }

void Session::run(AnalysisRequest settings)
{
    if (!canRun())
        return;
    for (const InputEntry& entry : m_inputs) {
        if (!entry.usable || !m_checked.contains(entry.path))
            continue;
        if (entry.kind == InputKind::Recording) {
            settings.recordings.emplace_back(entry.path.toStdString());
            if (m_choices.contains(entry.path))
                settings.channelsOf[settings.recordings.back()] = m_choices.value(entry.path);
            if (m_subjects.contains(entry.path))
                settings.subjectOf[settings.recordings.back()] = m_subjects.value(entry.path).toStdString();
        } else
            settings.checkpoints.push_back({ entry.path.toStdString(), entry.projection.toStdString() });
    }
    if (!m_montage.isEmpty())
        settings.montage = m_montage.toStdString();
    const std::size_t asked = settings.checkpoints.size();
    settings.checkpoints = notYetDone(settings);
    if (settings.checkpoints.size() < asked)
        Q_EMIT notice(
            settings.checkpoints.empty()
                ? tr("Nothing to run: these checkpoints were analysed with these settings, and their runs are here.")
                : tr("%n checkpoint(s) left out: their runs with these settings are here.", nullptr,
                     static_cast<int>(asked - settings.checkpoints.size())));
    if (!settings.checkpoints.empty())
        start(settings);
}

void Session::start(const AnalysisRequest& request)
{
    if (m_running)
        return;
    m_started = request;
    m_arriving.clear();
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
    if (!cancelled)
        for (const auto& checkpoint : m_started.checkpoints)
            if (const QStringList ids = m_arriving.value(pathOf(checkpoint)); ids.size() >= ratioCount(m_started))
                m_done[fingerprint(m_started, checkpoint)] = ids;
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
        if (entry.usable && !m_checked.contains(entry.path) && m_unchecked.removeAll(entry.path) == 0)
            m_checked << entry.path;
    }
    Q_EMIT inputsChanged();
}

QString Session::addRun(const std::shared_ptr<const RunResult>& run)
{
    const QString id = QString::fromStdString(m_book.add(run));
    showBook();
    return id;
}

void Session::showBook()
{
    m_runs.clear();
    for (const KeptRun& kept : m_book.runs())
        m_runs.push_back(kept.run);
    Q_EMIT runsChanged();
    refreshFigures();
}

void Session::setRunVisible(std::size_t index, bool visible)
{
    m_book.setVisible(index, visible);
    showBook();
}

void Session::removeRuns(const std::vector<std::size_t>& indices)
{
    m_book.remove(indices);
    showBook();
}

void Session::renameRun(std::size_t index, const QString& name)
{
    m_book.rename(index, name.trimmed().toStdString());
    showBook();
}

void Session::recolorRun(std::size_t index, const Rgb& color)
{
    m_book.recolor(index, color);
    showBook();
}

void Session::moveRun(std::size_t from, std::size_t to)
{
    m_book.move(from, to);
    showBook();
}

void Session::undo()
{
    m_book.undo();
    showBook();
}

void Session::redo()
{
    m_book.redo();
    showBook();
}

/// Of the request's checkpoints those that have a run, with these settings, that is not there.
std::vector<AnalysisRequest::CheckpointInput> Session::notYetDone(const AnalysisRequest& request) const
{
    std::vector<AnalysisRequest::CheckpointInput> open;
    for (const auto& checkpoint : request.checkpoints) {
        const QStringList ids = m_done.value(fingerprint(request, checkpoint));
        const bool there = !ids.empty() && std::all_of(ids.begin(), ids.end(), [this](const QString& id) {
            return m_book.holds(id.toStdString());
        });
        if (!there)
            open.push_back(checkpoint);
    }
    return open;
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
    std::vector<Rgb> colors;
    for (const KeptRun& kept : m_book.runs())
        if (kept.visible) {
            shown.push_back(kept.run);
            colors.push_back(kept.color);
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
