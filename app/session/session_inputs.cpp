// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What is decided about inputs: whose recordings they are, which channels take part, where electrodes sit.
#include "app/session/session.h"

#include <QFileInfo>

namespace maskscope {

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

void Session::removeInputs(const QStringList& paths)
{
    std::erase_if(m_inputs, [&](const InputEntry& entry) { return paths.contains(entry.path); });
    for (const QString& path : paths) {
        m_checked.removeAll(path);
        m_subjects.remove(path);
        if (m_choices.remove(path) > 0)
            Q_EMIT choicesRequested(path, {});
    }
    Q_EMIT inputsChanged();
}

void Session::chooseChannels(const QStringList& recordings, const ChannelChoices& choices)
{
    for (const QString& path : recordings) {
        if (choices.empty())
            m_choices.remove(path);
        else
            m_choices[path] = choices;
        Q_EMIT choicesRequested(path, choices);
    }
    Q_EMIT inspectRequested(recordings);
}

void Session::setSubject(const QStringList& recordings, const QString& subject)
{
    const QString name = subject.trimmed();
    for (const InputEntry& entry : m_inputs) {
        if (entry.kind != InputKind::Recording || !recordings.contains(entry.path))
            continue;
        if (name.isEmpty() || name == entry.subject)
            m_subjects.remove(entry.path);
        else
            m_subjects[entry.path] = name;
    }
    Q_EMIT inputsChanged();
}

} // namespace maskscope
