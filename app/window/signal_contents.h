// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "analysis/data/recording/recording.h"
#include "analysis/data/signals/token_layout.h"
#include "widgets/signals/signal_content.h"

namespace maskscope {

/// A recording as the signal view shows it; its samples are read later.
[[nodiscard]] std::shared_ptr<const SignalContent> signalContent(const Recording& recording);

/// A run's tokens on a recording; null where the run does not hold that file.
[[nodiscard]] std::shared_ptr<const SignalOverlay> signalOverlay(const SignalContent& content,
                                                                 const std::shared_ptr<const RunTokens>& tokens,
                                                                 const QString& label, const QColor& color);

} // namespace maskscope
