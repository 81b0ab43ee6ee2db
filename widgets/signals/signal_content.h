// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <QColor>
#include <QString>

#include "analysis/data/signals/signal_store.h"

namespace maskscope {

/// One channel of a recording as a row of the view.
struct SignalRow {
    QString name;
    QString detail; ///< label, kind, unit, electrode: the tool tip
    QString unit; ///< of the samples: "µV"
    QString leftOut; ///< why an analysis leaves it out; empty: it takes part
    bool ownScale = false; ///< its unit is no voltage: the row shows its whole range
};

struct SignalMark {
    double atS = 0;
    QString text;
};

/// A recording to look at. Row i is track i of the store.
struct SignalContent {
    QString path;
    double durationS = 0;
    bool countsSamples = false; ///< no sampling rate is known: the axis of time counts samples
    std::vector<SignalRow> rows;
    std::vector<SignalMark> marks; ///< annotations, in order of time
    std::vector<SignalMark> borders; ///< beginnings of pieces after a gap
    std::shared_ptr<SignalStore> store;
};

/// What a run adds to a recording: its tokens, which of them were hidden, and the samples predicted for these.
struct SignalOverlay {
    struct Row {
        /// [token] share of its samples to be predicted, 0 to 255; -1: this channel is not in the run there. Empty:
        /// nowhere.
        std::vector<std::int16_t> masked;
        std::vector<std::uint8_t> kept; ///< [token] 1: to be predicted, but shown to the model; empty: none
        std::vector<float> r; ///< [token] of the reconstruction with the window; empty: none
        int track = -1; ///< of the reconstruction
    };
    QString run; ///< label
    QColor color;
    double tokenS = 0;
    std::vector<double> startS; ///< [token]
    std::vector<Row> rows; ///< as SignalContent::rows
    bool predictsSamples = false;
    std::shared_ptr<SignalStore> reconstruction; ///< null: there is none here
};

} // namespace maskscope
