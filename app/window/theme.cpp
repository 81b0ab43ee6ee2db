// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

namespace maskscope {

namespace {

struct Colors {
    QRgb window, base, alternate, text, muted, button, highlight, highlightedText, mid;
};

QPalette paletteOf(const Colors& c)
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(c.window));
    palette.setColor(QPalette::WindowText, QColor(c.text));
    palette.setColor(QPalette::Base, QColor(c.base));
    palette.setColor(QPalette::AlternateBase, QColor(c.alternate));
    palette.setColor(QPalette::Text, QColor(c.text));
    palette.setColor(QPalette::PlaceholderText, QColor(c.muted));
    palette.setColor(QPalette::Button, QColor(c.button));
    palette.setColor(QPalette::ButtonText, QColor(c.text));
    palette.setColor(QPalette::ToolTipBase, QColor(c.button));
    palette.setColor(QPalette::ToolTipText, QColor(c.text));
    palette.setColor(QPalette::Highlight, QColor(c.highlight));
    palette.setColor(QPalette::HighlightedText, QColor(c.highlightedText));
    palette.setColor(QPalette::Link, QColor(c.highlight));
    palette.setColor(QPalette::BrightText, QColor(c.highlightedText));
    palette.setColor(QPalette::Light, QColor(c.button).lighter(115));
    palette.setColor(QPalette::Midlight, QColor(c.button).lighter(107));
    palette.setColor(QPalette::Mid, QColor(c.mid));
    palette.setColor(QPalette::Dark, QColor(c.mid).darker(115));
    palette.setColor(QPalette::Shadow, QColor(c.mid).darker(160));
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText })
        palette.setColor(QPalette::Disabled, role, QColor(c.muted));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(c.mid));
    return palette;
}

constexpr Colors light { 0xFFF3F4F6, 0xFFFFFFFF, 0xFFF6F8FA, 0xFF1F2328, 0xFF6B7280,
                         0xFFFAFBFC, 0xFF0B6BB3, 0xFFFFFFFF, 0xFFC9CED6 };
constexpr Colors dark { 0xFF1E2126, 0xFF16181C, 0xFF1B1E23, 0xFFE6E8EB, 0xFF969DA8,
                        0xFF2A2E35, 0xFF3B8FD4, 0xFFFFFFFF, 0xFF454B55 };

} // namespace

bool isDark(const QPalette& palette) { return palette.color(QPalette::Window).lightness() < 128; }

void applyTheme(QApplication& application, Theme theme)
{
    static const QPalette desktop = QApplication::palette();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const bool wantsDark = theme == Theme::Dark || (theme == Theme::System && isDark(desktop));
    QApplication::setPalette(paletteOf(wantsDark ? dark : light));
    Q_UNUSED(application)
}

} // namespace maskscope
