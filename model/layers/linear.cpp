// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/linear.h"

#include <algorithm>

#include <ATen/ops/addmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/mm.h>

#include "model/layers/product_precision.h"

namespace maskscope {

bool isPlainMatrix(const at::Tensor& matrix)
{
    return matrix.device().is_cpu() && matrix.scalar_type() == at::kFloat && matrix.dim() == 2
        && (matrix.stride(1) == 1 || matrix.size(1) == 1)
        && (matrix.stride(0) >= matrix.size(1) || matrix.size(0) <= 1);
}

MatrixView matrixView(const at::Tensor& matrix)
{
    return { matrix.data_ptr<float>(), matrix.size(0), matrix.size(1), std::max(matrix.stride(0), matrix.size(1)) };
}

at::Tensor product(const at::Tensor& rows, const at::Tensor& matrix)
{
    at::Tensor out = at::empty({ rows.size(0), matrix.size(1) }, matrix.options());
    Linear { matrix.t().contiguous(), {} }.apply(rows, out);
    return out;
}

void Linear::apply(const at::Tensor& x, at::Tensor& out) const
{
    if (x.requires_grad())
        out = at::linear(x, weight, bias);
    else if (BFloat16Products::active()) {
        out.copy_(at::linear(x.to(at::kBFloat16), weight.to(at::kBFloat16)));
        if (bias.defined())
            out.add_(bias);
    } else if (isPlainMatrix(x) && isPlainMatrix(weight) && isPlainMatrix(out)) {
        if (bias.defined())
            out.copy_(bias.expand_as(out));
        multiplyTransposed(matrixView(x), matrixView(weight), out.data_ptr<float>(), matrixView(out).stride,
                           bias.defined());
    } else if (bias.defined())
        at::addmm_out(out, bias, x, weight.t());
    else
        at::mm_out(out, x, weight.t());
}

} // namespace maskscope
