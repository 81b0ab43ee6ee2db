// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/data/core/error.h"

namespace maskscope {

/// Fails with OutOfMemory where a limit of addresses (ulimit -v) leaves no room to compute with so many threads (0: all
/// cores): OpenBLAS takes twice 128 MiB of addresses a thread and, where it gets none, asks again for ever. To be asked
/// before anything is computed. For the same reason a program that links this file ends with a sentence, before its
/// libraries are initialised, where their initialisation would not come to an end.
[[nodiscard]] Result<void> requireAddressSpace(int threads);

} // namespace maskscope
