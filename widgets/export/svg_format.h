// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QPainterPath>
#include <QString>

namespace maskscope {

/// At most `decimals` decimals, without trailing zeros: "12.5".
[[nodiscard]] QByteArray svgNumber(double value, int decimals = 3);
[[nodiscard]] QByteArray svgEscaped(const QString& text);
[[nodiscard]] QByteArray svgPathData(const QPainterPath& path);
/// ' fill="#rrggbb"', with an opacity where there is one.
[[nodiscard]] QByteArray svgColor(const char* attribute, const QColor& color, double opacity);
/// Family (with fall-backs), size and weight.
[[nodiscard]] QByteArray svgFont(const QFont& font);

} // namespace maskscope
