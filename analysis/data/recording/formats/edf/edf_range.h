// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "analysis/data/recording/formats/edf/edf_header.h"

namespace maskscope {

/// Names voltage channels whose physical range no amplifier has: what they hold is no EEG in the unit that is stated.
void warnOfImpossibleRanges(const EdfHeader& header, std::vector<std::string>& warnings);

} // namespace maskscope
