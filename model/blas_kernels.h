// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maskscope {

/// OpenBLAS's kernels that a processor can run and that OpenBLAS did not choose by itself; empty: its choice stands. An
/// OpenBLAS older than the processor does not know it and takes its plainest kernels, "Prescott": Debian 12's on
/// Intel's of 2023, where products then take 4.5 times as long.
[[nodiscard]] std::string betterBlasKernels(std::string_view chosen, bool avx2, bool avx512);

/// To be called in main() before anything is computed: where there are better kernels, starts the program anew with
/// OPENBLAS_CORETYPE naming them, which OpenBLAS reads only while it is loaded. That costs the time to load LibTorch
/// (half a second) once more. Does nothing where the user has set that variable.
void restartWithBetterBlasKernels(char** arguments);

} // namespace maskscope
