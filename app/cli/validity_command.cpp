// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "analysis/data/core/atomic_file.h"
#include "analysis/data/core/maker_mark.h"
#include "analysis/validity/interval_coverage.h"
#include "app/cli/command_line.h"
#include "app/cli/interrupt.h"
#include "app/cli/output_options.h"
#include "app/cli/standard_streams.h"
#include "app/pipeline/trained_check.h"
#include "app/pipeline/untrained_check.h"

namespace maskscope {

namespace {

constexpr int kDiffers = 3; // the table stands, and a limit is broken
constexpr const char* kBuiltIn = "built-in"; // of --trained without a folder
constexpr int kDraws = 50, kCoverageDraws = 20000, kTrainedSeeds = 5;

/// The kinds asked for; all where none is.
Result<std::vector<KnownKind>> chosenKinds(const std::vector<std::string>& names)
{
    if (names.empty())
        return knownKinds();
    std::vector<KnownKind> chosen;
    for (const std::string& name : names) {
        const auto found = std::ranges::find(knownKinds(), name, &KnownKind::id);
        if (found == knownKinds().end())
            return failure(ErrorCode::InvalidArgument, "--kind " + name, "there is no such kind", "one of the table's");
        chosen.push_back(*found);
    }
    return chosen;
}

/// Nothing is kept of a table that was interrupted.
int ended(const Error& error)
{
    const int status = report(error);
    return error.code == ErrorCode::Cancelled && InterruptGuard::status() != 0 ? InterruptGuard::status() : status;
}

/// The table is written or printed; the exit status.
int publish(const std::string& text, const std::string& out, bool kept)
{
    InterruptGuard::workIsOver();
    if (out.empty())
        print(text);
    else if (const auto written = writeTextFile(out, text + makerComment("table") + "\n"); !written)
        return report(written.error());
    return kept ? 0 : kDiffers;
}

int threadsOf(const ValidityCommandOptions& options)
{
    return options.threads > 0 ? options.threads : static_cast<int>(std::thread::hardware_concurrency());
}

void sayProgress(int done, int total)
{
    if (done % 50 == 0 || done == total)
        say(fmt::format("{} of {}\n", done, total));
}

int runKnown(const ValidityCommandOptions& options)
{
    ValidityOptions check { .draws = options.draws.value_or(kDraws), .seed = options.seed };
    check.threads = threadsOf(options);
    const auto kinds = chosenKinds(options.kinds);
    if (!kinds)
        return report(kinds.error());
    const InterruptGuard interrupts;
    auto rows = validityTable(*kinds, check, sayProgress, InterruptGuard::token());
    if (!rows)
        return ended(rows.error());
    std::vector<KnownKind> networks; // rows point into it
    if (options.kinds.empty()) {
        networks = untrainedNetworkKinds();
        auto real = untrainedNetworkRows(networks, check, sayProgress, InterruptGuard::token());
        if (!real)
            return ended(real.error());
        rows->insert(rows->end(), real->begin(), real->end());
    }
    const bool kept = std::ranges::all_of(*rows, [](const ValidityRow& row) { return violations(row).empty(); });
    return publish(validityMarkdown(*rows, check), options.out, kept);
}

int runTrained(const ValidityCommandOptions& options)
{
    const std::filesystem::path folder
        = *options.trained == kBuiltIn ? trainedNetworksFolder() : std::filesystem::path(*options.trained);
    const auto world = RecordedWorld::read(folder);
    if (!world)
        return report(world.error());
    const TrainedCheckOptions check { .names = options.kinds,
                                      .seeds = options.draws.value_or(kTrainedSeeds),
                                      .firstSeed = options.seed,
                                      .threads = threadsOf(options) };
    const InterruptGuard interrupts;
    const auto answers = trainedAnswers(folder, *world, check, sayProgress, InterruptGuard::token());
    if (!answers)
        return ended(answers.error());
    return publish(trainedMarkdown(*answers), options.out, violations(scoreTrained(*answers)).empty());
}

} // namespace

CLI::App* addValidity(CLI::App& app, ValidityCommandOptions& options)
{
    CLI::App* command = app.add_subcommand(
        "validity", "Judge models whose behaviour is known by construction, and untrained networks, and count");
    command
        ->add_option("--draws", options.draws,
                     "Draws of each kind (default: 50), of each interval (20000), or seeds of the analysis of each "
                     "trained network (5)")
        ->check(CLI::Range(1, 1000000));
    command->add_option("--kind", options.kinds, "Only these kinds, or trained networks (default: all)");
    command->add_option("--seed", options.seed, "Seed of the draws")->capture_default_str();
    command->add_option("--threads", options.threads, "Threads (default: all cores)");
    command->add_option("--out", options.out, "Write the table (Markdown) here instead of standard output")
        ->check(isFileName());
    addOverwrite(*command, options.overwrite);
    auto* coverage = command->add_flag("--coverage", options.coverage,
                                       "Instead: how often intervals over recordings or subjects cover the truth");
    command->add_option("--trained", options.trained, "Instead: networks that were really trained, of this folder")
        ->expected(0, 1)
        ->default_str(kBuiltIn)
        ->excludes(coverage);
    return command;
}

int runValidity(const ValidityCommandOptions& options)
{
    if (const auto allowed = checkValidityOutput(options); !allowed)
        return report(allowed.error());
    if (options.coverage)
        return publish(coverageMarkdown(options.draws.value_or(kCoverageDraws), options.seed), options.out, true);
    return options.trained ? runTrained(options) : runKnown(options);
}

} // namespace maskscope
