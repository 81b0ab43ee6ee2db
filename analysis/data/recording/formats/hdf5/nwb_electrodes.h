// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "analysis/data/hdf5/hdf5_file.h"

namespace maskscope {

/// What an NWB file says of the electrodes of one series, in the order of its channels.
struct NwbElectrodes {
    std::vector<std::string> labels; ///< empty: the series names no electrodes
    std::vector<std::optional<Eigen::Vector3d>> positions; ///< [channel] x right, y front, z up
    std::vector<std::string> warnings;
};

/// Follows the series' region into the electrode table: a column label (or channel_name, electrode_name, name), else
/// the location where it differs between electrodes, else the table's ids; and x, y, z.
[[nodiscard]] Result<NwbElectrodes> readNwbElectrodes(const Hdf5File& file, const std::string& series);

} // namespace maskscope
