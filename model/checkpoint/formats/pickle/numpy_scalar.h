// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "model/checkpoint/formats/pickle/pickle_builder.h"

namespace maskscope {

/// numpy.core.multiarray.scalar, and numpy._core... of NumPy 2.
[[nodiscard]] bool isNumpyScalarCall(std::string_view name);

/// The number of scalar(dtype, bytes), e.g. a best loss that was a numpy.float64; opaque where it is not that simple.
[[nodiscard]] PickleId rebuildNumpyScalar(PickleBuilder& builder, const std::vector<PickleId>& arguments);

} // namespace maskscope
