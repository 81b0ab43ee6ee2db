// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "analysis/report/old/old_report.h"

namespace maskscope {

/// A number of text, in whole or followed by %: "0.4028", "−1e-4", "0.9 %". At most `largest` (a share: 1), with the
/// share of a per cent value; nothing for anything else.
[[nodiscard]] std::optional<OldNumber> oldNumber(std::string_view text, double largest);

/// The first such number behind a colon, equals sign or column bar; else the first at all. Counts are passed over.
[[nodiscard]] std::optional<OldNumber> numberAfterName(std::string_view rest, double largest);

} // namespace maskscope
