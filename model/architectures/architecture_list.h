// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "model/architectures/sequence_model.h"
#include "model/architectures/signal_codec.h"
#include "model/architectures/weight_reader.h"
#include "model/checkpoint/load_report.h"

namespace maskscope {

/// The encoder of a generation and the blocks of a backbone, from the explicit lists in architecture_list.cpp. Null
/// where this program has none. What is wrong with the tensors stands in `weights.error()`.
[[nodiscard]] std::unique_ptr<SignalCodec> makeSignalCodec(const NetworkDescription& network, WeightReader& weights);
[[nodiscard]] std::unique_ptr<SequenceModel> makeSequenceModel(const NetworkDescription& network, WeightReader& weights,
                                                               int mambaGroups);

// One file each.
[[nodiscard]] std::unique_ptr<SignalCodec> makeGenerationA(const NetworkDescription& network, WeightReader& weights);
[[nodiscard]] std::unique_ptr<SignalCodec> makeGenerationCStrided(const NetworkDescription& network,
                                                                  WeightReader& weights);
[[nodiscard]] std::unique_ptr<SignalCodec> makeGenerationCPool(const NetworkDescription& network,
                                                               WeightReader& weights);
[[nodiscard]] std::unique_ptr<SignalCodec> makeGenerationCDirect(const NetworkDescription& network,
                                                                 WeightReader& weights);
[[nodiscard]] std::unique_ptr<SequenceModel> makeMamba1(const NetworkDescription& network, WeightReader& weights,
                                                        int groups);
[[nodiscard]] std::unique_ptr<SequenceModel> makeMamba2(const NetworkDescription& network, WeightReader& weights,
                                                        int groups);
[[nodiscard]] std::unique_ptr<SequenceModel> makeTransformer(const NetworkDescription& network, WeightReader& weights,
                                                             int groups);

} // namespace maskscope
