// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/signals/signal_labels.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <QFontMetricsF>

#include "widgets/signals/signal_raster.h"
#include "widgets/signals/time_axis.h"

namespace maskscope {

namespace {

constexpr double gapPx = 6;

double tickStepS(const SignalFrame& frame)
{
    const QFontMetricsF metrics(frame.font);
    return frame.spanS * (metrics.horizontalAdvance(QStringLiteral("1:00:00.00")) + 2 * gapPx) / frame.plot().width();
}

std::vector<TimeTick> ticksOf(const SignalFrame& frame)
{
    return timeTicks(frame.fromS, frame.fromS + frame.spanS, tickStepS(frame), frame.content->countsSamples);
}

std::size_t firstShownToken(const SignalFrame& frame)
{
    const auto first = std::ranges::lower_bound(frame.overlay->startS, frame.fromS - frame.overlay->tokenS);
    return static_cast<std::size_t>(first - frame.overlay->startS.begin());
}

/// Marks are in order of time.
std::span<const SignalMark> shownMarks(const SignalFrame& frame, const std::vector<SignalMark>& marks)
{
    const auto first = std::ranges::lower_bound(marks, frame.fromS, {}, &SignalMark::atS);
    const auto last = std::ranges::upper_bound(first, marks.end(), frame.fromS + frame.spanS, {}, &SignalMark::atS);
    return { first, last };
}

bool shows(const SignalFrame& frame, double s) { return s >= frame.fromS && s <= frame.fromS + frame.spanS; }

class Labels {
public:
    Labels(QPainter& painter, const SignalFrame& frame)
        : m_painter(painter)
        , m_frame(frame)
        , m_plot(frame.plot())
        , m_metrics(frame.font)
        , m_line(m_metrics.height())
    {
        m_painter.setFont(frame.font);
    }

    void paint()
    {
        names();
        time();
        marks();
        tokens();
        correlations();
        scaleBar();
        m_painter.setPen(m_frame.palette.color(QPalette::Mid));
        m_painter.drawRect(QRectF(m_plot).adjusted(-0.5, -0.5, 0.5, 0.5));
    }

private:
    [[nodiscard]] QColor ink() const { return m_frame.palette.color(QPalette::Text); }
    [[nodiscard]] QColor quiet() const { return m_frame.palette.color(QPalette::PlaceholderText); }

    /// Where rows are lower than a line, only every second or third name is written, and the selected one.
    void names()
    {
        const auto& rows = m_frame.content->rows;
        const int every = std::max(1, static_cast<int>(std::ceil(0.86 * m_line / m_frame.rowHeight())));
        const int last = std::min(m_frame.firstRow + m_frame.rowCount, static_cast<int>(rows.size()));
        int selected = -1;
        for (int row = m_frame.firstRow; row < last; ++row)
            if (rows[std::size_t(row)].name == m_frame.selected)
                selected = row;
        for (int row = m_frame.firstRow; row < last; ++row)
            if (row == selected
                || ((row - m_frame.firstRow) % every == 0 && (selected < 0 || std::abs(row - selected) >= every)))
                name(row, row == selected);
    }

    void name(int row, bool selected)
    {
        const SignalRow& own = m_frame.content->rows[static_cast<std::size_t>(row)];
        QFont font = m_frame.font;
        font.setBold(selected);
        font.setStrikeOut(!own.leftOut.isEmpty());
        m_painter.setFont(font);
        m_painter.setPen(selected                    ? m_frame.palette.color(QPalette::Highlight)
                             : own.leftOut.isEmpty() ? ink()
                                                     : quiet());
        const QRectF place(gapPx, m_frame.middleOf(row) - m_line / 2, m_plot.left() - 2 * gapPx, m_line);
        m_painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter,
                           QFontMetricsF(font).elidedText(own.name, Qt::ElideMiddle, place.width()));
        m_painter.setFont(m_frame.font);
    }

