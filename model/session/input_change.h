// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "analysis/data/prediction/inference_plan.h"
#include "model/architectures/network.h"
#include "model/session/batch_preparation.h"

namespace maskscope {

/// What a change makes of the preparation and of the codes.
struct PassInput {
    PreparationRules rules;
    Network::Codes codes;
};
[[nodiscard]] PassInput passInput(InputChange change, const InferenceInput& input, const SignalCodec::Traits& traits);

/// Whether a change leaves the windows as they are and moves codes alone.
[[nodiscard]] bool changesCodesOnly(InputChange change);
/// Whether a change touches nothing but visible tokens.
[[nodiscard]] bool changesContextOnly(InputChange change);

/// Why a pass cannot run; empty where it can.
[[nodiscard]] std::string obstacle(InputChange change, const InferenceInput& input);

/// Why a change that was made did not reach the backbone.
[[nodiscard]] std::string unchangedReason(InputChange change, bool nothingVisible, bool hidesCodes);

} // namespace maskscope
