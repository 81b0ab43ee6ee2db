// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/analysis_worker.h"

#include <chrono>

#include <nlohmann/json.hpp>

#include "analysis/data/core/foreign/foreign_file.h"
#include "analysis/data/recording/channels/montage.h"
#include "analysis/data/recording/subject_name.h"
#include "analysis/results/result_file.h"
#include "app/session/folder_files.h"

namespace maskscope {

namespace {

QString recordingDetail(const nlohmann::json& json)
{
    const auto number
        = [&](const char* key) { return json.contains(key) && json[key].is_number() ? json[key].get<double>() : 0.0; };
    const double seconds = number("duration_s");
    const QString duration = seconds >= 120 ? QStringLiteral("%1 min").arg(seconds / 60, 0, 'f', 1)
                                            : QStringLiteral("%1 s").arg(seconds, 0, 'f', 1);
    QStringList parts { QString::fromStdString(json.value("format", std::string())),
                        QStringLiteral("%1 ch").arg(json.contains("channels") ? json["channels"].size() : 0) };
    if (number("sampling_rate_hz") > 0)
        parts << QStringLiteral("%1 Hz").arg(number("sampling_rate_hz"), 0, 'g', 6) << duration;
    return parts.join(QStringLiteral(" · "));
}

QString checkpointDetail(const nlohmann::json& json, bool& usable)
{
    usable = json.contains("architecture") && json["architecture"].is_string();
    if (!usable)
        return QStringLiteral("no known architecture");
    QStringList parts { QString::fromStdString(json["architecture"].get<std::string>()) };
    if (json.contains("backbone") && json["backbone"].is_string())
        parts << QString::fromStdString(json["backbone"].get<std::string>());
    const nlohmann::json config = json.value("config", nlohmann::json::object());
    if (config.contains("mask_ratio") && config["mask_ratio"].is_number())
        parts << QStringLiteral("ratio %1").arg(config["mask_ratio"].get<double>());
    return parts.join(QStringLiteral(" · "));
}

InputEntry toEntry(const QString& path, const Inspection& inspection)
{
    InputEntry entry { .kind = inspection.kind,
                       .path = path,
                       .detail = {},
                       .reportText = QString::fromStdString(inspection.text),
                       .reportJson = QString::fromStdString(inspection.json),
                       .electrodesWithoutPosition = {},
                       .choices = {},
                       .subject = {},
                       .projection = {},
                       .usable = true };
    const nlohmann::json json = nlohmann::json::parse(inspection.json, nullptr, false);
    if (json.is_discarded())
        return entry;
    if (inspection.kind == InputKind::Recording)
        for (const std::string& name : electrodesWithoutPosition(inspection))
            entry.electrodesWithoutPosition << QString::fromStdString(name);
    entry.detail
        = inspection.kind == InputKind::Checkpoint ? checkpointDetail(json, entry.usable) : recordingDetail(json);
    return entry;
}

} // namespace

void AnalysisWorker::inspect(const QStringList& paths)
{
    for (const QString& path : paths) {
        std::error_code ec;
        const std::filesystem::path file = path.toStdString();
        if (!std::filesystem::is_directory(file, ec) || foreignFolder(file)) {
            inspectOne(path);
            continue;
        }
        const QStringList files = filesInFolder(path);
        if (files.isEmpty())
            Q_EMIT failed(tr("%1: the folder holds no recording, checkpoint or result.").arg(path));
        for (const QString& each : files)
            inspectOne(each);
    }
}

void AnalysisWorker::useChoices(const QString& path, const ChannelChoices& choices)
{
    if (choices.empty())
        m_choices.remove(path);
    else
        m_choices[path] = choices;
}

void AnalysisWorker::useMontage(const QString& path)
{
    if (const auto read = readMontageFile(path.toStdString()); !read) {
        Q_EMIT failed(QString::fromStdString(read.error().sentence()));
        return;
    }
    m_montage = path.toStdString();
    Q_EMIT montageRead(path);
}

void AnalysisWorker::inspectOne(const QString& path)
{
    const std::filesystem::path file = path.toStdString();
    const auto kind = inputKind(file);
    if (kind && *kind == InputKind::Result) {
        if (auto runs = readResultFile(file))
            Q_EMIT resultsRead(path, *runs);
        else
            Q_EMIT failed(QString::fromStdString(runs.error().sentence()));
        return;
    }
    const ChannelChoices choices = m_choices.value(path);
    if (const auto inspection = inspectFile(file, false, m_montage, false, {}, choices)) {
        InputEntry entry = toEntry(path, *inspection);
        entry.choices = choices;
        if (entry.kind == InputKind::Recording)
            entry.subject = QString::fromStdString(subjectOfName(file));
        Q_EMIT inspected(entry);
    } else
        Q_EMIT failed(QString::fromStdString(inspection.error().sentence()));
}

void AnalysisWorker::run(quint64 request, const AnalysisRequest& analysis, const std::stop_token& stop)
{
    using Clock = std::chrono::steady_clock;
    Clock::time_point said {};
    QString saidStage;
    AnalysisObserver observer;
    observer.progress = [&](const AnalysisProgress& p) { // at most 20 a second, and each new stage
        const Clock::time_point now = Clock::now();
        const QString stage = QString::fromStdString(p.stage);
        if (stage == saidStage && now - said < std::chrono::milliseconds(50))
            return;
        said = now;
        saidStage = stage;
        Q_EMIT progressed(request, stage, p.fraction);
    };
    observer.runFinished = [&](const std::shared_ptr<const RunResult>& run) {
        // The window shows numbers and figures; keeping every prediction of every run would fill the memory.
        auto light = std::make_shared<RunResult>(*run);
        light->predictions.reset();
        Q_EMIT runFinished(request, light);
    };
    observer.failed = [&](const Error& error) { Q_EMIT failed(QString::fromStdString(error.sentence())); };
    const AnalysisOutcome outcome = analyze(analysis, observer, stop);
    Q_EMIT finished(request, outcome.cancelled);
}

void AnalysisWorker::readLimits(const QString& path)
{
    if (const auto limits = readThresholds(path.toStdString()))
        Q_EMIT limitsRead(*limits);
    else
        Q_EMIT failed(QString::fromStdString(limits.error().sentence()));
}

void AnalysisWorker::saveResults(const QString& path, const std::vector<std::shared_ptr<const RunResult>>& runs)
{
    if (const auto written = writeResultFile(path.toStdString(), runs, false))
        Q_EMIT saved(path);
    else
        Q_EMIT failed(QString::fromStdString(written.error().sentence()));
}

} // namespace maskscope
