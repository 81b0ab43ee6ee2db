// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/dual_scan.h"

#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>

#include "model/layers/fused_cuda.h"
#include "model/layers/padded_sequences.h"

namespace maskscope {

namespace {

std::vector<float> values(const at::Tensor& tensor)
{
    const at::Tensor host = tensor.to(at::kCPU).contiguous();
    return { host.data_ptr<float>(), host.data_ptr<float>() + host.numel() };
}

} // namespace

DualScan::DualScan(const at::Tensor& aLog, const at::Tensor& skip, const at::Tensor& stepBias, int states, int groups)
    : m_decay(-at::exp(aLog))
    , m_skip(skip)
    , m_stepBias(stepBias)
{
    const int heads = static_cast<int>(aLog.numel());
    m_parameters
        = { heads,       static_cast<int>(skip.numel()) / heads, states, groups, values(m_decay), values(stepBias),
            values(skip) };
}

void DualScan::apply(Rows& rows, const RowLayout& layout) const
{
    if (rows.input.requires_grad())
        return applyByTensors(rows, layout);
    if (fused::dualScan({ m_parameters, m_decay, m_skip, m_stepBias }, rows, layout))
        return;
    if (!rows.input.is_cpu())
        return applyByTensors(rows, layout);
    const auto at = [](const at::Tensor& t, std::int64_t row) { return t.data_ptr<float>() + row * t.stride(0); };
    std::vector<DualScanSequence> sequences;
    sequences.reserve(layout.sequences.size());
    for (const auto& s : layout.sequences)
        sequences.push_back({ s.tokens, at(rows.input, s.first), at(rows.inputCode, s.first),
                              at(rows.outputCode, s.first), rows.input.stride(0), at(rows.gate, s.first),
                              rows.gate.stride(0), at(rows.step, s.first), rows.step.stride(0) });
    dualScan(m_parameters, sequences);
}

void DualScan::applyByTensors(Rows& rows, const RowLayout& layout) const
{
    const auto& p = m_parameters;
    const PaddedSequences padded(layout, rows.input.device());
    const at::Tensor flat = padded.pad(rows.input);
    const std::int64_t n = flat.size(0), tokens = flat.size(1);
    const at::Tensor u = flat.view({ n, tokens, p.heads, p.headWidth });
    const auto perHead = [&](const at::Tensor& code) { // [sequence, token, head, state]
        return padded.pad(code).view({ n, tokens, p.groups, p.states }).repeat_interleave(p.heads / p.groups, 2);
    };
    const at::Tensor inputCode = perHead(rows.inputCode), outputCode = perHead(rows.outputCode);
    const at::Tensor dt = at::softplus(padded.pad(rows.step) + m_stepBias);
    const at::Tensor decay = at::exp(dt * m_decay).unsqueeze(-1).unsqueeze(-1);
    const at::Tensor drive = u * dt.unsqueeze(-1);
    at::Tensor state = at::zeros({ n, p.heads, p.headWidth, p.states }, u.options());
    std::vector<at::Tensor> outputs;
    for (std::int64_t t = 0; t < tokens; ++t) {
        state = state * decay.select(1, t) + drive.select(1, t).unsqueeze(-1) * inputCode.select(1, t).unsqueeze(2);
        outputs.push_back(state.matmul(outputCode.select(1, t).unsqueeze(-1)).squeeze(-1));
    }
    const at::Tensor y = at::stack(outputs, 1).view_as(flat) + m_skip * flat;
    const at::Tensor result = padded.unpad(y) * at::silu(rows.gate);
    if (rows.input.requires_grad())
        rows.input = result;
    else
        rows.input.copy_(result);
}

} // namespace maskscope
