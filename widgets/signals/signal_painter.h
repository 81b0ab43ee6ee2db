// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include "widgets/signals/signal_frame.h"

namespace maskscope {

/// Paints a frame: shades of hidden tokens, traces, the reconstruction over them, names, annotations, tokens, the axis
/// of time and a scale bar.
void paintSignals(QPainter& painter, const SignalFrame& frame);

} // namespace maskscope
