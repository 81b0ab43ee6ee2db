// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/reference_network.h"

#include <cmath>

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv1d.h>
#include <ATen/ops/einsum.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/log1p.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

namespace maskscope {

namespace {

const at::TensorOptions kDouble = at::TensorOptions().dtype(at::kDouble);

at::Tensor silu(const at::Tensor& x) { return x * at::sigmoid(x); }

at::Tensor softplus(const at::Tensor& x) { return x.clamp_min(0) + at::log1p(at::exp(-x.abs())); }

at::Tensor columns(const at::Tensor& matrix, std::int64_t first, std::int64_t count)
{
    return matrix.narrow(1, first, count);
}

class Reference {
public:
    Reference(const NetworkDescription& network, const WeightMap& weights, int groups)
        : m_network(network)
        , m_groups(groups)
    {
        for (const auto& [name, value] : weights)
            m_weights[name] = value.cpu().to(at::kDouble);
    }

    at::Tensor tokens(const at::Tensor& raw) const // [row, W] -> [row, D]
    {
        if (m_network.generation == Generation::A)
            return norm(linear(raw, "token_encoder.proj"), "token_encoder.norm");
        const at::Tensor mean = raw.mean(1, true);
        const at::Tensor variance = (raw - mean).square().sum(1, true) / (raw.size(1) - 1);
        const at::Tensor x = (raw - mean) / variance.sqrt().clamp_min(1e-6);
        if (m_network.generation == Generation::CStrided)
            return norm((x.reshape({ x.size(0), m_network.dModel, -1 }) * weight("input_proj.0.weight")[0][0]).sum(2),
                        "input_proj.1");
        return m_network.generation == Generation::CPool ? norm(pooled(x), "input_proj.1") : x;
    }

    at::Tensor codes(const PreparedBatch& batch, const at::Tensor& projection) const
    {
        const auto rows = batch.layout.rows;
        at::Tensor code = at::zeros({ rows, m_network.dModel }, kDouble);
        for (std::int64_t r = 0; r < rows; ++r) {
            const auto i = static_cast<std::size_t>(r), s = static_cast<std::size_t>(batch.sequenceOfRow[i]);
            const float* place = batch.directions.data() + 3 * s;
            const at::Tensor direction = at::tensor({ place[0], place[1], place[2] }, at::kDouble);
            const at::Tensor temporal
                = static_cast<double>(batch.position[i]) * weight("temporal_encoder.lin.weight").squeeze(1)
                + weight("temporal_encoder.lin.bias");
            code[r] = (temporal + at::matmul(direction, projection)) * static_cast<double>(batch.codesShown[i]);
        }
        return code;
    }

    at::Tensor backbone(at::Tensor x) const // one sequence [token, D]
    {
        for (int i = 0; i < m_network.layers; ++i) {
            const std::string layer = "backbone.layers." + std::to_string(i) + ".";
            if (m_network.backbone == Backbone::Transformer)
                x = transformer(x, layer + "layers.0.");
            else
                x = norm(x + (m_network.backbone == Backbone::Mamba1 ? mamba1(x, layer) : mamba2(x, layer)),
                         "backbone.layer_norms." + std::to_string(i));
        }
        return norm(x, "backbone.out_norm");
    }

    at::Tensor decoded(const at::Tensor& x) const
    {
        if (m_network.generation == Generation::A || m_network.generation == Generation::CDirect)
            return x;
        const at::Tensor y = norm(x, "output_proj.0");
        if (m_network.generation == Generation::CPool)
            return linear(y, "output_proj.1");
        return (y.unsqueeze(2) * weight("output_proj.1.weight")[0][0]).flatten(1);
    }

private:
    const at::Tensor& weight(const std::string& name) const { return m_weights.at(name); }

    at::Tensor norm(const at::Tensor& x, const std::string& name) const
    {
        const at::Tensor centred = x - x.mean(1, true);
        return centred / (centred.square().mean(1, true) + 1e-5).sqrt() * weight(name + ".weight")
            + weight(name + ".bias");
    }

    at::Tensor linear(const at::Tensor& x, const std::string& name) const
    {
        const at::Tensor y = at::matmul(x, weight(name + ".weight").t());
        const auto bias = m_weights.find(name + ".bias");
        return bias == m_weights.end() ? y : y + bias->second;
    }

    /// Bin i averages samples floor(iW/D) to ceil((i+1)W/D) - 1.
    at::Tensor pooled(const at::Tensor& x) const
    {
        std::vector<at::Tensor> bins;
        const std::int64_t width = m_network.window, d = m_network.dModel;
        for (std::int64_t i = 0; i < d; ++i) {
            const std::int64_t first = i * width / d, last = ((i + 1) * width + d - 1) / d;
            bins.push_back(columns(x, first, last - first).mean(1));
        }
        return at::stack(bins, 1);
    }

    at::Tensor convolved(const at::Tensor& x, const std::string& layer) const
    {
        const at::Tensor& kernel = weight(layer + "conv1d.weight");
        const auto& bias = weight(layer + "conv1d.bias");
        const at::Tensor y = at::conv1d(x.t().unsqueeze(0), kernel, bias, 1, kernel.size(2) - 1, 1, x.size(1));
        return silu(y[0].narrow(1, 0, x.size(0)).t());
    }

