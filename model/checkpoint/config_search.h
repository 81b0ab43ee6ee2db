// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/checkpoint/config_values.h"
#include "model/checkpoint/formats/pickle/pickle_document.h"

namespace maskscope {

struct FoundConfig {
    ConfigEntries entries;
    std::string source; ///< where it stands: "config", "hyper_parameters", "meta.args"; empty: none
};

/// The config of a training checkpoint wherever training code puts it: under `config`, `args`, `hyper_parameters`,
/// `cfg`, `hparams`, ..., as a dict or an object with fields, also in a dict inside; else a dict that holds a mask
/// ratio or a sampling rate itself. The likeliest one keeps its keys; the entries of others follow with their place in
/// front
/// ("args.mask_ratio"). A fine-tuned model's `pretrain_config` has that prefix.
[[nodiscard]] FoundConfig findConfig(const PickleDocument& document);

} // namespace maskscope
