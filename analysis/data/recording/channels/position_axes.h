// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "analysis/data/recording/recording.h"

namespace maskscope {

using NamedPosition = std::pair<std::string, Eigen::Vector3d>;

/// How positions contradict the names of their electrodes.
struct AxesFinding {
    /// Takes x, y, z to x right, y front, z up; none where no other reading of the axes explains the contradiction.
    std::optional<Eigen::Matrix3d> turn;
    std::string said; ///< "turned by 90 degrees to the right (x points to the nose and y to the left)"
};

/// Holds positions against the built-in places of the same names, five at least. Nothing where they agree, to what
/// heads and measurements differ (about 25 degrees, 45 where they are few or lie on one side). To be turned only where
/// they come close (15 degrees) to another way to name the axes; any other turn, tilt or mirror is said.
[[nodiscard]] std::optional<AxesFinding> contradictedByNames(const std::vector<NamedPosition>& positions);

/// Turns the positions that the file brings where their names show that its axes point elsewhere, and says so; of a
/// windowed file they stay as the model saw them, and of an odd angle, which no convention explains, too.
void checkPositions(Recording& recording);

} // namespace maskscope
