// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPainter>

#include "widgets/signals/signal_frame.h"

namespace maskscope {

[[nodiscard]] QColor faded(QColor color, int alpha);

/// Lines below the traces: ticks of time, borders of tokens and of pieces, annotations.
void paintGrid(QImage& image, const SignalFrame& frame);
/// All that is written around and over the traces.
void paintLabels(QPainter& painter, const SignalFrame& frame);

} // namespace maskscope
