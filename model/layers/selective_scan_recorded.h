// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "model/layers/selective_scan.h"

namespace maskscope {

/// Pointers into the rows of a batch, on the CPU.
[[nodiscard]] std::vector<ScanSequence> scanSequences(const SelectiveScan::Rows& rows, const RowLayout& layout);

/// The kernel as an operation that autograd knows: `rows.step` becomes y, a tensor of its own, through which gradients
/// reach input, gate, both codes and step. Not the block's parameters, which are constants here and have to outlive the
/// record. CPU only; rows of the padding are zero in y and get no gradient.
void applyRecorded(const ScanParameters& parameters, SelectiveScan::Rows& rows, const RowLayout& layout);

} // namespace maskscope