    at::Tensor mamba1(const at::Tensor& x, const std::string& layer) const
    {
        const std::int64_t e = m_network.dInner, n = m_network.dState, rank = m_network.dtRank;
        const at::Tensor inner = linear(x, layer + "in_proj");
        const at::Tensor u = convolved(columns(inner, 0, e), layer), z = columns(inner, e, e);
        const at::Tensor codes = linear(u, layer + "x_proj");
        const at::Tensor step = softplus(linear(columns(codes, 0, rank), layer + "dt_proj"));
        const at::Tensor decay = -at::exp(weight(layer + "A_log"));
        at::Tensor state = at::zeros({ e, n }, kDouble);
        std::vector<at::Tensor> outputs;
        for (std::int64_t t = 0; t < x.size(0); ++t) {
            const at::Tensor dt = step[t].unsqueeze(1);
            state = at::exp(dt * decay) * state + dt * u[t].unsqueeze(1) * columns(codes, rank, n)[t];
            outputs.push_back((state * columns(codes, rank + n, n)[t]).sum(1));
        }
        return linear((at::stack(outputs) + weight(layer + "D") * u) * silu(z), layer + "out_proj");
    }

    at::Tensor mamba2(const at::Tensor& x, const std::string& layer) const
    {
        const std::int64_t heads = m_network.ssmHeads, space = m_network.ssmInner, p = space / heads;
        const std::int64_t channels = m_network.convChannels, n = (channels - space) / 2 / m_groups;
        const at::Tensor inner = linear(x, layer + "in_proj"); // [z | u B C | dt]
        const at::Tensor ubc = convolved(columns(inner, space, channels), layer);
        const at::Tensor step = softplus(columns(inner, space + channels, heads) + weight(layer + "dt_bias"));
        const at::Tensor decay = -at::exp(weight(layer + "A_log"));
        std::vector<at::Tensor> outputs;
        for (std::int64_t h = 0; h < heads; ++h) {
            const std::int64_t group = h / (heads / m_groups);
            const at::Tensor u = columns(ubc, h * p, p), b = columns(ubc, space + group * n, n);
            const at::Tensor c = columns(ubc, space + (m_groups + group) * n, n);
            at::Tensor state = at::zeros({ p, n }, kDouble);
            std::vector<at::Tensor> rows;
            for (std::int64_t t = 0; t < x.size(0); ++t) {
                state = at::exp(step[t][h] * decay[h]) * state + step[t][h] * at::einsum("p,n->pn", { u[t], b[t] });
                rows.push_back(at::matmul(state, c[t]) + weight(layer + "D")[h] * u[t]);
            }
            outputs.push_back(at::stack(rows));
        }
        const at::Tensor gated = at::cat(outputs, 1) * silu(columns(inner, 0, space));
        const at::Tensor parts = gated.reshape({ x.size(0), m_groups, -1 });
        const at::Tensor scaled = parts / (parts.square().mean(2, true) + 1e-5).sqrt();
        return linear(scaled.flatten(1) * weight(layer + "norm.weight"), layer + "out_proj");
    }

    at::Tensor transformer(const at::Tensor& x, const std::string& layer) const
    {
        const std::int64_t d = m_network.dModel, width = d / m_network.heads;
        const at::Tensor qkv
            = at::matmul(x, weight(layer + "self_attn.in_proj_weight").t()) + weight(layer + "self_attn.in_proj_bias");
        std::vector<at::Tensor> heads;
        for (std::int64_t h = 0; h < m_network.heads; ++h) {
            const at::Tensor q = columns(qkv, h * width, width), k = columns(qkv, d + h * width, width);
            const at::Tensor score = at::matmul(q, k.t()) / std::sqrt(static_cast<double>(width));
            const at::Tensor power = at::exp(score - score.amax(1, true));
            heads.push_back(at::matmul(power / power.sum(1, true), columns(qkv, 2 * d + h * width, width)));
        }
        const at::Tensor y = norm(x + linear(at::cat(heads, 1), layer + "self_attn.out_proj"), layer + "norm1");
        return norm(y + linear(linear(y, layer + "linear1").clamp_min(0), layer + "linear2"), layer + "norm2");
    }

    NetworkDescription m_network;
    int m_groups;
    WeightMap m_weights;
};

} // namespace

at::Tensor referencePredictions(const NetworkDescription& network, const WeightMap& weights,
                                const at::Tensor& projection, const PreparedBatch& batch, int mambaGroups)
{
    const Reference reference(network, weights, mambaGroups);
    at::Tensor windows = at::zeros({ batch.layout.rows, network.window }, kDouble);
    for (std::size_t i = 0; i < batch.filledRows.size(); ++i) {
        const float* window = batch.windows.data() + i * static_cast<std::size_t>(network.window);
        windows[batch.filledRows[i]]
            = at::from_blob(const_cast<float*>(window), { network.window }, at::TensorOptions().dtype(at::kFloat))
                  .to(at::kDouble);
    }
    const at::Tensor input = reference.tokens(windows) + reference.codes(batch, projection.to(at::kDouble));
    std::vector<at::Tensor> rows;
    for (const auto& s : batch.layout.sequences)
        rows.push_back(reference.backbone(input.narrow(0, s.first, s.padded)));
    const at::Tensor all = at::cat(rows, 0);
    std::vector<at::Tensor> masked;
    for (const std::int64_t r : batch.maskedRows)
        masked.push_back(all[r]);
    return reference.decoded(at::stack(masked));
}

} // namespace maskscope
