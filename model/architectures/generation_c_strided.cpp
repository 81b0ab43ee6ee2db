// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Generation C, window a multiple of D: each dimension is one stretch of W/D samples under a shared kernel, and back.
#include <ATen/ops/mul.h>
#include <ATen/ops/mv.h>

#include "model/architectures/architecture_list.h"
#include "model/layers/layer_norm.h"

namespace maskscope {

namespace {

class GenerationCStrided final : public SignalCodec {
public:
    GenerationCStrided(const NetworkDescription& n, WeightReader& weights)
        : m_width(n.window)
        , m_stride(n.window / n.dModel)
        , m_kernelIn(weights.take("input_proj.0.weight", { 1, 1, m_stride }).flatten())
        , m_kernelOut(weights.take("output_proj.1.weight", { 1, 1, m_stride }).flatten())
        , m_normIn { weights.take("input_proj.1.weight", { n.dModel }),
                     weights.take("input_proj.1.bias", { n.dModel }) }
        , m_normOut { weights.take("output_proj.0.weight", { n.dModel }),
                      weights.take("output_proj.0.bias", { n.dModel }) }
    {
    }

    Traits traits() const override
    {
        return { .standardises = true, .noiseScale = 0, .hidesCodes = true, .output = OutputKind::Signal };
    }
    std::int64_t outputWidth() const override { return m_width; }

    void encode(const at::Tensor& windows, at::Tensor& tokens) override
    {
        at::Tensor flat = tokens.view({ -1 });
        at::mv_out(flat, windows.view({ -1, m_stride }), m_kernelIn);
        m_normIn.apply(tokens);
    }

    void decode(at::Tensor& embeddings, at::Tensor& out) override
    {
        m_normOut.apply(embeddings);
        if (embeddings.requires_grad()) {
            out = at::mul(embeddings.unsqueeze(-1), m_kernelOut).flatten(1);
            return;
        }
        at::Tensor stretches = out.view({ embeddings.size(0), embeddings.size(1), m_stride });
        at::mul_out(stretches, embeddings.unsqueeze(-1), m_kernelOut);
    }

private:
    std::int64_t m_width, m_stride;
    at::Tensor m_kernelIn, m_kernelOut; // [W/D]
    LayerNorm m_normIn, m_normOut;
};

} // namespace

std::unique_ptr<SignalCodec> makeGenerationCStrided(const NetworkDescription& network, WeightReader& weights)
{
    return std::make_unique<GenerationCStrided>(network, weights);
}

} // namespace maskscope
