// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Generation A: a linear encoder of raw windows and a layer norm. It predicts the embedding of the masked windows.
#include "model/architectures/architecture_list.h"
#include "model/layers/layer_norm.h"
#include "model/layers/linear.h"

namespace maskscope {

namespace {

class GenerationA final : public SignalCodec {
public:
    GenerationA(const NetworkDescription& n, WeightReader& weights)
        : m_proj { weights.take("token_encoder.proj.weight", { n.dModel, n.window }),
                   weights.take("token_encoder.proj.bias", { n.dModel }) }
        , m_norm { weights.take("token_encoder.norm.weight", { n.dModel }),
                   weights.take("token_encoder.norm.bias", { n.dModel }) }
    {
    }

    Traits traits() const override
    {
        return { .standardises = false, .noiseScale = 0.5, .hidesCodes = false, .output = OutputKind::Embedding };
    }
    std::int64_t outputWidth() const override { return m_proj.outWidth(); }

    void encode(const at::Tensor& windows, at::Tensor& tokens) override
    {
        m_proj.apply(windows, tokens);
        m_norm.apply(tokens);
    }
    void decode(at::Tensor& embeddings, at::Tensor& out) override
    {
        if (embeddings.requires_grad())
            out = embeddings;
        else
            out.copy_(embeddings);
    }

private:
    Linear m_proj;
    LayerNorm m_norm;
};

} // namespace

std::unique_ptr<SignalCodec> makeGenerationA(const NetworkDescription& network, WeightReader& weights)
{
    return std::make_unique<GenerationA>(network, weights);
}

} // namespace maskscope
