// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/data/prediction/prediction_set.h"

namespace maskscope {

/// Which unit (recording, or subject), channel and position bin every row belongs to, and the occupied combinations of
/// them ("cells"). Labels are indices into the occupied groups. Channels are grouped by name, sorted by bytes.
struct RowGroups {
    struct Cell {
        int recording = 0, channel = 0, bin = 0; ///< recording: the unit of inference, see RowGroups::unit
        int parity = 0; ///< odd or even rank of the position; kept apart only where there is one recording
    };

    int bins = 20; ///< position bins, occupied or not: bin = min(int(p bins), bins - 1)
    std::string unit = "recording"; ///< what `recording` labels: the unit of inference, "recording" or "subject"
    std::vector<std::string> channelNames; ///< [channel]
    std::vector<int> channelIndex; ///< [channel] into PredictionSet::channels, the first of that name
    std::vector<int> unitOfRecording; ///< [PredictionSet::recordings] Cell::recording, -1: no row
    int units = 0;
    std::vector<int> rowChannel; ///< [row]
    std::vector<Cell> cells; ///< sorted by recording, channel, bin, parity
    std::vector<int> rowCell; ///< [row]

    [[nodiscard]] int channels() const { return static_cast<int>(channelNames.size()); }
    [[nodiscard]] int recordings() const { return units; } ///< units of inference that have rows
    [[nodiscard]] bool severalRecordings() const { return recordings() > 1; }
    /// One label a cell.
    [[nodiscard]] std::vector<int> cellLabels(int Cell::*label) const;
};

[[nodiscard]] RowGroups groupRows(const PredictionSet& set, int bins);

/// Sums of centred rows by group: all that group means and sums of squares need.
struct GroupSums {
    RowMatrixD sums; ///< [group, dim]
    Eigen::VectorXd squares; ///< [group] sum of squared row norms
    Eigen::VectorXd counts; ///< [group]

    GroupSums() = default;
    GroupSums(Eigen::Index groups, Eigen::Index dim);
    /// Sum over the group's rows of |row - point|^2.
    [[nodiscard]] double squaredDistances(Eigen::Index group, const Eigen::RowVectorXd& point) const;
    /// Sum over groups of count |mean|^2.
    [[nodiscard]] double betweenSumOfSquares() const;
    void addGroup(Eigen::Index to, const GroupSums& from, Eigen::Index group);
};

/// Cells merged by label in [0, groups).
[[nodiscard]] GroupSums mergeCells(const GroupSums& cells, std::span<const int> label, int groups);

} // namespace maskscope
