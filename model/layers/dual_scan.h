// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "model/layers/kernels/dual_scan_kernel.h"
#include "model/layers/row_layout.h"

namespace maskscope {

/// The recurrence of a Mamba-2 block over the rows of a batch (see dual_scan_kernel.h for the equations).
class DualScan {
public:
    DualScan() = default;
    /// aLog, stepBias [head]; skip (D) [channel], channel = head * width + its place in the head.
    DualScan(const at::Tensor& aLog, const at::Tensor& skip, const at::Tensor& stepBias, int states, int groups);

    struct Rows {
        at::Tensor input; ///< [row, channel] in: u; out: y
        at::Tensor inputCode, outputCode; ///< B, C [row, group * state], column views of the matrix of `input`
        at::Tensor gate; ///< z [row, channel]
        at::Tensor step; ///< [row, head]
    };
    void apply(Rows& rows, const RowLayout& layout) const;
    /// The same by tensor operations, where there is no kernel.
    void applyByTensors(Rows& rows, const RowLayout& layout) const;

private:
    DualScanParameters m_parameters;
    at::Tensor m_decay, m_skip, m_stepBias;
};

} // namespace maskscope
