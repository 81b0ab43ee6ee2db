// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/autosave.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include "app/session/session_file.h"

namespace maskscope {

namespace {

constexpr int kMostWindows = 20;

QString resultsOf(const QString& session)
{
    return QString::fromStdString(sessionResults(session.toStdString()).string());
}

QString lastIn(const QString& folder) { return QDir(folder).filePath(QStringLiteral("last.maskscope")); }

/// The results first: a session file without its results would be refused.
void keepAsLast(const QString& left, const QString& folder)
{
    const QString last = lastIn(folder);
    if (QFileInfo::exists(last) && QFileInfo(last).lastModified() > QFileInfo(left).lastModified())
        return;
    QFile::remove(last);
    QFile::remove(resultsOf(last));
    QFile::rename(resultsOf(left), resultsOf(last));
    QFile::rename(left, last);
}

} // namespace

Autosave::Autosave(const QString& folder)
    : m_folder(folder)
{
    if (!QDir().mkpath(folder))
        return;
    for (int n = 1; n <= kMostWindows; ++n) {
        const QString path = QDir(folder).filePath(QStringLiteral("window-%1.maskscope").arg(n));
        if (m_lock && !QFileInfo::exists(path))
            continue;
        auto lock = std::make_unique<QLockFile>(path + QStringLiteral(".lock"));
        lock->setStaleLockTime(0); // held as long as its process lives
        if (!lock->tryLock(0))
            continue;
        if (QFileInfo::exists(path))
            keepAsLast(path, folder);
        if (!m_lock) {
            m_path = path;
            m_lock = std::move(lock);
        }
    }
}

Autosave::~Autosave() = default;

QString Autosave::lastSession() const
{
    const QString last = lastIn(m_folder);
    return QFileInfo::exists(last) ? last : QString();
}

} // namespace maskscope
