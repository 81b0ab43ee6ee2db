// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/causal_convolution.h"

#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/zeros.h>

#include "model/layers/kernels/convolution_kernel.h"
#include "model/layers/fused_cuda.h"
#include "model/layers/padded_sequences.h"

namespace maskscope {

CausalConvolution::CausalConvolution(const at::Tensor& weight, const at::Tensor& bias)
    : m_weight(weight.squeeze(1).t().contiguous())
    , m_bias(bias.defined() ? bias : at::zeros({ weight.size(0) }, weight.options()))
{
}

void CausalConvolution::apply(const at::Tensor& x, at::Tensor& out, const RowLayout& layout) const
{
    if (x.requires_grad())
        return applyByTensors(x, out, layout);
    if (fused::convolution(m_weight, m_bias, x, out, layout))
        return;
    if (!x.is_cpu())
        return applyByTensors(x, out, layout);
    const auto channels = static_cast<std::size_t>(m_weight.size(1));
    const ConvolutionParameters parameters { static_cast<int>(channels),
                                             static_cast<int>(m_weight.size(0)),
                                             { m_weight.data_ptr<float>(), static_cast<std::size_t>(m_weight.numel()) },
                                             { m_bias.data_ptr<float>(), channels } };
    std::vector<ConvolutionSequence> sequences;
    sequences.reserve(layout.sequences.size());
    for (const auto& s : layout.sequences)
        sequences.push_back({ s.tokens, x.data_ptr<float>() + s.first * x.stride(0), x.stride(0),
                              out.data_ptr<float>() + s.first * out.stride(0), out.stride(0) });
    causalConvolutionSilu(parameters, sequences);
}

void CausalConvolution::applyByTensors(const at::Tensor& x, at::Tensor& out, const RowLayout& layout) const
{
    const PaddedSequences sequences(layout, x.device());
    const at::Tensor padded = sequences.pad(x);
    const std::int64_t taps = m_weight.size(0), tokens = padded.size(1);
    at::Tensor total = m_bias.expand_as(padded).clone();
    for (std::int64_t k = 0; k < taps; ++k) {
        const std::int64_t shift = taps - 1 - k; // tokens back in time
        if (shift < tokens)
            total.narrow(1, shift, tokens - shift).add_(padded.narrow(1, 0, tokens - shift) * m_weight[k]);
    }
    const at::Tensor result = sequences.unpad(at::silu(total));
    if (x.requires_grad())
        out = result;
    else
        out.copy_(result);
}

} // namespace maskscope
