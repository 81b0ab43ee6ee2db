// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Generation C, window no multiple of D: each dimension is the mean of one stretch (bin i averages the samples
// floor(iW/D) to ceil((i+1)W/D) - 1); the way back is a linear layer.
#include <ATen/ops/adaptive_avg_pool1d.h>

#include "model/architectures/architecture_list.h"
#include "model/layers/layer_norm.h"
#include "model/layers/linear.h"

namespace maskscope {

namespace {

class GenerationCPool final : public SignalCodec {
public:
    GenerationCPool(const NetworkDescription& n, WeightReader& weights)
        : m_width(n.window)
        , m_normIn { weights.take("input_proj.1.weight", { n.dModel }),
                     weights.take("input_proj.1.bias", { n.dModel }) }
        , m_normOut { weights.take("output_proj.0.weight", { n.dModel }),
                      weights.take("output_proj.0.bias", { n.dModel }) }
        , m_readOut { weights.take("output_proj.1.weight", { n.window, n.dModel }),
                      weights.take("output_proj.1.bias", { n.window }) }
    {
    }

    Traits traits() const override
    {
        return { .standardises = true, .noiseScale = 0, .hidesCodes = true, .output = OutputKind::Signal };
    }
    std::int64_t outputWidth() const override { return m_width; }

    void encode(const at::Tensor& windows, at::Tensor& tokens) override
    {
        tokens.copy_(at::adaptive_avg_pool1d(windows.unsqueeze(0), tokens.size(1)).squeeze(0));
        m_normIn.apply(tokens);
    }

    void decode(at::Tensor& embeddings, at::Tensor& out) override
    {
        m_normOut.apply(embeddings);
        m_readOut.apply(embeddings, out);
    }

private:
    std::int64_t m_width;
    LayerNorm m_normIn, m_normOut;
    Linear m_readOut;
};

} // namespace

std::unique_ptr<SignalCodec> makeGenerationCPool(const NetworkDescription& network, WeightReader& weights)
{
    return std::make_unique<GenerationCPool>(network, weights);
}

} // namespace maskscope
