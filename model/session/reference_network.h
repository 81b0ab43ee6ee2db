// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "model/architectures/prepared_batch.h"
#include "model/architectures/weight_reader.h"
#include "model/checkpoint/load_report.h"

namespace maskscope {

/// Decoded predictions [masked row, width] in double precision: the equations written out once more with tensor
/// operations, sequence by sequence and step by step. Slow, and shares no code with the networks of architectures/.
/// `batch` holds masked windows that are not standardised; projection [3, D].
[[nodiscard]] at::Tensor referencePredictions(const NetworkDescription& network, const WeightMap& weights,
                                              const at::Tensor& projection, const PreparedBatch& batch,
                                              int mambaGroups);

} // namespace maskscope
