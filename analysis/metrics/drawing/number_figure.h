// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "analysis/metrics/drawing/figure_support.h"

namespace maskscope {

/// A number of a metric, and its name on the axis.
struct ShownNumber {
    std::string key; ///< "diag.v1.position_r2"
    std::string title;
    std::string entry {}; ///< of a value that names several numbers
};

struct NumberFigure {
    std::string id, title; ///< of the metric
    std::string axis; ///< title of the numbers' axis
    std::vector<ShownNumber> numbers;
    std::string caption; ///< what is shown; what dots, bars and colours are is added
};

/// Numbers as dots with their 95 % intervals; beside each the range of untrained copies (brown) and the null's 97.5 %
/// (grey), where there are any. One panel a run, or one for all where there is a single number. No panels where no run
/// has any of the numbers.
[[nodiscard]] Figure makeNumberFigure(const NumberFigure& of, std::span<const RunView> runs);

} // namespace maskscope
