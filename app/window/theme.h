// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

class QApplication;

namespace maskscope {

enum class Theme { System, Light, Dark };

/// Fusion with our own light or dark palette; System follows the desktop's palette.
void applyTheme(QApplication& application, Theme theme);
[[nodiscard]] bool isDark(const QPalette& palette);

} // namespace maskscope
