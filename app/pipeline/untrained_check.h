// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/validity/validity_table.h"

namespace maskscope {

/// One kind for each architecture and backbone: real untrained networks, judged beside other untrained copies of them.
[[nodiscard]] std::vector<KnownKind> untrainedNetworkKinds();

/// Every kind, options.draws times: drawn recordings (channels with 1/f-like background and alpha, electrode
/// positions), a network drawn as untrained copies are, and options.copies others beside it. `kinds` must outlive the
/// rows.
[[nodiscard]] Result<std::vector<ValidityRow>>
untrainedNetworkRows(const std::vector<KnownKind>& kinds, const ValidityOptions& options,
                     const std::function<void(int done, int total)>& progress, const std::stop_token& stop);

} // namespace maskscope
