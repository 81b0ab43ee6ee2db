// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include <QColor>
#include <QImage>
#include <QRect>

#include "analysis/data/signals/signal_pyramid.h"

namespace maskscope {

/// How microvolts become rows of pixels.
struct TraceScale {
    double middleY = 0; ///< pixel row of `offset`
    double offset = 0;
    double pixelsPerUnit = 1; ///< upwards

    [[nodiscard]] double yOf(float value) const
    {
        return middleY - (static_cast<double>(value) - offset) * pixelsPerUnit;
    }
};

/// Draws traces and shades into an image of 32-bit pixels, in its own pixels: a hundred thousand columns take
/// milliseconds, where a painter's lines take tens of them.
class SignalRaster {
public:
    explicit SignalRaster(QImage& image); ///< Format_RGB32; must outlive this and not be copied meanwhile
    void shade(const QRect& area, const QColor& color); ///< with the colour's own opacity
    /// One column of pixels per extent from `left` on, at least one pixel high, with soft ends, each joined to the one
    /// before; nothing outside `clip`.
    void trace(std::span<const SignalExtent> columns, int left, const TraceScale& scale, const QColor& color,
               const QRect& clip);

private:
    void column(int x, double top, double bottom, const QRect& clip, QRgb color, unsigned opacity);

    QRect m_area;
    QRgb* m_pixels;
    qsizetype m_stride; // pixels
};

} // namespace maskscope
