// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/load_report.h"

namespace maskscope {

namespace {

class Lister {
public:
    void tensor(const std::string& name, std::vector<std::int64_t> shape)
    {
        names.emplace_back(name, std::move(shape));
    }
    void affine(const std::string& name, std::int64_t size)
    {
        tensor(name + ".weight", { size });
        tensor(name + ".bias", { size });
    }
    void linear(const std::string& name, std::int64_t outputs, std::int64_t inputs)
    {
        tensor(name + ".weight", { outputs, inputs });
        tensor(name + ".bias", { outputs });
    }

    std::vector<NamedShape> names;
};

void listEnds(Lister& list, const NetworkDescription& net)
{
    const std::int64_t d = net.dModel;
    const std::int64_t window = net.window;
    switch (net.generation) {
    case Generation::A:
        list.linear("token_encoder.proj", d, window);
        list.affine("token_encoder.norm", d);
        break;
    case Generation::CStrided:
        list.tensor("input_proj.0.weight", { 1, 1, window / d });
        list.affine("input_proj.1", d);
        list.affine("output_proj.0", d);
        list.tensor("output_proj.1.weight", { 1, 1, window / d });
        break;
    case Generation::CPool:
        list.affine("input_proj.1", d);
        list.affine("output_proj.0", d);
        list.linear("output_proj.1", window, d);
        break;
    case Generation::CDirect:
        break;
    }
    list.linear("temporal_encoder.lin", d, 1);
}

void listConvolution(Lister& list, const NetworkDescription& net, const std::string& layer, std::int64_t channels)
{
    list.tensor(layer + "conv1d.weight", { channels, 1, net.convWidth });
    if (net.convBias)
        list.tensor(layer + "conv1d.bias", { channels });
}

void listProjection(Lister& list, const NetworkDescription& net, const std::string& name, std::int64_t outputs,
                    std::int64_t inputs)
{
    list.tensor(name + ".weight", { outputs, inputs });
    if (net.projectionBias)
        list.tensor(name + ".bias", { outputs });
}

void listMamba1(Lister& list, const NetworkDescription& net, const std::string& layer)
{
    const std::int64_t inner = net.dInner;
    list.tensor(layer + "A_log", { inner, net.dState });
    list.tensor(layer + "D", { inner });
    listProjection(list, net, layer + "in_proj", 2 * inner, net.dModel);
    listConvolution(list, net, layer, inner);
    list.tensor(layer + "x_proj.weight", { net.dtRank + 2 * std::int64_t { net.dState }, inner });
    list.linear(layer + "dt_proj", inner, net.dtRank);
    listProjection(list, net, layer + "out_proj", net.dModel, inner);
}

void listMamba2(Lister& list, const NetworkDescription& net, const std::string& layer)
{
    const std::int64_t heads = net.ssmHeads;
    const std::int64_t channels = net.convChannels;
    const std::int64_t mlp = std::int64_t { net.dInner } - net.ssmInner;
    list.tensor(layer + "dt_bias", { heads });
    list.tensor(layer + "A_log", { heads });
    list.tensor(layer + "D", { net.skipPerChannel ? std::int64_t { net.ssmInner } : heads });
    listProjection(list, net, layer + "in_proj", 2 * mlp + net.ssmInner + channels + heads, net.dModel);
    listConvolution(list, net, layer, channels);
    if (net.gatedNorm)
        list.tensor(layer + "norm.weight", { net.ssmInner });
    listProjection(list, net, layer + "out_proj", net.dModel, net.dInner);
}

void listTransformer(Lister& list, const NetworkDescription& net, const std::string& layer)
{
    const std::int64_t d = net.dModel;
    list.tensor(layer + "self_attn.in_proj_weight", { 3 * d, d });
    list.tensor(layer + "self_attn.in_proj_bias", { 3 * d });
    list.linear(layer + "self_attn.out_proj", d, d);
    list.linear(layer + "linear1", net.feedForward, d);
    list.linear(layer + "linear2", d, net.feedForward);
    list.affine(layer + "norm1", d);
    list.affine(layer + "norm2", d);
}

} // namespace

std::vector<NamedShape> expectedTensors(const NetworkDescription& network)
{
    Lister list;
    listEnds(list, network);
    for (int i = 0; i < network.layers; ++i) {
        const std::string layer = "backbone.layers." + std::to_string(i) + ".";
        if (network.backbone == Backbone::Mamba1)
            listMamba1(list, network, layer);
        else if (network.backbone == Backbone::Mamba2)
            listMamba2(list, network, layer);
        else
            listTransformer(list, network, layer + "layers.0.");
    }
    for (int i = 0; network.backbone != Backbone::Transformer && i < network.layers; ++i)
        list.affine("backbone.layer_norms." + std::to_string(i), network.dModel);
    list.affine("backbone.out_norm", network.dModel);
    return std::move(list.names);
}

std::string tensorPrefix(const NetworkDescription& network) { return network.fineTuned ? "backbone." : ""; }

} // namespace maskscope
