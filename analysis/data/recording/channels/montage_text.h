// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <Eigen/Core>

namespace maskscope {

/// Electrodes as a montage file lists them: x right, y front, z up, in the file's own unit.
struct MontageText {
    std::vector<std::pair<std::string, Eigen::Vector3d>> electrodes;
    std::string unit; ///< "mm", "cm", "m" where the file says it
    bool cartesian = false; ///< the file's own x, y, z: their axes may be others than documented
};

/// One text layout; false where the lines do not fit it.
using MontageParser = bool (*)(const std::vector<std::string>& lines, MontageText& out);

/// The parser for a suffix (with the dot, any case); null for any other.
[[nodiscard]] MontageParser montageParser(std::string_view suffix);

} // namespace maskscope
