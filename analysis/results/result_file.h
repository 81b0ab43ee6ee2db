// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/results/run_result.h"
#include "analysis/verdict/verdict.h"

namespace maskscope {

/// Writes runs to an HDF5 result file (layout: docs/result-file.md), atomically. Predictions are stored where
/// `savePredictions` is set and the run still has them. Dimension scales let h5py and xarray open it as it is.
[[nodiscard]] Result<void> writeResultFile(const std::filesystem::path& path,
                                           std::span<const std::shared_ptr<const RunResult>> runs,
                                           bool savePredictions);

[[nodiscard]] Result<std::vector<std::shared_ptr<const RunResult>>> readResultFile(const std::filesystem::path& path);

/// Whether an HDF5 file is a result file (it says so in its `schema` attribute). False for anything else.
[[nodiscard]] bool isResultFile(const std::filesystem::path& path);

/// The metrics JSON of SPEC ("schema": "maskscope.metrics/1"), indented.
[[nodiscard]] std::string metricsJson(std::span<const std::shared_ptr<const RunResult>> runs,
                                      const VerdictThresholds& thresholds = builtInThresholds());

} // namespace maskscope