    void time()
    {
        const double top = m_plot.bottom() + 1;
        double free = m_plot.left() - m_plot.width();
        for (const TimeTick& tick : ticksOf(m_frame)) {
            const double x = m_frame.xOf(tick.atS), half = m_metrics.horizontalAdvance(tick.label) / 2;
            m_painter.setPen(quiet());
            m_painter.drawLine(QPointF(x, top), QPointF(x, top + 3));
            const double left = std::clamp(x - half, 0.0, std::max(0.0, m_frame.size.width() - 2 * half - 1));
            if (left < free)
                continue;
            free = left + 2 * half + gapPx;
            m_painter.drawText(QPointF(left, top + 3 + m_metrics.ascent()), tick.label);
        }
    }

    /// Annotations and pieces: their texts in one line on top, as far as there is room.
    void marks()
    {
        double free = m_plot.left();
        const double baseline = m_metrics.ascent() + 1;
        const auto write = [&](const SignalMark& mark, const QColor& color) {
            if (mark.text.isEmpty() || !shows(m_frame, mark.atS))
                return;
            const double x = m_frame.xOf(mark.atS);
            const double room = m_plot.right() - x - 2;
            if (x < free || room < m_line)
                return;
            const QString text = m_metrics.elidedText(mark.text, Qt::ElideRight, std::min(room, 160.0));
            m_painter.setPen(color);
            m_painter.drawText(QPointF(x + 2, baseline), text);
            free = x + m_metrics.horizontalAdvance(text) + gapPx;
        };
        std::vector<std::pair<const SignalMark*, QColor>> all;
        for (const SignalMark& mark : shownMarks(m_frame, m_frame.content->borders))
            all.emplace_back(&mark, quiet());
        for (const SignalMark& mark : shownMarks(m_frame, m_frame.content->marks))
            all.emplace_back(&mark, markColor(m_frame));
        std::ranges::stable_sort(all, {}, [](const auto& each) { return each.first->atS; });
        for (const auto& [mark, color] : all)
            write(*mark, color);
    }

    void tokens()
    {
        if (m_frame.overlay == nullptr)
            return;
        const SignalOverlay& overlay = *m_frame.overlay;
        const double width = overlay.tokenS / m_frame.spanS * m_plot.width();
        const double number = m_metrics.horizontalAdvance(QStringLiteral("0000")) + gapPx;
        const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(number / width)));
        m_painter.setPen(quiet());
        const double baseline = m_plot.top() - m_line - 1 + m_metrics.ascent();
        m_painter.drawText(QRectF(0, m_plot.top() - m_line - 1, m_plot.left() - gapPx, m_line),
                           Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("token"));
        const std::size_t first = firstShownToken(m_frame);
        for (std::size_t token = first - first % every; token < overlay.startS.size(); token += every) {
            if (overlay.startS[token] > m_frame.fromS + m_frame.spanS)
                break;
            const double middle = m_frame.xOf(overlay.startS[token] + overlay.tokenS / 2);
            const QString text = QString::number(token);
            const double half = m_metrics.horizontalAdvance(text) / 2;
            if (middle - half >= m_plot.left() && middle + half <= m_plot.right())
                m_painter.drawText(QPointF(middle - half, baseline), text);
        }
    }

    void correlations()
    {
        if (!m_frame.showsCorrelations())
            return;
        const SignalOverlay& overlay = *m_frame.overlay;
        m_painter.setPen(m_frame.dark ? overlay.color.lighter(125) : overlay.color.darker(125));
        const int last = std::min(m_frame.firstRow + m_frame.rowCount, static_cast<int>(overlay.rows.size()));
        const std::size_t first = firstShownToken(m_frame);
        for (int row = m_frame.firstRow; row < last; ++row) {
            const auto& r = overlay.rows[static_cast<std::size_t>(row)].r;
            for (std::size_t token = first; token < std::min(r.size(), overlay.startS.size()); ++token) {
                const double right = m_frame.xOf(overlay.startS[token] + overlay.tokenS) - 3;
                if (overlay.startS[token] > m_frame.fromS + m_frame.spanS)
                    break;
                if (!std::isfinite(r[token]) || right < m_plot.left() + 40 || right > m_plot.right())
                    continue;
                QString text = QStringLiteral("r %1").arg(static_cast<double>(r[token]), 0, 'f', 2);
                text.replace(QLatin1Char('-'), QChar(0x2212));
                const double width = m_metrics.horizontalAdvance(text);
                const QRectF plate(right - width - 2, m_frame.middleOf(row) - m_frame.rowHeight() / 2 + 1, width + 4,
                                   m_line);
                m_painter.fillRect(plate, faded(m_frame.palette.color(QPalette::Base), 215));
                m_painter.drawText(QPointF(plate.left() + 2, plate.top() + m_metrics.ascent()), text);
            }
        }
    }

    /// A round number of microvolts, 14 to 80 pixels high.
    void scaleBar()
    {
        const double pixelsPerUv = m_frame.rowHeight() / m_frame.uvPerRow;
        const double uv = roundUp125(std::clamp(0.6 * m_frame.rowHeight(), 14.0, 32.0) / pixelsPerUv);
        const double height = uv * pixelsPerUv;
        const QString text = uv >= 1000 ? QStringLiteral("%1 mV").arg(uv / 1000) : QStringLiteral("%1 µV").arg(uv);
        const double width = m_metrics.horizontalAdvance(text) + 14;
        const QRectF plate(m_plot.right() - width - 6, m_plot.bottom() - std::max(height, m_line) - 12, width + 4,
                           std::max(height, m_line) + 8);
        m_painter.fillRect(plate, faded(m_frame.palette.color(QPalette::Base), 225));
        m_painter.setPen(QPen(ink(), 1.5));
        const double x = plate.right() - 5, middle = plate.center().y();
        m_painter.drawLine(QPointF(x, middle - height / 2), QPointF(x, middle + height / 2));
        for (const double y : { middle - height / 2, middle + height / 2 })
            m_painter.drawLine(QPointF(x - 2, y), QPointF(x + 2, y));
        m_painter.drawText(QRectF(plate.left() + 2, plate.top(), width - 10, plate.height()), Qt::AlignVCenter, text);
    }

