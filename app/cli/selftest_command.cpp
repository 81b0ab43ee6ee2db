// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <fmt/format.h>

#include "app/cli/command_line.h"
#include "app/cli/standard_streams.h"
#include "model/self_test.h"

namespace maskscope {

namespace {

constexpr int kDeviceFailed = 5; // also of a device that computes something else: nothing should run on it

void printHead(const SelfTest& test)
{
    print(fmt::format(
        "device: {}\nagainst: {}\n{} tokens a pass; differences in standard deviations of the predictions, at "
        "most {:g}\n\n{:<10} {:<18} {:>12} {:>12} {:>14}\n",
        test.device, test.reference, test.tokens, kSelfTestTolerance, "encoder", "backbone", "difference", "device ms",
        "reference ms"));
    std::fflush(stdout);
}

void printRow(const SelfTestRow& row)
{
    std::string backbone(backboneName(row.backbone));
    if (row.backbone == Backbone::Mamba2)
        backbone += row.groups == 1 ? ", 1 group" : fmt::format(", {} groups", row.groups);
    print(fmt::format("{:<10} {:<18} {:>12.1e} {:>12.2f} {:>14.2f}  {}\n", generationName(row.generation), backbone,
                      row.difference, row.milliseconds, row.referenceMilliseconds, row.passed() ? "ok" : "DIFFERS"));
    std::fflush(stdout);
}

} // namespace

CLI::App* addSelftest(CLI::App& app, SelftestOptions& options)
{
    CLI::App* command
        = app.add_subcommand("selftest", "Compute every architecture on a device and compare, without files");
    command->add_option("--device", options.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    command->add_option("--threads", options.threads, "Compute threads (default: all cores)");
    return command;
}

int runSelftest(const SelftestOptions& options)
{
    int failed = 0, rows = 0;
    const SelfTestObserver observer { .started = printHead, .rowDone = [&](const SelfTestRow& row) {
                                         ++rows;
                                         failed += row.passed() ? 0 : 1;
                                         printRow(row);
                                     } };
    const auto passed = runSelfTest(options.device, options.threads, observer);
    if (!passed)
        return report(passed.error());
    print(fmt::format("\n{} of {} architectures agree\n", rows - failed, rows));
    if (*passed)
        return 0;
    say(fmt::format("maskscope: {}: {} of {} architectures differ: expected at most {:g} standard deviations.\n",
                    options.device, failed, rows, kSelfTestTolerance));
    return kDeviceFailed;
}

} // namespace maskscope
