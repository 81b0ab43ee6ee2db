// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/channel_choices.h"

namespace maskscope {

enum class InputKind { Recording, Checkpoint, Result };

/// What a file is, told by its first bytes and, for HDF5, by what it holds.
[[nodiscard]] Result<InputKind> inputKind(const std::filesystem::path& path);

/// One file described for a person and for a program (the `inspect --json` object).
struct Inspection {
    InputKind kind = InputKind::Recording;
    std::string text;
    std::string json;
};

/// EEG channels of an inspected recording that take part and have no position: no model knows where they sit.
[[nodiscard]] std::vector<std::string> electrodesWithoutPosition(const Inspection& recording);
/// Says in a checkpoint's report which electrodes of a recording it cannot place.
void addElectrodes(Inspection& checkpoint, const std::filesystem::path& recording,
                   const std::vector<std::string>& withoutPosition);

/// `weights`: of a checkpoint that holds several sets of them, the one to describe; empty: the best.
[[nodiscard]] Result<Inspection> inspectFile(const std::filesystem::path& path, bool statistics,
                                             const std::optional<std::filesystem::path>& montage = std::nullopt,
                                             bool keepBad = false, const std::string& weights = {},
                                             const ChannelChoices& channels = {});

} // namespace maskscope
