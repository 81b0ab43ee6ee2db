// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <QTemporaryDir>

#include "app/session/session.h"

class QProcess;

namespace maskscope {

/// Writes a report or every figure of some runs beside the window, by the program's own commands: what the window
/// writes and what the command line writes cannot differ, and the window goes on. Deletes itself when it is done.
class ExportJob : public QObject {
    Q_OBJECT
public:
    /// `command`: "report" or "figures"; `arguments`: what follows the result file.
    ExportJob(const RunList& runs, const QString& command, const QStringList& arguments, QObject* parent);
    ~ExportJob() override;

    void start();

Q_SIGNALS:
    void done(const QString& sentence);
    void failed(const QString& sentence);

private:
    void run();
    void takeEnd(int status);

    RunList m_runs;
    QStringList m_arguments;
    QString m_target;
    QTemporaryDir m_folder;
    QThreadPool m_pool;
    QProcess* m_process;
};

} // namespace maskscope
