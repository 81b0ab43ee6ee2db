// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions in files: what a session holds as a whole, written and read beside the window's thread.
#include "app/session/session.h"

#include <QFileInfo>

namespace maskscope {

SavedSession Session::saved() const
{
    SavedSession session;
    for (const InputEntry& entry : m_inputs)
        if (entry.kind != InputKind::Result)
            session.inputs.push_back({ entry.path.toStdString(), m_checked.contains(entry.path),
                                       entry.projection.toStdString(), m_subjects.value(entry.path).toStdString(),
                                       m_choices.value(entry.path) });
    session.montage = m_montage.toStdString();
    session.runs = m_book.runs();
    return session;
}

void Session::setAutosave(const QString& path) { m_autosavePath = path; }

/// `said`: the user asked for it and is told.
void Session::store(const QString& path, bool said)
{
    m_storePool.start([this, path, said, session = saved()] {
        const Result<void> written = writeSession(path.toStdString(), session);
        if (written && !said)
            return;
        const QString text
            = written ? tr("Session written to %1").arg(path) : QString::fromStdString(written.error().sentence());
        const bool ok = written.has_value();
        QMetaObject::invokeMethod(
            this,
            [this, text, ok] {
                if (ok)
                    Q_EMIT notice(text);
                else
                    Q_EMIT failed(text);
            },
            Qt::QueuedConnection);
    });
}

void Session::saveSession(const QString& path)
{
    for (const QString& target : { path, QString::fromStdString(sessionResults(path.toStdString()).string()) })
        if (const auto allowed = checkOutput(target); !allowed) {
            Q_EMIT failed(QString::fromStdString(allowed.error().sentence()));
            return;
        }
    store(path, true);
}

void Session::openSession(const QString& path)
{
    m_storePool.start([this, path] {
        const auto session = std::make_shared<Result<SavedSession>>(readSession(path.toStdString()));
        QMetaObject::invokeMethod(
            this,
            [this, session, path] {
                if (!*session) {
                    Q_EMIT failed(QString::fromStdString(session->error().sentence()));
                    return;
                }
                restore(**session);
                Q_EMIT notice(tr("%n run(s) of the session %1", nullptr, static_cast<int>((*session)->runs.size()))
                                  .arg(QFileInfo(path).fileName()));
            },
            Qt::QueuedConnection);
    });
}

/// Beside what is there: nothing that is open goes.
void Session::restore(const SavedSession& session)
{
    for (const std::string& note : session.notes)
        Q_EMIT failed(QString::fromStdString(note));
    QStringList paths;
    for (const SavedSession::Input& input : session.inputs) {
        const QString path = QString::fromStdString(input.path.string());
        if (!input.projection.empty())
            m_projections[path] = QString::fromStdString(input.projection);
        if (!input.subject.empty())
            m_subjects[path] = QString::fromStdString(input.subject);
        if (!input.choices.empty()) {
            m_choices[path] = input.choices;
            Q_EMIT choicesRequested(path, input.choices);
        }
        if (!input.checked)
            m_unchecked << path;
        paths << path;
    }
    if (!session.montage.empty())
        paths << QString::fromStdString(session.montage.string());
    open(paths);
    for (const KeptRun& kept : session.runs)
        m_book.restore(kept);
    showBook();
}

} // namespace maskscope
