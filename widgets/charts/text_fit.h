// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

namespace maskscope {

/// Height of a line of text of a font set by pixel size.
[[nodiscard]] double lineHeight(const QFont& font);
[[nodiscard]] double textWidth(const QString& text, const QFont& font);
/// Widest of some lines.
[[nodiscard]] double textWidth(const QStringList& lines, const QFont& font);

/// Breaks `text` into lines no wider than `width`: at spaces where that works, inside a word (a hash, a path) where
/// not. What exceeds `maxLines` (0: no limit) ends in an ellipsis.
[[nodiscard]] QStringList fitLines(const QString& text, const QFont& font, double width, int maxLines = 0);

} // namespace maskscope
