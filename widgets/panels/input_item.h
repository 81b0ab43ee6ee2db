// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maskscope {

/// A row of the inputs panel: plain values.
struct InputItem {
    bool checkpoint = false; ///< else a recording
    QString path;
    QString name;
    QString detail;
    QString toolTip;
    bool usable = true;
    bool checked = true;
    QString subject {}; ///< of a recording: whose it is, as the user named it; empty: as it says itself
    QString ownSubject {}; ///< what it says itself
};

/// A row of the runs panel.
struct RunItem {
    QString label;
    QString detail;
    QString toolTip;
    unsigned rgb = 0; ///< 0xRRGGBB
    bool visible = true;
};

} // namespace maskscope
