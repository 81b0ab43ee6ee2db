// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/selective_scan.h"

#include <span>
#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>

#include "model/layers/fused_cuda.h"
#include "model/layers/kernels/lanes.h"
#include "model/layers/padded_sequences.h"
#include "model/layers/selective_scan_recorded.h"

namespace maskscope {

namespace {

std::span<const float> values(const at::Tensor& tensor)
{
    return { tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()) };
}

} // namespace

SelectiveScan::SelectiveScan(const at::Tensor& aLog, const at::Tensor& skip, const at::Tensor& stepBias)
    : m_decay(-at::exp(aLog))
    , m_skip(skip)
    , m_stepBias(stepBias)
    , m_decayByState((m_decay * lanes::kLog2E).t().contiguous())
{
    if (aLog.is_cpu())
        m_packed = packScanParameters(values(aLog), values(skip), values(stepBias), static_cast<int>(aLog.size(1)));
}

void SelectiveScan::apply(Rows& rows, const RowLayout& layout) const
{
    if (rows.step.requires_grad()) {
        if (rows.step.is_cpu())
            return applyRecorded(m_packed, rows, layout);
        return applyByTensors(rows, layout);
    }
    if (fused::selectiveScan({ m_decayByState, m_skip, m_stepBias }, rows, layout))
        return;
    if (!rows.step.is_cpu())
        return applyByTensors(rows, layout);
    selectiveScan(m_packed, scanSequences(rows, layout));
}

std::vector<ScanSequence> scanSequences(const SelectiveScan::Rows& rows, const RowLayout& layout)
{
    const auto at = [](const at::Tensor& t, std::int64_t row) { return t.data_ptr<float>() + row * t.stride(0); };
    std::vector<ScanSequence> sequences;
    sequences.reserve(layout.sequences.size());
    for (const auto& s : layout.sequences)
        sequences.push_back({ s.tokens, at(rows.input, s.first), rows.input.stride(0), at(rows.gate, s.first),
                              rows.gate.stride(0), at(rows.inputCode, s.first), at(rows.outputCode, s.first),
                              rows.inputCode.stride(0), at(rows.step, s.first), rows.step.stride(0) });
    return sequences;
}

void SelectiveScan::applyByTensors(Rows& rows, const RowLayout& layout) const
{
    const PaddedSequences padded(layout, rows.step.device());
    const at::Tensor u = padded.pad(rows.input), inputCode = padded.pad(rows.inputCode);
    const at::Tensor outputCode = padded.pad(rows.outputCode);
    const at::Tensor dt = at::softplus(padded.pad(rows.step) + m_stepBias);
    const at::Tensor drive = dt * u;
    at::Tensor state = at::zeros({ u.size(0), u.size(2), m_decay.size(1) }, u.options());
    std::vector<at::Tensor> outputs;
    for (std::int64_t t = 0; t < u.size(1); ++t) {
        const at::Tensor decay = at::exp(dt.select(1, t).unsqueeze(-1) * m_decay);
        state = state * decay + drive.select(1, t).unsqueeze(-1) * inputCode.select(1, t).unsqueeze(1);
        outputs.push_back(state.matmul(outputCode.select(1, t).unsqueeze(-1)).squeeze(-1));
    }
    const at::Tensor result = padded.unpad(at::stack(outputs, 1) + m_skip * u) * at::silu(rows.gate);
    if (rows.step.requires_grad())
        rows.step = result;
    else
        rows.step.copy_(result);
}

} // namespace maskscope
