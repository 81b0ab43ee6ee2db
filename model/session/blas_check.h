// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace maskscope {

/// Name of the BLAS that matrix products run on, as far as it can be told: "OpenBLAS 0.3.21 ...", "MKL", or its file.
[[nodiscard]] std::string blasName();

struct BlasSpeed {
    double gigaflops = 0; ///< of a 512 x 512 float32 product on one thread, best of a few
    std::string warning; ///< empty, or that this BLAS is slow and what to install
};
/// Measured once a process (a few milliseconds with a fast BLAS). Call it on a thread that computes.
[[nodiscard]] const BlasSpeed& blasSpeed();

} // namespace maskscope
