// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maskscope {

/// 97.5 % quantile of Student's t with `df` >= 1 degrees of freedom (half width of a 95 % interval in standard errors).
[[nodiscard]] double studentT975(int df);

} // namespace maskscope
