// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Transformer encoder layers (Vaswani et al. 2017), post-norm, ReLU. There is no padding mask: the padding rows of a
// sequence take part in its attention, as they did in training.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/ops/bmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/softmax.h>

#include "model/architectures/architecture_list.h"
#include "model/layers/layer_norm.h"
#include "model/layers/linear.h"
#include "model/layers/reused_buffer.h"

namespace maskscope {

namespace {

constexpr std::int64_t kScoreFloats = 8 << 20; // attention scores held at once (32 MB), whatever the sequence length

struct Layer {
    Linear attentionIn, attentionOut, linear1, linear2;
    LayerNorm norm1, norm2;
};

Layer readLayer(const NetworkDescription& n, WeightReader& weights, int layer)
{
    const std::string prefix = "backbone.layers." + std::to_string(layer) + ".layers.0.";
    const std::int64_t d = n.dModel, f = n.feedForward;
    const auto linear = [&](const std::string& name, std::int64_t out, std::int64_t in) {
        return Linear { weights.take(prefix + name + ".weight", { out, in }),
                        weights.take(prefix + name + ".bias", { out }) };
    };
    const auto norm = [&](const std::string& name) {
        return LayerNorm { weights.take(prefix + name + ".weight", { d }),
                           weights.take(prefix + name + ".bias", { d }) };
    };
    return { .attentionIn = { weights.take(prefix + "self_attn.in_proj_weight", { 3 * d, d }),
                              weights.take(prefix + "self_attn.in_proj_bias", { 3 * d }) },
             .attentionOut = linear("self_attn.out_proj", d, d),
             .linear1 = linear("linear1", f, d),
             .linear2 = linear("linear2", d, f),
             .norm1 = norm("norm1"),
             .norm2 = norm("norm2") };
}

/// first [pair, row, in] second [pair, in, out]; each of them by one thread, so that threads change no digit.
at::Tensor batchProduct(const at::Tensor& first, const at::Tensor& second)
{
    if (!first.device().is_cpu() || first.requires_grad() || second.requires_grad() || first.size(0) == 0)
        return at::bmm(first, second);
    const bool transposed = second.stride(2) != 1; // a transposed view of rows of unit stride
    const at::Tensor a = first.stride(2) == 1 ? first : first.contiguous(),
                     b = transposed ? second.transpose(1, 2) : second;
    at::Tensor out = at::empty({ first.size(0), first.size(1), second.size(2) }, first.options());
    multiplyBatch(
        first.size(0),
        { matrixView(a.select(0, 0)), matrixView(b.select(0, 0)), a.stride(0), b.stride(0), out.stride(0), transposed },
        out.data_ptr<float>(), out.stride(1));
    return out;
}

/// qkv [sequence, token, 3 D] of sequences of equal length -> out [sequence, token, D].
void attend(const at::Tensor& qkv, at::Tensor out, std::int64_t heads)
{
    const std::int64_t n = qkv.size(0), tokens = qkv.size(1), d = qkv.size(2) / 3, width = d / heads;
    const auto part = [&](std::int64_t i) { // [sequence * head, token, width]
        return qkv.narrow(2, i * d, d)
            .reshape({ n, tokens, heads, width })
            .transpose(1, 2)
            .reshape({ n * heads, tokens, width });
    };
    const at::Tensor query = part(0) / std::sqrt(static_cast<double>(width));
    const at::Tensor key = part(1).transpose(1, 2), value = part(2);
    const std::int64_t step = std::clamp<std::int64_t>(kScoreFloats / (n * heads * tokens), 1, tokens);
    for (std::int64_t first = 0; first < tokens; first += step) {
        const std::int64_t count = std::min(step, tokens - first);
        const at::Tensor weights = at::softmax(batchProduct(query.narrow(1, first, count), key), -1);
        const at::Tensor mixed = batchProduct(weights, value).view({ n, heads, count, width }).transpose(1, 2);
        out.narrow(1, first, count).copy_(mixed.reshape({ n, count, d }));
    }
}

class Transformer final : public SequenceModel {
public:
    Transformer(const NetworkDescription& n, WeightReader& weights)
        : m_network(n)
    {
        if (n.heads < 1 || n.dModel % n.heads != 0)
            weights.fail("self_attn",
                         "d_model " + std::to_string(n.dModel) + " does not divide into " + std::to_string(n.heads)
                             + " attention heads");
        for (int i = 0; i < n.layers; ++i)
            m_layers.push_back(readLayer(n, weights, i));
    }

    void forward(at::Tensor& rows, const RowLayout& layout, const LayerObserver& observer) override
    {
        for (int i = 0; const auto& layer : m_layers) {
            applyLayer(layer, rows, layout);
            if (observer)
                observer(i++, rows);
        }
    }

    bool seesPadding() const override { return true; }
    std::int64_t floatsPerRow() const override { return 8 * m_network.dModel + m_network.feedForward; }

    void releaseBuffers() override
    {
        for (auto* buffer : { &m_qkv, &m_mixed, &m_hidden, &m_out })
            buffer->release();
    }

private:
    void applyLayer(const Layer& layer, at::Tensor& rows, const RowLayout& layout)
    {
        const std::int64_t count = rows.size(0), d = m_network.dModel;
        at::Tensor qkv = m_qkv.matrix(count, 3 * d, rows.device());
        layer.attentionIn.apply(rows, qkv);
        at::Tensor mixed = m_mixed.matrix(count, d, rows.device());
        attendEverySequence(qkv, mixed, layout);
        at::Tensor out = m_out.matrix(count, d, rows.device());
        layer.attentionOut.apply(mixed, out);
        layer.norm1.applyAdded(rows, out);
        at::Tensor hidden = m_hidden.matrix(count, m_network.feedForward, rows.device());
        layer.linear1.apply(rows, hidden);
        hidden.relu_();
        layer.linear2.apply(hidden, out);
        layer.norm2.applyAdded(rows, out);
    }

    /// Neighbours of equal padded length go together.
    void attendEverySequence(const at::Tensor& qkv, at::Tensor& mixed, const RowLayout& layout) const
    {
        const auto& sequences = layout.sequences;
        for (std::size_t i = 0; i < sequences.size();) {
            const std::int64_t tokens = sequences[i].padded;
            const std::int64_t most = std::max<std::int64_t>(1, kScoreFloats / (m_network.heads * tokens * tokens));
            std::size_t end = i + 1;
            while (end < sequences.size() && sequences[end].padded == tokens
                   && static_cast<std::int64_t>(end - i) < most)
                ++end;
            const auto n = static_cast<std::int64_t>(end - i);
            attend(qkv.narrow(0, sequences[i].first, n * tokens).view({ n, tokens, -1 }),
                   mixed.narrow(0, sequences[i].first, n * tokens).view({ n, tokens, -1 }), m_network.heads);
            i = end;
        }
    }

    NetworkDescription m_network;
    std::vector<Layer> m_layers;
    ReusedBuffer m_qkv, m_mixed, m_hidden, m_out;
};

} // namespace

std::unique_ptr<SequenceModel> makeTransformer(const NetworkDescription& network, WeightReader& weights, int)
{
    return std::make_unique<Transformer>(network, weights);
}

} // namespace maskscope
