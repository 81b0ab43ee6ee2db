// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include <charconv>
#include <sstream>

#include <fmt/format.h>

#include "analysis/data/core/printable.h"
#include "app/cli/output_options.h"
#include "app/cli/standard_streams.h"

namespace maskscope {

namespace {

constexpr const char* keepBadText
    = "Keep spans of time and channels that the recordings mark as bad (left out otherwise)";

} // namespace

CLI::App* addAnalyze(CLI::App& app, AnalyzeOptions& options)
{
    CLI::App* command
        = app.add_subcommand("analyze", "Run checkpoints over recordings and write every number to a result file");
    command
        ->add_option("--recording,-r", options.recordings, "Recordings (EDF, BDF, BrainVision, EEGLAB, FIF, HDF5, NWB)")
        ->required();
    command
        ->add_option("--checkpoint,-c", options.checkpoints,
                     "Checkpoints (torch.save, safetensors, TorchScript with a manifest)")
        ->required();
    command
        ->add_option("--weights", options.weights,
                     "Which of several sets of weights of a checkpoint (inspect lists them), e.g. model_ema; several "
                     "names are several runs (default: the one that matches best)")
        ->delimiter(',');
    command
        ->add_option("--mask-ratio", options.ratios,
                     "Mask ratios, e.g. 0.5,0.75,1.0 (default: the checkpoint's config)")
        ->delimiter(',');
    command->add_option("--mask-style", options.style,
                        "mae, bert, within_token or multi_channel (default: the config)");
    command->add_option("--mask-replacement", options.replacement, "zeros or gaussian_noise (default: the config)");
    command->add_option("--mask-file", options.maskFile,
                        "HDF5 file with /mask (and /noise, /action) instead of drawn masks");
    command
        ->add_option("--projection", options.projection,
                     "Spatial projection, which checkpoints do not hold: seed:N or a .npy file")
        ->capture_default_str();
    command->add_option("--seed", options.seed, "Seed of masks, noise and permutations")->capture_default_str();
    command->add_option(
        "--subjects", options.subjects,
        "Who was recorded: a CSV file with the columns file and subject, or \"names\" (S001R03 and S001R04 "
        "are one person)");
    command->add_option("--montage", options.montage,
                        "Electrode positions (.elc, .locs, .ced, .csd, .sfp, .tsv, .txt) for channels without one");
    addChannelOptions(*command, options.channels);
    command->add_flag("--keep-bad", options.keepBad, keepBadText);
    command->add_option("--model-rate-hz", options.modelRateHz,
                        "Sampling rate the model was trained at (default: the config, else 256)");
    command->add_option("--device", options.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    command->add_option("--batch", options.batch, "Sequences a batch: auto or a number")->capture_default_str();
    command->add_option("--threads", options.threads, "Compute threads (default: all cores)");
    command
        ->add_option("--precision", options.precision,
                     "Of matrix products: float32, tf32 (CUDA) or bf16 (CPU; how far it is from float32 is stated)")
        ->capture_default_str();
    command
        ->add_option("--mamba-groups", options.mambaGroups,
                     "Groups of Mamba-2 blocks, which shapes cannot tell (inspect lists those that fit)")
        ->capture_default_str();
    command->add_flag("--allow-torchscript", options.allowTorchScript,
                      "Run the code inside TorchScript archives: only for files whose origin you trust");
    command->add_flag("--save-predictions", options.savePredictions, "Keep predictions and targets in the result file");
    command->add_option("--baselines", options.baselines, "Untrained copies of each architecture to compare with")
        ->capture_default_str();
    command->add_option("--projections", options.projections,
                        "Spatial projections drawn anew, for the spread of numbers about channels (default: 5 where "
                        "--projection is a seed, else 0)");
    command->add_option("--out,-o", options.out, "Result file (HDF5)")->required()->check(isFileName());
    command->add_option("--json", options.json, "Metrics as JSON: a file, or - for standard output")
        ->check(isFileName());
    addOverwrite(*command, options.overwrite);
    command->add_option("--thresholds", options.thresholds,
                        "JSON file with limits of the verdict in the metrics JSON (default: built-in)");
    command->add_option("--progress", options.progress, "none, bar or jsonl (on standard error)")
        ->capture_default_str();
    return command;
}

CLI::App* addInspect(CLI::App& app, InspectOptions& options)
{
    CLI::App* command = app.add_subcommand("inspect", "Say what recordings, checkpoints and result files hold");
    command->add_option("files", options.files, "Files");
    command->add_flag("--stats", options.statistics,
                      "Mean, standard deviation, minimum and maximum of every channel (reads all samples)");
    command->add_option("--montage", options.montage, "Electrode positions for channels without one");
    addChannelOptions(*command, options.channels);
    command->add_flag("--keep-bad", options.keepBad, keepBadText);
    command->add_option("--weights", options.weights, "Which of several sets of weights of a checkpoint to describe");
    command->add_option("--json", options.json, "As JSON: a file, or - for standard output")->check(isFileName());
    addOverwrite(*command, options.overwrite);
    return command;
}

namespace {

Result<int> batchSize(const std::string& text)
{
    if (text == "auto")
        return 0;
    int value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc {} || end != text.data() + text.size() || value < 1)
        return failure(ErrorCode::InvalidArgument, "--batch", "is not a batch size", "auto or a whole number above 0",
                       text);
    return value;
}

} // namespace

Result<AnalysisRequest> toRequest(const AnalyzeOptions& options)
{
    AnalysisRequest request;
    request.recordings.assign(options.recordings.begin(), options.recordings.end());
    const std::vector<std::string> weights
        = options.weights.empty() ? std::vector<std::string>(1) : options.weights; // empty: the best set
    for (const std::string& path : options.checkpoints)
        for (const std::string& name : weights)
            request.checkpoints.push_back({ path, {}, name });
    request.ratios = options.ratios;
    for (const double ratio : options.ratios)
        if (!(ratio > 0 && ratio <= 1))
            return failure(ErrorCode::InvalidArgument, "--mask-ratio", "is not a mask ratio", "above 0 and at most 1",
                           fmt::format("{}", ratio));
    request.style = maskStyleFromName(options.style);
    if (!options.style.empty() && !request.style)
        return failure(ErrorCode::InvalidArgument, "--mask-style", "is not known",
                       "mae, bert, within_token or multi_channel", options.style);
    request.replacement = maskReplacementFromName(options.replacement);
    if (!options.replacement.empty() && !request.replacement)
        return failure(ErrorCode::InvalidArgument, "--mask-replacement", "is not known", "zeros or gaussian_noise",
                       options.replacement);
    if (!options.maskFile.empty() && !options.ratios.empty())
        return failure(ErrorCode::InvalidArgument, "--mask-file",
                       "cannot be combined with --mask-ratio: the file fixes what is masked");
    if (!options.maskFile.empty())
        request.maskFile = options.maskFile;
    request.projection = options.projection;
    request.seed = options.seed;
    if (!options.montage.empty())
        request.montage = options.montage;
    auto channels = toChoices(options.channels);
    if (!channels)
        return tl::unexpected(channels.error());
    request.channels = std::move(*channels);
    request.subjects = options.subjects;
    request.keepBad = options.keepBad;
    if (options.modelRateHz < 0)
        return failure(ErrorCode::InvalidArgument, "--model-rate-hz", "is not a sampling rate", "above 0",
                       fmt::format("{}", options.modelRateHz));
    if (options.modelRateHz > 0)
        request.modelRateHz = options.modelRateHz;
    if (options.threads < 0)
        return failure(ErrorCode::InvalidArgument, "--threads", "is not a number of threads", "above 0",
                       fmt::format("{}", options.threads));
    if (options.mambaGroups < 1)
        return failure(ErrorCode::InvalidArgument, "--mamba-groups", "is not a number of groups", "above 0",
                       fmt::format("{}", options.mambaGroups));
    if (options.baselines < 0)
        return failure(ErrorCode::InvalidArgument, "--baselines", "is not a number of untrained copies", "0 or more",
                       fmt::format("{}", options.baselines));
    request.untrainedCopies = options.baselines;
    if (options.projections && *options.projections < 0)
        return failure(ErrorCode::InvalidArgument, "--projections", "is not a number of projections", "0 or more",
                       fmt::format("{}", *options.projections));
    request.projectionDraws = options.projections;
    const auto precision = productPrecisionFromName(options.precision);
    if (!precision)
        return failure(ErrorCode::InvalidArgument, "--precision", "is not known", "float32, tf32 or bf16",
                       options.precision);
    const auto batch = batchSize(options.batch);
    if (!batch)
        return tl::unexpected(batch.error());
    request.inference = { .device = options.device,
                          .batch = *batch,
                          .threads = options.threads,
                          .precision = *precision,
                          .mambaGroups = options.mambaGroups,
                          .allowTorchScript = options.allowTorchScript };
    return request;
}

int reportParse(const CLI::App& app, const CLI::ParseError& error)
{
    std::ostringstream out, problem; // which may quote names of files
    const int status = app.exit(error, out, problem);
    print(printable(out.str()));
    say(printable(problem.str()));
    return status == 0 ? 0 : 2;
}

int report(const Error& error)
{
    say("maskscope: " + printableLine(error.sentence()) + "\n");
    return exitStatus(error.code);
}

} // namespace maskscope
