// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/checkpoint/formats/pickle/pickle_builder.h"

namespace maskscope {

/// torch._utils._rebuild_tensor and its relatives; nothing for other names.
[[nodiscard]] std::optional<PickleId> rebuildTensor(PickleBuilder& builder, std::string_view name,
                                                    const std::vector<PickleId>& arguments);

} // namespace maskscope
