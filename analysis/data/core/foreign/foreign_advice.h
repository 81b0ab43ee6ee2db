// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "analysis/data/core/foreign/foreign_file.h"

namespace maskscope {

inline constexpr std::string_view adviceToExport = "export it as EDF or BrainVision from the program that recorded it";
inline constexpr std::string_view adviceForArrays
    = "if it is EEG, say in Python what the numbers are: import h5py; f = h5py.File(<h5>, 'w'); f['eeg'] = X; "
      "f['eeg'].attrs.update(sampling_rate_hz=HZ, unit='uV'); f['channel_names'] = NAMES, with X as [channel, sample]";

/// In `advice`, <file>, <edf>, <h5> and <stem> become the file's name, the name with .edf or .h5 and without a suffix,
/// in quotes, and <windows> the command that turns a table of windows into HDF5. A single word is a reader of
/// MNE-Python, whose recordings can be exported.
[[nodiscard]] ForeignFile foreignFile(const std::filesystem::path& path, std::string_view name, std::string_view advice,
                                      bool table = false);

/// Lower case, with the dot.
[[nodiscard]] std::string lowerSuffix(const std::filesystem::path& path);

} // namespace maskscope
