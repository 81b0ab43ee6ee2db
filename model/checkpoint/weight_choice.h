// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "model/checkpoint/load_report.h"
#include "model/checkpoint/model_file.h"

namespace maskscope {

using DescribeWeights = std::function<Result<LoadReport>(const WeightSet&)>;

/// Settles which tensors of a file are its model: of every network in it (network_split.h) the one that matches best,
/// the trained weights before their average, or the one of the name asked for. Fills `tensors`, `weights` and
/// `candidates`. Fails where no such name is there, and where the weights are of a kind that is not read.
[[nodiscard]] Result<void> chooseWeights(ModelFile& file, std::string_view asked, const DescribeWeights& describe,
                                         const std::string& subject);

} // namespace maskscope
