// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include "analysis/core/atomic_file.h"
#include "app/cli/command_line.h"
#include "app/cli/interrupt.h"
#include "app/pipeline/untrained_check.h"

namespace maskscope {

namespace {

constexpr int kDiffers = 3; // the table stands, and a limit is broken

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

} // namespace

CLI::App* addValidity(CLI::App& app, ValidityCommandOptions& options)
{
    CLI::App* command = app.add_subcommand(
        "validity", "Judge models whose behaviour is known by construction, and untrained networks, and count");
    command->add_option("--draws", options.draws, "Draws of each kind")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--kind", options.kinds, "Only these kinds (default: all)");
    command->add_option("--seed", options.seed, "Seed of the draws")->capture_default_str();
    command->add_option("--threads", options.threads, "Threads (default: all cores)");
    command->add_option("--out", options.out, "Write the table (Markdown) here instead of standard output");
    return command;
}

int runValidity(const ValidityCommandOptions& options)
{
    ValidityOptions check { .draws = options.draws, .seed = options.seed };
    check.threads = options.threads > 0 ? options.threads : static_cast<int>(std::thread::hardware_concurrency());
    const auto kinds = chosenKinds(options.kinds);
    if (!kinds)
        return report(kinds.error());
    const InterruptGuard interrupts;
    const auto progress = [](int done, int total) {
        if (done % 50 == 0 || done == total)
            fmt::print(stderr, "{} of {} draws\n", done, total);
    };
    auto rows = validityTable(*kinds, check, progress, InterruptGuard::token());
    if (!rows)
        return ended(rows.error());
    std::vector<KnownKind> networks; // rows point into it
    if (options.kinds.empty()) {
        networks = untrainedNetworkKinds();
        auto real = untrainedNetworkRows(networks, check, progress, InterruptGuard::token());
        if (!real)
            return ended(real.error());
        rows->insert(rows->end(), real->begin(), real->end());
    }
    InterruptGuard::workIsOver();
    const std::string text = validityMarkdown(*rows, check);
    if (options.out.empty())
        fmt::print("{}", text);
    else if (const auto written = writeTextFile(options.out, text); !written)
        return report(written.error());
    const bool kept = std::ranges::all_of(*rows, [](const ValidityRow& row) { return violations(row).empty(); });
    return kept ? 0 : kDiffers;
}

} // namespace maskscope
