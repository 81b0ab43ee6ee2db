// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QThread>

#include "app/session/session.h"
#include "app/window/signal_worker.h"

namespace maskscope {

class ChannelAuditDialog;
class SignalPage;

/// Ties the signal page to the session and to the thread that reads for it. A recording is read once its page shows.
class SignalController : public QObject {
    Q_OBJECT
public:
    SignalController(Session& session, SignalPage& page, QObject* parent = nullptr);
    ~SignalController() override;

    void chooseRecording(const QString& path);
    void selectChannel(const QString& name);
    void showChannels(const QString& path); ///< the audit dialog

Q_SIGNALS:
    void channelClicked(const QString& name);
    void failed(const QString& sentence);

    // To the worker.
    void openRequested(quint64 request, const QString& path, const QString& montage,
                       const maskscope::ChannelChoices& choices);
    void runRequested(quint64 run, const std::shared_ptr<const maskscope::RunTokens>& tokens, const QString& label,
                      const QColor& color);
    void samplesRequested(double fromS, double toS, double columnS);

private:
    void connectWorker(SignalWorker* worker);
    void connectPage();
    void takeInputs();
    void takeRuns();
    void connectChoices();
    void openChosen();
    void showChosenRun();
    void takeFailure(const QString& sentence);
    void takeOverlay(const std::shared_ptr<const SignalOverlay>& overlay);
    [[nodiscard]] QString noteOn(const SignalOverlay* overlay) const;

    Session& m_session;
    SignalPage& m_page;
    QThread m_thread;
    QPointer<ChannelAuditDialog> m_audit;
    QString m_auditPath;
    QString m_shownPath, m_shownMontage;
    ChannelChoices m_shownChoices;
    std::shared_ptr<const RunTokens> m_shownTokens; // asked for or laid over the recording that is shown
    QString m_selected; // channel
    quint64 m_request = 0; // of the recording
    quint64 m_run = 0; // of what is laid over it
};

} // namespace maskscope
