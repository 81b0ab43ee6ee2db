// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>

namespace maskscope {

/// Circle, nose and ears of a head seen from above, in head units with y pointing to the front.
[[nodiscard]] QPainterPath headOutline();

} // namespace maskscope
