// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace maskscope {

/// The unit of a GDF 2 dimension code (ISO/IEEE 11073-10101: a base unit in the upper bits, a decimal prefix in the
/// lowest five): "uV" of 4275, "%" of 544, "code 9999" where it is none that is known here; empty of 0 (unknown) and of
/// 512 (no dimension).
[[nodiscard]] std::string gdfUnit(std::uint16_t code);

} // namespace maskscope
