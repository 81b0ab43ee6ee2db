// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maskscope {

/// The bundled family that figures are set in; loads it on first use (a QGuiApplication must exist).
[[nodiscard]] QString figureFontFamily();

} // namespace maskscope
