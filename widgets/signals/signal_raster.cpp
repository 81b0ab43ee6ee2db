// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/signals/signal_raster.h"

#include <algorithm>
#include <cmath>

namespace maskscope {

namespace {

/// `over` on `under` with a weight of 0 to 256: red and blue at once, green by itself.
QRgb mixed(QRgb under, QRgb over, unsigned weight)
{
    const unsigned rest = 256U - weight;
    const QRgb redBlue = (((under & 0xFF00FFU) * rest + (over & 0xFF00FFU) * weight) >> 8U) & 0xFF00FFU;
    const QRgb green = (((under & 0x00FF00U) * rest + (over & 0x00FF00U) * weight) >> 8U) & 0x00FF00U;
    return 0xFF000000U | redBlue | green;
}

unsigned weightOf(const QColor& color) { return static_cast<unsigned>(color.alpha()) * 256U / 255U; }

} // namespace

SignalRaster::SignalRaster(QImage& image)
    : m_area(image.rect())
    , m_pixels(reinterpret_cast<QRgb*>(image.bits())) // NOLINT: rows of QRgb
    , m_stride(image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb)))
{
}

void SignalRaster::shade(const QRect& area, const QColor& color)
{
    const QRect own = area.intersected(m_area);
    const unsigned weight = weightOf(color);
    const QRgb over = color.rgb();
    for (int y = own.top(); y <= own.bottom(); ++y) {
        QRgb* line = m_pixels + y * m_stride;
        for (int x = own.left(); x <= own.right(); ++x)
            line[x] = mixed(line[x], over, weight);
    }
}

void SignalRaster::column(int x, double top, double bottom, const QRect& clip, QRgb color, unsigned opacity)
{
    const double from = std::max(top, static_cast<double>(clip.top()));
    const double to = std::min(bottom, static_cast<double>(clip.bottom() + 1));
    if (!(from < to)) // also where one is no number
        return;
    const int first = static_cast<int>(from);
    const int last = std::min(static_cast<int>(std::ceil(to)) - 1, clip.bottom());
    QRgb* pixel = m_pixels + first * m_stride + x;
    const auto blend = [&](double covered) {
        *pixel = mixed(*pixel, color, static_cast<unsigned>(covered * opacity));
        pixel += m_stride;
    };
    if (first == last)
        return blend(to - from);
    blend(first + 1 - from);
    if (opacity == 256)
        for (int y = first + 1; y < last; ++y, pixel += m_stride)
            *pixel = color;
    else
        for (int y = first + 1; y < last; ++y)
            blend(1);
    blend(to - last);
}

void SignalRaster::trace(std::span<const SignalExtent> columns, int left, const TraceScale& scale, const QColor& color,
                         const QRect& clip)
{
    const QRect own = clip.intersected(m_area);
    const unsigned opacity = weightOf(color);
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
