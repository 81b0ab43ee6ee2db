// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "model/checkpoint/model_file.h"

namespace maskscope {

/// The networks among the tensors of a dict, each with its names as the network itself has them. Training code puts
/// names of its own in front (`model._orig_mod.`, `student.backbone.`): whatever stands before a network's parts is
/// taken off, because what follows it are the network's names, and that is said. Empty where there is no such part.
///
/// An encoder below `backbone.` with a `classifier.` beside it, or with `pretrained` (the config of the training before
/// is there too), stays below it: a fine-tuned model.
[[nodiscard]] std::vector<WeightSet> networksIn(const WeightSet& set, bool pretrained);

} // namespace maskscope
