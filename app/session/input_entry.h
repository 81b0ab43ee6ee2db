// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>

#include "app/pipeline/inspection.h"

namespace maskscope {

/// A file the user opened, as far as it could be read.
struct InputEntry {
    InputKind kind = InputKind::Recording;
    QString path;
    QString detail; ///< one line: "64 channels, 160 Hz, 125 s", "A, mamba1, ratio 0.75"
    QString reportText; ///< the load report or the recording's account, several lines
    QString reportJson; ///< the same as `inspect --json` has it
    QStringList electrodesWithoutPosition; ///< of a recording: EEG channels that no model can place
    ChannelChoices choices; ///< with which a recording was read
    QString subject; ///< of a recording: whose it is by its name (BIDS); empty: it does not say
    QString projection; ///< of a checkpoint: "seed:N" or a file; empty: the settings' one
    bool usable = true; ///< false: opened, but cannot be analysed (no known architecture)
};

} // namespace maskscope

Q_DECLARE_METATYPE(maskscope::InputEntry)
