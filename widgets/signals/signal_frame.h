// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QString>

#include "widgets/signals/signal_content.h"

namespace maskscope {

/// The samples around the shown stretch of time, of the recording and of the reconstruction.
struct SignalCloseUp {
    std::shared_ptr<const SignalStretch> recording, reconstruction;
};

/// All that one picture of signals depends on: what, which part of it, and how large.
struct SignalFrame {
    const SignalContent* content = nullptr;
    const SignalOverlay* overlay = nullptr; ///< null: none
    SignalCloseUp closeUp;
    double fromS = 0, spanS = 10;
    double uvPerRow = 100;
    int firstRow = 0, rowCount = 1;
    QString selected; ///< channel
    QSize size; ///< pixels of the widget
    double pixelRatio = 1;
    QFont font;
    QPalette palette;
    bool dark = false;

    /// Finds plot() for the content, the font and the size: once they are set, and again after a change of them.
    void layOut();
    [[nodiscard]] const QRect& plot() const { return m_plot; } ///< without names, tokens' numbers and the axis of time
    [[nodiscard]] double rowHeight() const { return static_cast<double>(plot().height()) / std::max(1, rowCount); }
    [[nodiscard]] double xOf(double s) const { return plot().left() + (s - fromS) / spanS * plot().width(); }
    [[nodiscard]] double timeAt(double x) const { return fromS + (x - plot().left()) / plot().width() * spanS; }
    [[nodiscard]] double middleOf(int row) const { return plot().top() + (row - firstRow + 0.5) * rowHeight(); }
    [[nodiscard]] std::optional<int> rowAt(double y) const;
    [[nodiscard]] std::optional<std::size_t> tokenAt(double s) const;
    [[nodiscard]] double columnS() const { return spanS / (plot().width() * pixelRatio); } ///< of one device pixel
    /// Columns are so narrow that bins of the recording or of the reconstruction would show as steps.
    [[nodiscard]] bool wantsSamples() const;
    [[nodiscard]] bool showsCorrelations() const; ///< the room is enough for the r of every token

private:
    QRect m_plot;
};

/// Extents of a track in columns of one device pixel over the frame's plot.
[[nodiscard]] std::vector<SignalExtent> frameColumns(const SignalFrame& frame, const SignalStore& store,
                                                     const SignalStretch* closeUp, std::size_t track);

} // namespace maskscope
