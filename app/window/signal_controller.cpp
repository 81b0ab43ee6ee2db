// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/signal_controller.h"

#include <algorithm>

#include <QFileInfo>

#include "app/window/channel_audit_view.h"
#include "widgets/panels/channel_audit_dialog.h"
#include "widgets/panels/signal_page.h"
#include "widgets/signals/signal_view.h"

namespace maskscope {

namespace {

QColor colorOf(const Session& session, std::size_t run)
{
    const Rgb color = session.keptRuns()[run].color;
    return { color.r, color.g, color.b };
}

} // namespace

SignalController::SignalController(Session& session, SignalPage& page, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_page(page)
{
    qRegisterMetaType<std::shared_ptr<const RunTokens>>();
    qRegisterMetaType<std::shared_ptr<const SignalContent>>();
    qRegisterMetaType<std::shared_ptr<const SignalOverlay>>();
    qRegisterMetaType<SignalCloseUp>();
    auto* worker = new SignalWorker;
    worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, worker, &QObject::deleteLater);
    connectWorker(worker);
    connectPage();
    connect(&m_session, &Session::inputsChanged, this, &SignalController::takeInputs);
    connect(&m_session, &Session::runsChanged, this, &SignalController::takeRuns);
    m_thread.start(QThread::LowPriority);
    takeRuns();
    takeInputs();
}

SignalController::~SignalController()
{
    Q_EMIT openRequested(++m_request, {}, {}, {}); // no further block of a long recording
    m_thread.quit();
    m_thread.wait();
}

void SignalController::connectWorker(SignalWorker* worker)
{
    connect(this, &SignalController::openRequested, worker, &SignalWorker::open);
    connect(this, &SignalController::runRequested, worker, &SignalWorker::showRun);
    connect(this, &SignalController::samplesRequested, worker, &SignalWorker::read);
    connect(worker, &SignalWorker::failed, this, [this](quint64 request, const QString& sentence) {
        if (request == m_request)
            takeFailure(sentence);
    });
    connect(worker, &SignalWorker::opened, this,
            [this](quint64 request, const std::shared_ptr<const SignalContent>& content) {
                if (request != m_request)
                    return;
                m_page.setContent(content);
                showChosenRun();
            });
    connect(worker, &SignalWorker::overlaid, this,
            [this](quint64 request, quint64 run, const std::shared_ptr<const SignalOverlay>& overlay) {
                if (request == m_request && run == m_run)
                    takeOverlay(overlay);
            });
    connect(worker, &SignalWorker::filled, this, [this](quint64 request, double share) {
        if (request == m_request)
            m_page.setReading(share);
    });
    connect(worker, &SignalWorker::samplesRead, this, [this](quint64 request, const SignalCloseUp& closeUp) {
        if (request == m_request)
            m_page.view()->setCloseUp(closeUp);
    });
}

void SignalController::connectPage()
{
    connect(&m_page, &SignalPage::shown, this, &SignalController::openChosen);
    connect(&m_page, &SignalPage::recordingChosen, this, &SignalController::openChosen);
    connect(&m_page, &SignalPage::runChosen, this, &SignalController::showChosenRun);
    connect(&m_page, &SignalPage::channelsRequested, this, &SignalController::showChannels);
    connect(m_page.view(), &SignalView::channelClicked, this, &SignalController::channelClicked);
    connect(m_page.view(), &SignalView::samplesWanted, this, &SignalController::samplesRequested);
}

void SignalController::takeInputs()
{
    std::vector<SignalChoice> recordings;
    for (const InputEntry& entry : m_session.inputs())
        if (entry.kind == InputKind::Recording && entry.usable)
            recordings.push_back({ QFileInfo(entry.path).fileName(), entry.path, {} });
    m_page.setRecordings(recordings);
    openChosen();
    if (m_audit) // of a recording that was looked at anew
        for (const InputEntry& entry : m_session.inputs())
            if (entry.path == m_auditPath)
                m_audit->setAudit(channelAudit(entry));
}

void SignalController::takeRuns()
{
    std::vector<SignalChoice> runs;
    for (std::size_t i = 0; i < m_session.runs().size(); ++i)
        runs.push_back({ QString::fromStdString(m_session.runs()[i]->label), {}, colorOf(m_session, i) });
    m_page.setRuns(runs);
    showChosenRun();
}

void SignalController::openChosen()
{
    const QString path = m_page.chosenRecording();
    const bool same = path == m_shownPath && m_session.montage() == m_shownMontage
        && m_session.channelChoices(path) == m_shownChoices;
    if (same || (!path.isEmpty() && !m_page.isVisible()))
        return;
    m_shownPath = path;
    m_shownMontage = m_session.montage();
    m_shownChoices = m_session.channelChoices(path);
    m_shownTokens.reset();
    m_page.setContent(nullptr);
    m_page.setEmptyText(path.isEmpty() ? tr("Open a recording to look at its signals.")
                                       : tr("Opening %1…").arg(QFileInfo(path).fileName()));
    m_page.setRunNote({});
    Q_EMIT openRequested(++m_request, path, m_shownMontage, m_shownChoices);
}

/// What was shown goes, so that no half-read picture passes for the whole; choosing the recording again tries again.
void SignalController::takeFailure(const QString& sentence)
{
    m_shownPath.clear();
    m_page.setContent(nullptr);
    m_page.setRunNote({});
    m_page.setEmptyText(sentence);
    Q_EMIT failed(sentence);
}

void SignalController::showChosenRun()
{
    if (m_shownPath.isEmpty() || m_page.view()->rows() == 0)
        return;
    const int run = m_page.chosenRun();
    const bool known = run >= 0 && run < static_cast<int>(m_session.runs().size());
    const auto index = static_cast<std::size_t>(std::max(0, run));
    const auto tokens = known ? m_session.runs()[index]->tokens : nullptr;
    if (tokens && tokens == m_shownTokens)
        return; // another run was hidden or shown
    m_shownTokens = tokens;
    if (!tokens) {
        m_page.setOverlay(nullptr);
        m_page.setRunNote(noteOn(nullptr));
    }
    Q_EMIT runRequested(++m_run, tokens, known ? QString::fromStdString(m_session.runs()[index]->label) : QString(),
                        known ? colorOf(m_session, index) : QColor());
}

void SignalController::takeOverlay(const std::shared_ptr<const SignalOverlay>& overlay)
{
    m_page.setOverlay(overlay);
    m_page.setRunNote(noteOn(overlay.get()));
}

QString SignalController::noteOn(const SignalOverlay* overlay) const
{
    const int run = m_page.chosenRun();
    if (m_session.runs().empty())
        return tr("After an analysis the hidden tokens are shaded here.");
    if (run < 0 || run >= static_cast<int>(m_session.runs().size()))
        return {};
    const RunResult& result = *m_session.runs()[static_cast<std::size_t>(run)];
    const QString label = QString::fromStdString(result.label);
    if (!result.tokens)
        return tr("%1 was read from a result file, which does not keep the tokens.").arg(label);
    if (overlay == nullptr)
        return tr("%1 was not run on this recording.").arg(label);
    if (overlay->reconstruction)
        return tr("Shaded: tokens that %1 had to predict. Coloured curve: what it put there, with the window's own "
                  "mean "
                  "and spread; r: its correlation with the window.")
            .arg(label);
    if (overlay->predictsSamples)
        return tr("Shaded: tokens that %1 had to predict: none of this recording, or none whose curve can be laid "
                  "over.")
            .arg(label);
    return tr("Shaded: tokens that %1 had to predict. It predicts embeddings, so there is no curve to lay over.")
        .arg(label);
}

void SignalController::chooseRecording(const QString& path)
{
    m_page.chooseRecording(path);
    openChosen();
}

void SignalController::selectChannel(const QString& name)
{
    m_selected = name;
    m_page.view()->setSelectedChannel(name);
    if (m_audit)
        m_audit->setSelectedChannel(name);
}

/// Choices of the dialog: about the recording that it shows, or about all that are open.
void SignalController::connectChoices()
{
    connect(m_audit, &ChannelAuditDialog::choicesChanged, this,
            [this](const ChannelChoices& choices) { m_session.chooseChannels({ m_auditPath }, choices); });
    connect(m_audit, &ChannelAuditDialog::choicesForAllRequested, this, [this](const ChannelChoices& choices) {
        QStringList recordings;
        for (const InputEntry& entry : m_session.inputs())
            if (entry.kind == InputKind::Recording && channelAudit(entry).choosable)
                recordings << entry.path;
        m_session.chooseChannels(recordings, choices);
    });
}

void SignalController::showChannels(const QString& path)
{
    for (const InputEntry& entry : m_session.inputs()) {
        if (entry.path != path)
            continue;
        if (!m_audit) {
            m_audit = new ChannelAuditDialog(&m_page);
            m_audit->setAttribute(Qt::WA_DeleteOnClose);
            connect(m_audit, &ChannelAuditDialog::channelClicked, this, &SignalController::channelClicked);
            connectChoices();
        }
        m_auditPath = path;
        m_audit->setAudit(channelAudit(entry));
        m_audit->setSelectedChannel(m_selected);
        m_audit->show();
        m_audit->raise();
    }
}

} // namespace maskscope
