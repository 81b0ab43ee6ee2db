// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maskscope {

struct Interval {
    double low = 0;
    double high = 0;
};

} // namespace maskscope
