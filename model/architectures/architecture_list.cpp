// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architectures/architecture_list.h"

#include <array>

namespace maskscope {

namespace {

struct CodecEntry {
    Generation generation;
    std::unique_ptr<SignalCodec> (*make)(const NetworkDescription&, WeightReader&);
};
constexpr std::array kCodecs {
    CodecEntry { Generation::A, makeGenerationA },
    CodecEntry { Generation::CStrided, makeGenerationCStrided },
    CodecEntry { Generation::CPool, makeGenerationCPool },
    CodecEntry { Generation::CDirect, makeGenerationCDirect },
};

struct BackboneEntry {
    Backbone backbone;
    std::unique_ptr<SequenceModel> (*make)(const NetworkDescription&, WeightReader&, int mambaGroups);
};
constexpr std::array kBackbones {
    BackboneEntry { Backbone::Mamba1, makeMamba1 },
    BackboneEntry { Backbone::Mamba2, makeMamba2 },
    BackboneEntry { Backbone::Transformer, makeTransformer },
};

} // namespace

std::unique_ptr<SignalCodec> makeSignalCodec(const NetworkDescription& network, WeightReader& weights)
{
    for (const auto& entry : kCodecs)
        if (entry.generation == network.generation)
            return entry.make(network, weights);
    return nullptr;
}

std::unique_ptr<SequenceModel> makeSequenceModel(const NetworkDescription& network, WeightReader& weights,
                                                 int mambaGroups)
{
    for (const auto& entry : kBackbones)
        if (entry.backbone == network.backbone)
            return entry.make(network, weights, mambaGroups);
    return nullptr;
}

} // namespace maskscope
