// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "analysis/data/core/error.h"
#include "model/architectures/weight_reader.h"
#include "model/checkpoint/load_report.h"

namespace maskscope {

/// The tensors of a checkpoint's encoder on a device, under the encoder's own names.
[[nodiscard]] Result<WeightMap> loadWeights(const Checkpoint& checkpoint, const LoadReport& report,
                                            const at::Device& device);

} // namespace maskscope
