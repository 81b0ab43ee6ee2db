// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/cli/channel_options.h"
#include "app/pipeline/analysis_request.h"

namespace maskscope {

/// Options of `analyze`, as written on the command line.
struct AnalyzeOptions {
    std::vector<std::string> recordings, checkpoints, weights;
    std::vector<double> ratios;
    std::string style, replacement, maskFile, projection = "seed:0", montage, subjects, device = "auto", batch = "auto";
    std::uint64_t seed = 0;
    double modelRateHz = 0;
    int threads = 0, baselines = 5, mambaGroups = 1;
    std::string precision = "float32";
    std::optional<int> projections;
    bool savePredictions = false, allowTorchScript = false, keepBad = false, overwrite = false;
    std::string out, json, progress = "bar", thresholds;
    ChannelOptions channels;
};

struct InspectOptions {
    std::vector<std::string> files;
    std::string json, montage, weights;
    ChannelOptions channels;
    bool statistics = false, keepBad = false, overwrite = false;
};

struct SelftestOptions {
    std::string device = "auto";
    int threads = 0;
};

struct ValidityCommandOptions {
    std::optional<int> draws; ///< unset: as many as the table in question has in docs/validity.md
    int threads = 0;
    std::uint64_t seed = 0;
    std::vector<std::string> kinds;
    std::string out;
    bool overwrite = false;
    bool coverage = false;
    std::optional<std::string> trained; ///< a folder of networks, or "built-in"
};

/// Adds the subcommands and their options; values land in the given structs when parsed.
CLI::App* addAnalyze(CLI::App& app, AnalyzeOptions& options);
CLI::App* addInspect(CLI::App& app, InspectOptions& options);
CLI::App* addSelftest(CLI::App& app, SelftestOptions& options);
CLI::App* addValidity(CLI::App& app, ValidityCommandOptions& options);

/// Options as a request; InvalidArgument names what does not exist.
[[nodiscard]] Result<AnalysisRequest> toRequest(const AnalyzeOptions& options);

/// Run a subcommand; the exit status (SPEC.md).
[[nodiscard]] int runAnalyze(const AnalyzeOptions& options);
[[nodiscard]] int runInspect(const InspectOptions& options);
[[nodiscard]] int runSelftest(const SelftestOptions& options);
[[nodiscard]] int runValidity(const ValidityCommandOptions& options);

/// Help, the version, or what is wrong with a command line; the exit status.
int reportParse(const CLI::App& app, const CLI::ParseError& error);
/// One sentence on stderr; the exit status of its code.
int report(const Error& error);

} // namespace maskscope
