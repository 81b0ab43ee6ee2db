// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/edf/edf_annotations.h"
#include "analysis/data/recording/formats/edf/edf_header.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Refuses a file that went through a transfer in text mode, with every sign of it; warns of signs of damage that have
/// other explanations too: samples at the limits of the digital range, annotations that cannot be decoded.
/// `kinds` [signal] of the header: triggers sit at a limit as a rule. Gives the signals with many samples at limits.
[[nodiscard]] Result<std::vector<std::size_t>> checkEdfDamage(const std::filesystem::path& path,
                                                              const EdfHeader& header, const EdfTimeline& timeline,
                                                              const std::vector<ChannelKind>& kinds,
                                                              std::vector<std::string>& warnings);

} // namespace maskscope
