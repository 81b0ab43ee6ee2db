// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "analysis/data/core/error.h"
#include "model/architectures/weight_reader.h"
#include "model/checkpoint/load_report.h"

namespace maskscope {

/// Whether these sizes describe a network: every tensor has elements, and the window suits the generation.
[[nodiscard]] Result<void> checkSizes(const NetworkDescription& network);

/// Weights as the network has them before training: every tensor of expectedTensors(), float32, host memory.
///
/// Tensor i (its place in expectedTensors()) takes its numbers u in [0, 1) row by row from a stream of its own, NumPy's
/// `default_rng([0x756e7472, seed, i]).random()`: weights depend on the description and the seed alone, not on device
/// or thread count. The first word keeps these streams apart from those of masks and projections of the same seed.
///
/// The laws are the defaults of the modules that the training code is made of. U(a) is uniform between -a and a;
/// fan_in is the product of all dimensions of a weight but the first (a convolution's: its kernel width).
///
/// | tensor | law | source |
/// |---|---|---|
/// | weight of 2 or 3 dimensions | U(1/sqrt(fan_in)) | nn.Linear, nn.Conv1d, nn.ConvTranspose1d: kaiming_uniform_, a =
/// sqrt 5 | | bias of such a weight | U(1/sqrt(fan_in)) | the same modules' reset_parameters | | weight of 1 dimension,
/// its bias | 1, 0 | nn.LayerNorm, and the gated RMS norm of Mamba-2 | | self_attn.in_proj_weight (3D, D) |
/// U(sqrt(6/(4D))) | nn.MultiheadAttention: xavier_uniform_ of the whole matrix | | self_attn.in_proj_bias,
/// self_attn.out_proj.bias | 0 | nn.MultiheadAttention | | A_log (E, N) of Mamba-1 | log n, n = 1..N, in every row |
/// mamba_ssm modules/mamba_simple.py (S4D-real) | | A_log (H) of Mamba-2 | log a, a uniform in [1, 16) | mamba_ssm
/// modules/mamba2.py, A_init_range | | D | 1 | both | | dt_proj.weight (E, R) | U(1/sqrt(R)) | mamba_simple.py, dt_init
/// "random": the same numbers as nn.Linear's law | | dt_proj.bias, dt_bias | s with softplus(s) = max(t, 1e-4), log t
/// uniform in [log 1e-3, log 1e-1) | both |
///
/// What a training code may add is not in a checkpoint and not here: the rescaled out_proj of mamba_ssm's language
/// models (its MixerModel), or another scale of generation A's token encoder, which the layer norm behind it undoes
/// but for the weight of the bias. Every Transformer layer is drawn for itself.
[[nodiscard]] WeightMap untrainedWeights(const NetworkDescription& network, std::uint64_t seed);

} // namespace maskscope
