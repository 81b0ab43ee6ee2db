// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maskscope {

/// Text for a terminal. Names of files, channels and tensors may hold control characters, which would move its cursor,
/// recolour it or rename its window: they become "\x1b", and so do bytes that are no UTF-8 and the characters that turn
/// the direction of writing. Line breaks stay.
[[nodiscard]] std::string printable(std::string_view text);

/// The same of what belongs on one line: line breaks and tabs become "\x0a" too.
[[nodiscard]] std::string printableLine(std::string_view text);

} // namespace maskscope
