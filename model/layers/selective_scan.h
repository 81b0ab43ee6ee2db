// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "model/layers/row_layout.h"
#include "model/layers/kernels/selective_scan_kernel.h"

namespace maskscope {

/// The recurrence of a Mamba-1 block over the rows of a batch (see selective_scan_kernel.h for the equations).
class SelectiveScan {
public:
    SelectiveScan() = default;
    /// aLog [channel, state], skip (D) and stepBias [channel].
    SelectiveScan(const at::Tensor& aLog, const at::Tensor& skip, const at::Tensor& stepBias);

    struct Rows {
        at::Tensor input; ///< u [row, channel]
        at::Tensor gate; ///< z [row, channel]
        at::Tensor inputCode, outputCode; ///< B, C [row, state], column views of one matrix
        at::Tensor step; ///< [row, channel] in: dt before bias and softplus; out: y
    };
    void apply(Rows& rows, const RowLayout& layout) const;
    /// The same by tensor operations, one step of all sequences at a time, where there is no kernel.
    void applyByTensors(Rows& rows, const RowLayout& layout) const;

private:
    ScanParameters m_packed;
    at::Tensor m_decay, m_skip, m_stepBias; // A = -exp(aLog)
    at::Tensor m_decayByState; // [state, channel] A log2(e), for CUDA
};

} // namespace maskscope
