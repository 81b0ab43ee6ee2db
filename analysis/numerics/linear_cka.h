// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "analysis/data/core/row_matrices.h"

namespace maskscope {

/// Linear centred kernel alignment of two representations [token, dim] of the same tokens (Kornblith et al. 2019), with
/// the unbiased estimate of HSIC (Song et al. 2012), which independent representations leave at 0 however many
/// dimensions they have. 1: the same up to rotation and scale. Nothing below 4 tokens, or where one is constant.
[[nodiscard]] std::optional<double> linearCka(const RowMatrixD& a, const RowMatrixD& b);

} // namespace maskscope
