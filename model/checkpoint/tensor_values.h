// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "model/checkpoint/checkpoint.h"

namespace maskscope {

/// The elements of a checked view as float32, in row-major order. Not for complex types.
[[nodiscard]] std::vector<float> gatherAsFloat(const CheckpointTensor& view, std::string_view storage);

} // namespace maskscope
