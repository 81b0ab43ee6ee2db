// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/signals/signal_frame.h"

#include <algorithm>
#include <cmath>

#include <QFontMetrics>

#include "analysis/data/signals/sample_columns.h"

namespace maskscope {

namespace {

constexpr int mostNameWidth = 96, marginPx = 6;

} // namespace

void SignalFrame::layOut()
{
    const QFontMetrics metrics(font);
    int names = metrics.horizontalAdvance(QStringLiteral("100 µV"));
    if (content != nullptr)
        for (const SignalRow& row : content->rows)
            names = std::max(names, metrics.horizontalAdvance(row.name));
    const int left = std::min(names, mostNameWidth) + 2 * marginPx;
    const int line = metrics.height() + 2;
    const int top = line * (overlay != nullptr ? 2 : 1);
    m_plot = QRect { left, top, std::max(1, size.width() - left - marginPx),
                     std::max(1, size.height() - top - line - marginPx) };
}

std::optional<int> SignalFrame::rowAt(double y) const
{
    const int row = firstRow + static_cast<int>(std::floor((y - plot().top()) / rowHeight()));
    const bool known = content != nullptr && row >= firstRow && row < firstRow + rowCount
        && row < static_cast<int>(content->rows.size());
    return known ? std::optional(row) : std::nullopt;
}

std::optional<std::size_t> SignalFrame::tokenAt(double s) const
{
    if (overlay == nullptr)
        return std::nullopt;
    const auto after = std::ranges::upper_bound(overlay->startS, s);
    if (after == overlay->startS.begin() || s >= *(after - 1) + overlay->tokenS)
        return std::nullopt;
    return static_cast<std::size_t>(after - overlay->startS.begin() - 1);
}

bool SignalFrame::wantsSamples() const
{
    if (content == nullptr)
        return false;
    const double toS = fromS + 2 * spanS; // as much as is asked for
    return content->store->wantsSamples(fromS, toS, columnS())
        || (overlay != nullptr && overlay->reconstruction
            && overlay->reconstruction->wantsSamples(fromS, toS, columnS()));
}

bool SignalFrame::showsCorrelations() const
{
    if (overlay == nullptr || !overlay->reconstruction)
        return false;
    const QFontMetrics metrics(font);
    return rowHeight() >= 1.6 * metrics.height()
        && overlay->tokenS / spanS * plot().width() >= 2 * metrics.horizontalAdvance(QStringLiteral("r −0.00"));
}

std::vector<SignalExtent> frameColumns(const SignalFrame& frame, const SignalStore& store, const SignalStretch* closeUp,
                                       std::size_t track)
{
    const auto width = static_cast<std::size_t>(std::lround(frame.plot().width() * frame.pixelRatio));
    std::vector<SignalExtent> columns(width);
    const double rateHz = store.tracks()[track].rateHz;
    const double first = frame.fromS * rateHz, perColumn = frame.spanS * rateHz / static_cast<double>(width);
    const double endS = static_cast<double>(store.tracks()[track].samples) / rateHz;
    const bool covered = closeUp != nullptr && !closeUp->samples[track].empty()
        && closeUp->fromS <= std::max(0.0, frame.fromS) && closeUp->toS >= std::min(endS, frame.fromS + frame.spanS);
    if (covered && perColumn < static_cast<double>(store.pyramid(track).binSamples()))
        sampleColumns(closeUp->samples[track], closeUp->first[track], first, perColumn, columns);
    else
        store.pyramid(track).columns(first, perColumn, columns);
    return columns;
}

} // namespace maskscope
