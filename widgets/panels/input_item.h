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