public:
    static QColor markColor(const SignalFrame& frame)
    {
        return frame.dark ? QColor(0x7F, 0xC8, 0x8B) : QColor(0x1E, 0x7A, 0x3C);
    }

private:
    QPainter& m_painter;
    const SignalFrame& m_frame;
    QRect m_plot;
    QFontMetricsF m_metrics;
    double m_line;
};

} // namespace

QColor faded(QColor color, int alpha)
{
    color.setAlpha(alpha);
    return color;
}

void paintGrid(QImage& image, const SignalFrame& frame)
{
    SignalRaster raster(image);
    const auto line = [&](double s, const QColor& color, int width = 1) {
        if (shows(frame, s))
            raster.shade({ static_cast<int>(std::lround((frame.xOf(s) - frame.plot().left()) * frame.pixelRatio)), 0,
                           std::max(1, static_cast<int>(std::lround(width * frame.pixelRatio))), image.height() },
                         color);
    };
    const QColor mid = frame.palette.color(QPalette::Mid);
    for (const TimeTick& tick : ticksOf(frame))
        line(tick.atS, faded(mid, 70));
    if (frame.overlay != nullptr && frame.overlay->tokenS / frame.spanS * frame.plot().width() >= 5) {
        const auto& startS = frame.overlay->startS;
        for (std::size_t token = firstShownToken(frame);
             token < startS.size() && startS[token] <= frame.fromS + frame.spanS; ++token) {
            line(startS[token], faded(mid, 190));
            line(startS[token] + frame.overlay->tokenS, faded(mid, 190));
        }
    }
    for (const SignalMark& border : shownMarks(frame, frame.content->borders))
        line(border.atS, faded(frame.palette.color(QPalette::Text), 150), 2);
    for (const SignalMark& mark : shownMarks(frame, frame.content->marks))
        line(mark.atS, faded(Labels::markColor(frame), 150));
}

void paintLabels(QPainter& painter, const SignalFrame& frame) { Labels(painter, frame).paint(); }

} // namespace maskscope
