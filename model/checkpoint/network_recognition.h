// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "model/checkpoint/load_report.h"

namespace maskscope {

struct Recognition {
    NetworkDescription network;
    std::vector<std::string> evidence; ///< a tensor and what it says
};

/// Generation, backbone and sizes from the names and shapes alone. Error (Mismatch) where they fit nothing known.
[[nodiscard]] Result<Recognition> recogniseNetwork(const Checkpoint& checkpoint);

} // namespace maskscope
