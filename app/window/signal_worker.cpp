// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/signal_worker.h"

#include <QMetaObject>

#include "app/window/signal_contents.h"

namespace maskscope {

void SignalWorker::open(quint64 request, const QString& path, const QString& montage, const ChannelChoices& choices)
{
    m_request = request;
    m_content.reset();
    m_overlay.reset();
    if (path.isEmpty())
        return;
    const auto positions
        = montage.isEmpty() ? std::nullopt : std::optional<std::filesystem::path>(montage.toStdString());
    const auto recording = readRecording(path.toStdString(), positions, false, choices);
    if (!recording)
        return drop(recording.error());
    m_content = signalContent(*recording);
    Q_EMIT opened(m_request, m_content);
    fillLater();
}

void SignalWorker::showRun(quint64 run, const std::shared_ptr<const RunTokens>& tokens, const QString& label,
                           const QColor& color)
{
    if (!m_content)
        return;
    m_overlay = tokens ? signalOverlay(*m_content, tokens, label, color) : nullptr;
    Q_EMIT overlaid(m_request, run, m_overlay);
    fillLater();
}

void SignalWorker::read(double fromS, double toS, double columnS)
{
    if (!m_content)
        return;
    SignalCloseUp closeUp;
    auto samples = m_content->store->read(fromS, toS, columnS);
    if (!samples)
        return drop(samples.error());
    closeUp.recording = std::make_shared<const SignalStretch>(std::move(*samples));
    if (m_overlay && m_overlay->reconstruction)
        if (auto predicted = m_overlay->reconstruction->read(fromS, toS, columnS))
            closeUp.reconstruction = std::make_shared<const SignalStretch>(std::move(*predicted));
    Q_EMIT samplesRead(m_request, closeUp);
}

void SignalWorker::fillLater()
{
    if (m_fillPosted)
        return;
    m_fillPosted = true;
    QMetaObject::invokeMethod(this, &SignalWorker::fill, Qt::QueuedConnection);
}

void SignalWorker::fill()
{
    m_fillPosted = false;
    if (!m_content)
        return;
    auto more = m_content->store->fillNext();
    if (more && !*more && m_overlay && m_overlay->reconstruction)
        more = m_overlay->reconstruction->fillNext();
    if (!more)
        return drop(more.error());
    const auto now = std::chrono::steady_clock::now();
    if (!*more || now - m_said > std::chrono::milliseconds(50)) { // at most 20 a second
        m_said = now;
        Q_EMIT filled(m_request, *more ? m_content->store->filledShare() : 1);
    }
    if (*more)
        fillLater();
}

void SignalWorker::drop(const Error& error)
{
    m_content.reset();
    Q_EMIT failed(m_request, QString::fromStdString(error.sentence()));
}

} // namespace maskscope
