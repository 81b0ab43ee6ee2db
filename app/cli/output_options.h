// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "analysis/data/core/output_check.h"
#include "app/cli/command_line.h"

namespace maskscope {

/// For options that name a file: an empty word (an unset variable of a shell) names none.
[[nodiscard]] CLI::Validator isFileName();
/// --overwrite, as every command with outputs has it.
void addOverwrite(CLI::App& command, bool& overwrite);

/// What `analyze` and `inspect` read. A new option that names a file is one line here.
[[nodiscard]] std::vector<NamedInput> inputsOf(const AnalyzeOptions& options);
[[nodiscard]] std::vector<NamedInput> inputsOf(const InspectOptions& options);

/// To be asked before anything runs: no output takes the place of an input, of another output or of a file that is not
/// ours (see checkOutputs()), and a file name was not forgotten after --json.
[[nodiscard]] Result<void> checkAnalyzeOutputs(const AnalyzeOptions& options);
[[nodiscard]] Result<void> checkInspectOutputs(const InspectOptions& options);
[[nodiscard]] Result<void> checkValidityOutput(const ValidityCommandOptions& options);

} // namespace maskscope
