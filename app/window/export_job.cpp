// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/export_job.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>

#include "analysis/results/result_file.h"

namespace maskscope {

namespace {

/// Beside the program that runs, which a test is not.
QString programPath() { return QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("maskscope")); }

} // namespace

ExportJob::ExportJob(const RunList& runs, const QString& command, const QStringList& arguments, QObject* parent)
    : QObject(parent)
    , m_runs(runs)
    , m_target(arguments.value(arguments.indexOf(QStringLiteral("--out")) + 1))
    , m_process(new QProcess(this))
{
    m_arguments << command << m_folder.filePath(QStringLiteral("runs.h5")) << arguments;
    connect(m_process, &QProcess::finished, this, &ExportJob::takeEnd);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        Q_EMIT failed(tr("%1 cannot be started: %2").arg(programPath(), m_process->errorString()));
        deleteLater();
    });
}

ExportJob::~ExportJob()
{
    m_pool.waitForDone();
    m_process->disconnect(this);
    m_process->kill();
    m_process->waitForFinished();
}

void ExportJob::start()
{
    m_pool.start([this] {
        const Result<void> written = writeResultFile(m_arguments.at(1).toStdString(), m_runs, false);
        const QString sentence = written ? QString() : QString::fromStdString(written.error().sentence());
        QMetaObject::invokeMethod(
            this,
            [this, sentence] {
                if (sentence.isEmpty())
                    return m_process->start(programPath(), m_arguments);
                Q_EMIT failed(sentence);
                deleteLater();
            },
            Qt::QueuedConnection);
    });
}

void ExportJob::takeEnd(int status)
{
    const QString said = QString::fromUtf8(m_process->readAllStandardError()).trimmed();
    if (status == 0)
        Q_EMIT done(tr("Written: %1").arg(m_target));
    else
        Q_EMIT failed(said.isEmpty() ? tr("%1 could not be written.").arg(m_target) : said);
    deleteLater();
}

} // namespace maskscope
