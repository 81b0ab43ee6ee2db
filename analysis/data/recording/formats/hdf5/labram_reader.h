// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// HDF5 as LaBraM's preparation writes it (Jiang, Zhao & Lu, ICLR 2024): a group for each recording that holds /eeg
/// [channel, sample] in microvolt with the attributes rsFreq (Hz) and chOrder (channel names). The recordings of one
/// file that share their channels and rate are read one after another, as parts.
[[nodiscard]] bool looksLikeLabram(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<Recording> readLabram(const std::filesystem::path& path);

} // namespace maskscope
