// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <QColor>
#include <QObject>

#include "analysis/data/recording/channel_choices.h"
#include "analysis/data/signals/token_layout.h"
#include "widgets/signals/signal_frame.h"

Q_DECLARE_METATYPE(std::shared_ptr<const maskscope::RunTokens>)
Q_DECLARE_METATYPE(std::shared_ptr<const maskscope::SignalContent>)
Q_DECLARE_METATYPE(std::shared_ptr<const maskscope::SignalOverlay>)
Q_DECLARE_METATYPE(maskscope::SignalCloseUp)

namespace maskscope {

/// Reads recordings for the signal view in a thread of its own, so that an analysis need not end first. The pyramids
/// are filled in steps: a request for samples is answered between two of them. Products carry the number of the request
/// that opened their recording.
class SignalWorker : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

public Q_SLOTS:
    /// An empty path: nothing more.
    void open(quint64 request, const QString& path, const QString& montage,
              const maskscope::ChannelChoices& choices = {});
    /// Lays a run over what is open; null tokens: none. The answer carries `run`, a number of the asking side.
    void showRun(quint64 run, const std::shared_ptr<const maskscope::RunTokens>& tokens, const QString& label,
                 const QColor& color);
    void read(double fromS, double toS, double columnS);

Q_SIGNALS:
    void opened(quint64 request, const std::shared_ptr<const maskscope::SignalContent>& content);
    void overlaid(quint64 request, quint64 run, const std::shared_ptr<const maskscope::SignalOverlay>& overlay);
    void filled(quint64 request, double share);
    void samplesRead(quint64 request, const maskscope::SignalCloseUp& closeUp);
    void failed(quint64 request, const QString& sentence); ///< nothing more comes of that recording

private:
    void fillLater();
    void fill();
    void drop(const Error& error);

    quint64 m_request = 0;
    std::shared_ptr<const SignalContent> m_content;
    std::shared_ptr<const SignalOverlay> m_overlay;
    bool m_fillPosted = false;
    std::chrono::steady_clock::time_point m_said {}; // how far filling has come
};

} // namespace maskscope
