// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maskscope {

/// From back to front.
enum class DrawOrder { Grid, Reference, Band, Line, ErrorBar, Dot, Spine, Text, Highlight };

} // namespace maskscope
