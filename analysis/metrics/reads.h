// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/prediction/inference_plan.h"

namespace maskscope {

/// An input that can be replaced; the number is diag.v1.reads.<component>.<name>.
struct ReadInput {
    InputChange change;
    const char* name; ///< "time_code"
    const char* title; ///< for people
    const char* note;
};
[[nodiscard]] const std::vector<ReadInput>& readInputs();

} // namespace maskscope
