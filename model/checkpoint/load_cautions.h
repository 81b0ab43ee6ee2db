// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/checkpoint/load_report.h"

namespace maskscope {

/// Says which set of weights and which config of the file were read, with a caution where there are several sets.
void noteSource(const Checkpoint& checkpoint, LoadReport& report);

/// Mamba-2: the numbers of groups that the shapes allow (any that divides heads and state codes), and the config's.
void noteGroups(const Checkpoint& checkpoint, LoadReport& report);

} // namespace maskscope
