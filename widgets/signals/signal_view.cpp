// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/signals/signal_view.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "widgets/signals/signal_painter.h"
#include "widgets/signals/time_axis.h"

namespace maskscope {

namespace {

constexpr double shortestSpanS = 0.02;
constexpr double usualSpanS = 10;

} // namespace

SignalView::SignalView(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Signals"));
}

void SignalView::setContent(std::shared_ptr<const SignalContent> content)
{
    const bool other = !content || !m_content || content->path != m_content->path;
    m_content = std::move(content);
    m_columnS = std::numeric_limits<double>::infinity();
    m_overlay.reset();
    m_frame.closeUp = {};
    m_asked = false;
    m_amplitudeFitted = false;
    if (m_content && other) {
        m_amplitudeChosen = false;
        m_frame.firstRow = 0;
        m_frame.fromS = 0;
        m_frame.spanS = std::clamp(usualSpanS, shortestSpanS, std::max(shortestSpanS, m_content->durationS));
        if (m_content->countsSamples)
            m_frame.spanS = std::min(m_content->durationS, 4096.0);
    }
    setRows(m_frame.firstRow, m_rowsAsked);
    refresh();
    Q_EMIT rangeChanged();
}

void SignalView::setOverlay(std::shared_ptr<const SignalOverlay> overlay)
{
    m_overlay = std::move(overlay);
    m_frame.closeUp.reconstruction.reset();
    m_asked = false;
    askForSamples();
    update();
}

void SignalView::setCloseUp(const SignalCloseUp& closeUp)
{
    m_asked = false;
    m_frame.closeUp = closeUp;
    askForSamples(); // what is shown may have moved on meanwhile
    update();
}

void SignalView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

void SignalView::setSelectedChannel(const QString& name)
{
    m_frame.selected = name;
    if (m_content)
        for (int row = 0; row < rows(); ++row)
            if (m_content->rows[static_cast<std::size_t>(row)].name == name
                && (row < m_frame.firstRow || row >= m_frame.firstRow + m_frame.rowCount))
                setRows(row - m_frame.rowCount / 2, m_rowsAsked);
    update();
}

void SignalView::refresh()
{
    // A first guess as soon as the shown part is there; a user's own choice is kept.
    if (m_content && !m_amplitudeFitted && !m_amplitudeChosen && m_content->store->filledShare() > 0)
        fitAmplitude();
    askForSamples();
    update();
}

SignalFrame SignalView::frame() const
{
    SignalFrame frame = m_frame;
    frame.content = m_content.get();
    frame.overlay = m_overlay.get();
    frame.size = size();
    frame.pixelRatio = devicePixelRatioF();
    frame.font = font();
    frame.font.setPointSizeF(std::max(7.0, font().pointSizeF() - 1));
    frame.palette = palette();
    frame.dark = palette().color(QPalette::Base).lightness() < 128;
    frame.layOut();
    return frame;
}

void SignalView::setRange(double fromS, double spanS)
{
    const double longest = std::max(shortestSpanS, durationS());
    m_frame.spanS = std::clamp(spanS, shortestSpanS, longest);
    m_frame.fromS = std::clamp(fromS, 0.0, std::max(0.0, durationS() - m_frame.spanS));
    askForSamples();
    update();
    Q_EMIT rangeChanged();
}

void SignalView::setUvPerRow(double uv)
{
    m_amplitudeChosen = true;
    takeUvPerRow(uv);
}

void SignalView::takeUvPerRow(double uv)
{
    m_frame.uvPerRow = std::clamp(uv, 1e-3, 1e7);
    m_amplitudeFitted = true;
    update();
    Q_EMIT amplitudeChanged();
}

void SignalView::setRows(int first, int count)
{
    m_rowsAsked = count;
    const int before = m_frame.rowCount;
    m_frame.rowCount = std::max(1, count > 0 ? std::min(count, rows()) : rows());
    m_frame.firstRow = std::clamp(first, 0, std::max(0, rows() - m_frame.rowCount));
    if (before != m_frame.rowCount && m_amplitudeFitted && !m_amplitudeChosen)
        fitAmplitude();
    update();
    Q_EMIT rowsChanged();
}

void SignalView::fitAmplitude()
{
    std::vector<double> spreads;
    if (!m_content)
        return;
    const SignalStore& store = *m_content->store;
    for (std::size_t row = 0; row < m_content->rows.size(); ++row) {
        if (m_content->rows[row].ownScale || !m_content->rows[row].leftOut.isEmpty())
            continue;
        std::vector<SignalExtent> seconds(static_cast<std::size_t>(std::clamp(m_frame.spanS, 1.0, 60.0)));
        const double rateHz = store.tracks()[row].rateHz;
        store.pyramid(row).columns(m_frame.fromS * rateHz, m_content->countsSamples ? 256 : rateHz, seconds);
        for (const SignalExtent& extent : seconds)
            if (!extent.empty())
                spreads.push_back(static_cast<double>(extent.high) - static_cast<double>(extent.low));
    }
    if (spreads.empty())
        return;
    const auto middle = spreads.begin() + static_cast<std::ptrdiff_t>(spreads.size() / 2);
    std::ranges::nth_element(spreads, middle);
    // Dense rows may overlap a little, as on paper; few rows keep apart.
    const double room = m_frame.rowCount > 8 ? 0.9 : 1.2;
    takeUvPerRow(roundUp125(std::max(1e-3, *middle * room)));
}

/// Asks once, for what is shown and as much again around it; the answer asks anew where that is no longer enough.
void SignalView::askForSamples()
{
    const SignalFrame now = frame();
    if (m_asked || !m_content || !now.wantsSamples())
        return;
    const double end = std::min(durationS(), m_frame.fromS + m_frame.spanS);
    const SignalStretch* known = m_frame.closeUp.recording.get();
    const bool finer = now.columnS() < m_columnS; // other tracks may need their samples now
    const bool missing = known == nullptr || known->fromS > m_frame.fromS || known->toS < end || finer;
    const bool overlayMissing = m_overlay && m_overlay->reconstruction && !m_frame.closeUp.reconstruction;
    const double margin = m_frame.spanS / 4; // while dragging: before the edge is reached
    const bool near = known != nullptr
        && ((known->fromS > 0 && known->fromS > m_frame.fromS - margin)
            || (known->toS < durationS() && known->toS < end + margin));
    if (!missing && !near && !overlayMissing)
        return;
    m_asked = true;
    m_columnS = now.columnS();
    Q_EMIT samplesWanted(std::max(0.0, m_frame.fromS - m_frame.spanS / 2),
                         std::min(durationS(), m_frame.fromS + 1.5 * m_frame.spanS), now.columnS());
}

void SignalView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const SignalFrame now = frame();
    paintSignals(painter, now);
    if (m_content)
        return;
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect().adjusted(20, 20, -20, -20), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void SignalView::resizeEvent(QResizeEvent*) { askForSamples(); }

QString SignalView::hoverTextAt(QPointF at) const
{
    const SignalFrame now = frame();
    const auto row = now.rowAt(at.y());
    if (!row || !now.plot().contains(at.toPoint()))
        return {};
    const SignalRow& own = m_content->rows[static_cast<std::size_t>(*row)];
    const double s = now.timeAt(at.x());
    QStringList lines { own.detail.isEmpty() ? own.name : own.detail };
    const auto columns = frameColumns(now, *m_content->store, now.closeUp.recording.get(), std::size_t(*row));
    const auto column = static_cast<std::size_t>(
        std::clamp((at.x() - now.plot().left()) * now.pixelRatio, 0.0, static_cast<double>(columns.size() - 1)));
    const QString time
        = m_content->countsSamples ? tr("sample %1").arg(s, 0, 'f', 0) : timeText(s, m_frame.spanS < 1 ? 4 : 2);
    const SignalExtent& extent = columns[column];
    const auto number = [](float v) { return QString::number(static_cast<double>(v), 'g', 4); };
    const QString value
        = extent.low == extent.high ? number(extent.low) : tr("%1 to %2").arg(number(extent.low), number(extent.high));
    lines << (extent.empty() ? time : time + QStringLiteral(": ") + value + QLatin1Char(' ') + own.unit);
    if (const auto token = now.tokenAt(s)) {
        const SignalOverlay::Row& ownTokens = m_overlay->rows[static_cast<std::size_t>(*row)];
        QString text = tr("token %1").arg(*token);
        if (*token < ownTokens.masked.size() && ownTokens.masked[*token] >= 0) {
            const int share = ownTokens.masked[*token] * 100 / 255;
            text += share == 0 ? tr(", visible") : share == 100 ? tr(", masked") : tr(", %1 % masked").arg(share);
            if (*token < ownTokens.kept.size() && ownTokens.kept[*token] != 0)
                text += tr(" (to be predicted, but shown to the model as it is)");
        } else {
            text += tr(": this channel takes no part in the run");
        }
        if (*token < ownTokens.r.size() && std::isfinite(ownTokens.r[*token]))
            text += tr(", r = %1").arg(static_cast<double>(ownTokens.r[*token]), 0, 'f', 3);
        lines << text;
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace maskscope
