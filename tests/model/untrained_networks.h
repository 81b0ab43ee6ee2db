// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "model/checkpoint/load_report.h"

namespace maskscope::test {

/// A network of two layers; the window is one that the generation takes.
inline NetworkDescription describedNetwork(Generation generation, Backbone backbone, int dModel = 64)
{
    NetworkDescription network { .generation = generation, .backbone = backbone, .dModel = dModel, .layers = 2 };
    network.window = generation == Generation::A ? 3 * dModel / 2
        : generation == Generation::CStrided     ? 3 * dModel
        : generation == Generation::CPool        ? 3 * dModel / 2 + 1
                                                 : dModel;
    if (backbone == Backbone::Transformer) {
        network.feedForward = 4 * dModel;
        return network;
    }
    network.dInner = 2 * dModel;
    network.convWidth = 4;
    network.dState = backbone == Backbone::Mamba1 ? 16 : 32;
    if (backbone == Backbone::Mamba1) {
        network.dtRank = (dModel + 15) / 16;
        return network;
    }
    network.ssmHeads = dModel; // two channels a head: many heads, so that their law shows
    network.ssmInner = network.dInner;
    network.convChannels = network.ssmInner + 2 * network.dState;
    return network;
}

inline std::vector<NetworkDescription> everyNetwork()
{
    std::vector<NetworkDescription> networks;
    for (const auto backbone : { Backbone::Mamba1, Backbone::Mamba2, Backbone::Transformer })
        for (const auto generation : { Generation::A, Generation::CStrided, Generation::CPool, Generation::CDirect })
            networks.push_back(describedNetwork(generation, backbone));
    return networks;
}

inline std::string nameOf(const NetworkDescription& network)
{
    return std::string(generationName(network.generation)) + "_" + std::string(backboneName(network.backbone));
}

} // namespace maskscope::test
