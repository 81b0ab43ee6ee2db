// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/signals/signal_raster.h"

#include <algorithm>
#include <cmath>

namespace maskscope {

namespace {

/// `over` on `under` with a weight of 0 to 256.
QRgb mixed(QRgb under, QRgb over, int weight)
{
    const int rest = 256 - weight;
    return qRgb((qRed(under) * rest + qRed(over) * weight) >> 8, (qGreen(under) * rest + qGreen(over) * weight) >> 8,
                (qBlue(under) * rest + qBlue(over) * weight) >> 8);
}

QRgb* lineOf(QImage& image, int y) { return reinterpret_cast<QRgb*>(image.scanLine(y)); } // NOLINT: rows of QRgb

} // namespace

SignalRaster::SignalRaster(QImage& image)
    : m_image(image)
{
}

void SignalRaster::shade(const QRect& area, const QColor& color)
{
    const QRect own = area.intersected(m_image.rect());
    const int weight = color.alpha() * 256 / 255;
    for (int y = own.top(); y <= own.bottom(); ++y) {
        QRgb* line = lineOf(m_image, y);
        for (int x = own.left(); x <= own.right(); ++x)
            line[x] = mixed(line[x], color.rgb(), weight);
    }
}

void SignalRaster::column(int x, double top, double bottom, const QRect& clip, QRgb color, int opacity)
{
    const double from = std::max(top, static_cast<double>(clip.top()));
    const double to = std::min(bottom, static_cast<double>(clip.bottom() + 1));
    if (from >= to)
        return;
    const int last = std::min(static_cast<int>(std::ceil(to)) - 1, clip.bottom());
    for (int y = static_cast<int>(from); y <= last; ++y) {
        const double covered = std::min<double>(to, y + 1) - std::max<double>(from, y);
        QRgb& pixel = lineOf(m_image, y)[x];
        pixel = mixed(pixel, color, static_cast<int>(covered * opacity));
    }
}

void SignalRaster::trace(std::span<const SignalExtent> columns, int left, const TraceScale& scale, const QColor& color,
                         const QRect& clip)
{
    const QRect own = clip.intersected(m_image.rect());
    const int opacity = color.alpha() * 256 / 255;
    SignalExtent before;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const SignalExtent& extent = columns[i];
        const int x = left + static_cast<int>(i);
        if (!extent.empty() && x >= own.left() && x <= own.right()) {
            // Up to where the column before ended, so that steep flanks do not fall apart into dashes.
            const float high = before.empty() ? extent.high : std::max(extent.high, std::min(before.low, before.high));
            const float low = before.empty() ? extent.low : std::min(extent.low, std::max(before.low, before.high));
            const double top = scale.yOf(high), bottom = scale.yOf(low), middle = (top + bottom) / 2;
            constexpr double halfLine = 0.55; // pixels
            column(x, std::min(top, middle - halfLine), std::max(bottom, middle + halfLine), own, color.rgb(), opacity);
        }
        before = extent;
    }
}

} // namespace maskscope
