// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/signals/signal_painter.h"

#include <algorithm>
#include <cmath>

#include "widgets/signals/signal_labels.h"
#include "widgets/signals/signal_raster.h"

namespace maskscope {

namespace {

/// Middle of what is shown: a recording's offset of millivolts must not push its trace out of its row.
double offsetOf(const std::vector<SignalExtent>& columns)
{
    double sum = 0, n = 0;
    for (const SignalExtent& extent : columns)
        if (!extent.empty()) {
            sum += (static_cast<double>(extent.low) + static_cast<double>(extent.high)) / 2;
            ++n;
        }
    return n > 0 ? sum / n : 0;
}

class TracePainter {
public:
    TracePainter(const SignalFrame& frame, QImage& image)
        : m_frame(frame)
        , m_raster(image)
        , m_clip(image.rect())
    {
    }

    void paint()
    {
        for (int row = 0; row < shownRows(); ++row)
            shadeRow(m_frame.firstRow + row);
        for (int row = 0; row < shownRows(); ++row)
            traceRow(m_frame.firstRow + row);
    }

private:
    [[nodiscard]] int shownRows() const
    {
        return std::min(m_frame.rowCount, static_cast<int>(m_frame.content->rows.size()) - m_frame.firstRow);
    }
    [[nodiscard]] const SignalRow& rowOf(int row) const { return m_frame.content->rows[std::size_t(row)]; }

    /// Pixels of the image from the left and the top of the plot.
    [[nodiscard]] int column(double s) const
    {
        return static_cast<int>(std::lround((m_frame.xOf(s) - m_frame.plot().left()) * m_frame.pixelRatio));
    }
    [[nodiscard]] QRect band(int row) const
    {
        const double top
            = (m_frame.middleOf(row) - m_frame.rowHeight() / 2 - m_frame.plot().top()) * m_frame.pixelRatio;
        const double bottom = top + m_frame.rowHeight() * m_frame.pixelRatio;
        const int first = static_cast<int>(std::lround(top));
        return { 0, first, m_clip.width(), static_cast<int>(std::lround(bottom)) - first };
    }

    void shadeRow(int row)
    {
        if (rowOf(row).name == m_frame.selected)
            m_raster.shade(band(row), faded(m_frame.palette.color(QPalette::Highlight), m_frame.dark ? 60 : 34));
        if (m_frame.overlay == nullptr)
            return;
        const SignalOverlay& overlay = *m_frame.overlay;
        const auto& masked = overlay.rows[static_cast<std::size_t>(row)].masked;
        const auto& kept = overlay.rows[static_cast<std::size_t>(row)].kept;
        const QRect area = band(row);
        for (std::size_t token = firstToken(overlay); token < std::min(masked.size(), overlay.startS.size()); ++token) {
            const int left = column(overlay.startS[token]), right = column(overlay.startS[token] + overlay.tokenS);
            if (left >= m_clip.width())
                break;
            int strength = std::max<int>(0, masked[token]) * (m_frame.dark ? 56 : 40) / 255;
            if (token < kept.size() && kept[token] != 0)
                strength /= 3; // predicted, but not hidden
            if (strength > 0)
                m_raster.shade({ left, area.top(), std::max(1, right - left), area.height() },
                               faded(overlay.color, strength));
        }
    }

    [[nodiscard]] std::size_t firstToken(const SignalOverlay& overlay) const
    {
        const auto first = std::ranges::lower_bound(overlay.startS, m_frame.fromS - overlay.tokenS);
        return static_cast<std::size_t>(first - overlay.startS.begin());
    }

    void traceRow(int row)
    {
        const auto track = static_cast<std::size_t>(row);
        const SignalStore& store = *m_frame.content->store;
        const auto columns = frameColumns(m_frame, store, m_frame.closeUp.recording.get(), track);
        const TraceScale scale = scaleOf(row, columns);
        m_raster.trace(columns, 0, scale, colorOf(row), m_clip);
        if (m_frame.overlay == nullptr || !m_frame.overlay->reconstruction)
            return;
        const int own = m_frame.overlay->rows[track].track;
        if (own < 0)
            return;
        const auto predicted = frameColumns(m_frame, *m_frame.overlay->reconstruction,
                                            m_frame.closeUp.reconstruction.get(), static_cast<std::size_t>(own));
        m_raster.trace(predicted, 0, scale, m_frame.overlay->color, m_clip);
    }

    [[nodiscard]] TraceScale scaleOf(int row, const std::vector<SignalExtent>& columns) const
    {
        const double middleY = (m_frame.middleOf(row) - m_frame.plot().top()) * m_frame.pixelRatio;
        const double height = m_frame.rowHeight() * m_frame.pixelRatio;
        if (!rowOf(row).ownScale)
            return { middleY, offsetOf(columns), height / m_frame.uvPerRow };
        SignalExtent all; // of what is shown
        for (const SignalExtent& extent : columns)
            all.join(extent);
        const double range = all.empty() ? 0 : static_cast<double>(all.high) - static_cast<double>(all.low);
        const double middle = all.empty() ? 0 : static_cast<double>(all.low) + range / 2;
        return { middleY, middle, range > 0 ? 0.8 * height / range : 0 };
    }

    [[nodiscard]] QColor colorOf(int row) const
    {
        if (rowOf(row).name == m_frame.selected)
            return m_frame.palette.color(QPalette::Highlight);
        if (!rowOf(row).leftOut.isEmpty())
            return faded(m_frame.palette.color(QPalette::PlaceholderText), 150);
        return m_frame.dark ? QColor(0xC4, 0xCE, 0xDC) : QColor(0x24, 0x36, 0x4F);
    }

    const SignalFrame& m_frame;
    SignalRaster m_raster;
    QRect m_clip;
};

} // namespace

void paintSignals(QPainter& painter, const SignalFrame& frame)
{
    painter.fillRect(QRect(QPoint(), frame.size), frame.palette.color(QPalette::Base));
    if (frame.content == nullptr)
        return;
    const QRect plot = frame.plot();
    QImage image((QSizeF(plot.size()) * frame.pixelRatio).toSize(), QImage::Format_RGB32);
    image.fill(frame.palette.color(QPalette::Base));
    paintGrid(image, frame);
    TracePainter(frame, image).paint();
    image.setDevicePixelRatio(frame.pixelRatio);
    painter.drawImage(plot.topLeft(), image);
    paintLabels(painter, frame);
}

} // namespace maskscope
