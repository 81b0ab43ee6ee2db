// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/layer_norm.h"

#include <span>

#include <ATen/TensorOperators.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/rsqrt.h>

#include "model/layers/kernels/row_kernels.h"

namespace maskscope {

namespace {

constexpr double kEpsilon = 1e-5;

std::span<const float> values(const at::Tensor& tensor)
{
    return { tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()) };
}

} // namespace

void LayerNorm::apply(at::Tensor& rows) const
{
    if (rows.requires_grad())
        rows = at::layer_norm(rows, { rows.size(1) }, weight, bias, kEpsilon);
    else if (rows.is_cpu())
        layerNormRows(rows.data_ptr<float>(), { rows.size(0), rows.size(1) }, values(weight), values(bias));
    else
        rows.copy_(at::layer_norm(rows, { rows.size(1) }, weight, bias, kEpsilon));
}

void LayerNorm::applyAdded(at::Tensor& rows, const at::Tensor& addend) const
{
    if (rows.requires_grad())
        rows = at::layer_norm(rows + addend, { rows.size(1) }, weight, bias, kEpsilon);
    else if (rows.is_cpu())
        addLayerNormRows(rows.data_ptr<float>(), addend.data_ptr<float>(), { rows.size(0), rows.size(1) },
                         values(weight), values(bias));
    else
        rows.copy_(at::layer_norm(rows.add_(addend), { rows.size(1) }, weight, bias, kEpsilon));
}

at::Tensor groupedRmsNorm(const at::Tensor& rows, const at::Tensor& weight, int groups)
{
    const at::Tensor parts = rows.view({ rows.size(0), groups, -1 });
    const at::Tensor scale = at::rsqrt(parts.square().mean(-1, true).add_(kEpsilon));
    return (parts * scale).view_as(rows) * weight;
}

} // namespace maskscope
