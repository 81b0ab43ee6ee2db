// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

#include <QHash>
#include <QObject>
#include <QStringList>

#include "analysis/results/run_result.h"
#include "analysis/verdict/verdict.h"
#include "app/pipeline/analysis_request.h"
#include "app/session/input_entry.h"

Q_DECLARE_METATYPE(std::shared_ptr<const maskscope::RunResult>)
Q_DECLARE_METATYPE(maskscope::AnalysisRequest)
Q_DECLARE_METATYPE(std::stop_token)
Q_DECLARE_METATYPE(maskscope::VerdictThresholds)

namespace maskscope {

/// Reads files and runs analyses in the worker thread. Requests and products travel by value through queued signals,
/// each with the number of its request, so that stale ones can be dropped.
class AnalysisWorker : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

public Q_SLOTS:
    void inspect(const QStringList& paths);
    void useChoices(const QString& path, const maskscope::ChannelChoices& choices); ///< of a recording, from now on
    void useMontage(const QString& path); ///< for all that is inspected from now on, where it can be read
    void run(quint64 request, const maskscope::AnalysisRequest& analysis, const std::stop_token& stop);
    void readLimits(const QString& path);
    void saveResults(const QString& path, const std::vector<std::shared_ptr<const maskscope::RunResult>>& runs);

Q_SIGNALS:
    void montageRead(const QString& path);
    void inspected(const maskscope::InputEntry& entry);
    void resultsRead(const QString& path, const std::vector<std::shared_ptr<const maskscope::RunResult>>& runs);
    void progressed(quint64 request, const QString& stage, double fraction);
    void runFinished(quint64 request, const std::shared_ptr<const maskscope::RunResult>& run);
    void failed(const QString& sentence);
    void finished(quint64 request, bool cancelled);
    void limitsRead(const maskscope::VerdictThresholds& thresholds);
    void saved(const QString& path);

private:
    void inspectOne(const QString& path);

    std::optional<std::filesystem::path> m_montage;
    QHash<QString, ChannelChoices> m_choices; // by path, where there are any
};

} // namespace maskscope
