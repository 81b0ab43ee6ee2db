// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace maskscope::layout {

// docs/result-file.md describes what these name.
inline constexpr const char* schema = "maskscope.result/1";
inline constexpr const char* runs = "/runs";

inline std::string runGroup(const std::string& id) { return std::string(runs) + "/" + id; }

} // namespace maskscope::layout
