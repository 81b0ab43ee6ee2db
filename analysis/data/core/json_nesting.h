// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace maskscope {

/// Whether lists and objects stand deeper in one another than `most`. To be asked before JSON of a file is parsed:
/// values as deep as a file likes are printed and taken apart by recursion, which ends at the end of the stack.
[[nodiscard]] bool jsonNestsDeeper(std::string_view json, int most);

} // namespace maskscope
