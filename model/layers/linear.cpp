// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/linear.h"

#include <ATen/ops/addmm.h>
#include <ATen/ops/mm.h>

namespace maskscope {

void Linear::apply(const at::Tensor& x, at::Tensor& out) const
{
    if (bias.defined())
        at::addmm_out(out, bias, x, weight.t());
    else
        at::mm_out(out, x, weight.t());
}

} // namespace maskscope
