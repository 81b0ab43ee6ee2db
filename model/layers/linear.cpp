// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/linear.h"

#include <ATen/ops/addmm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/mm.h>

#include "model/layers/product_precision.h"

namespace maskscope {

void Linear::apply(const at::Tensor& x, at::Tensor& out) const
{
    if (x.requires_grad())
        out = at::linear(x, weight, bias);
    else if (BFloat16Products::active()) {
        out.copy_(at::linear(x.to(at::kBFloat16), weight.to(at::kBFloat16)));
        if (bias.defined())
            out.add_(bias);
    } else if (bias.defined())
        at::addmm_out(out, bias, x, weight.t());
    else
        at::mm_out(out, x, weight.t());
}

} // namespace maskscope
