// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "model/checkpoint/model_file.h"

namespace maskscope {

/// What a class or function that a pickle names makes of weights ("torch._utils._rebuild_qtensor": quantised), and what
/// to do; empty: nothing that stands in the way of reading them.
[[nodiscard]] std::string unreadKind(std::string_view className);

/// The same of a whole file whose model is incomplete: by what its pickle named, and by tensor names that only such
/// weights have ("....SCB", "..._packed_params").
[[nodiscard]] std::string unreadWeights(const ModelFile& file, const WeightSet& set);

} // namespace maskscope
