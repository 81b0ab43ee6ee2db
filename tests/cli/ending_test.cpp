// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// How the program ends when it is told to, when memory is short, and that threads change no number.
#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using nlohmann::json;

std::string trained(const std::string& name) { return "'" + (shared("trained") / name).string() + "'"; }

/// A program in the background, with what it says in files.
class Background {
public:
    Background(const std::string& arguments, const TemporaryFolder& folder)
        : m_error(folder / "background.stderr")
        , m_child(::fork())
    {
        if (m_child == 0) {
            ::setpgid(0, 0); // as a shell does: what a terminal sends reaches all of it
            const std::string command = "exec " + cli() + arguments + " >/dev/null 2>'" + m_error.string() + "'";
            ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
            ::_exit(127);
        }
    }
    /// Waits until it has said this.
    bool hasSaid(const std::string& text) const
    {
        for (int i = 0; i < 1200; ++i) {
            if (fileText(m_error).find(text) != std::string::npos)
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }
    void signal(int number) const { ::kill(m_child, number); }
    void signalGroup(int number) const { ::kill(-m_child, number); }
    /// The first process that it starts, halted; 0 where none is seen.
    pid_t haltedChild() const
    {
        const std::string id = std::to_string(m_child);
        for (int i = 0; i < 200'000; ++i) {
            pid_t child = 0;
            if (std::ifstream("/proc/" + id + "/task/" + id + "/children") >> child && ::kill(child, SIGSTOP) == 0)
                return child;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        return 0;
    }
    /// The status as a shell has it, and how long that took.
    int end(std::chrono::duration<double>& took) const
    {
        const auto started = Clock::now();
        int status = 0;
        ::waitpid(m_child, &status, 0);
        took = Clock::now() - started;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    [[nodiscard]] std::string error() const { return fileText(m_error); }

private:
    fs::path m_error;
    pid_t m_child;
};

/// Work for minutes: many untrained copies.
std::string longAnalysis(const TemporaryFolder& folder, const std::string& more = {})
{
    return "analyze --progress jsonl --threads 1 --baselines 500 --device cpu --recording " + trained("val.h5")
        + " --checkpoint " + trained("M75.pt") + " --out '" + (folder / "o.h5").string() + "' " + more;
}

constexpr std::chrono::duration<double> soon { 4.0 }; // 2 s on an idle machine; tests run beside others

TEST(Ending, ASignalEndsTheWorkSoonAndNothingIsKept)
{
    for (const int number : { SIGTERM, SIGINT }) {
        const TemporaryFolder folder;
        NEEDS_SHARED("trained/val.h5");
        const Background run(longAnalysis(folder), folder);
        ASSERT_TRUE(run.hasSaid("untrained copy 2")) << run.error();
        run.signal(number);
        std::chrono::duration<double> took {};
        EXPECT_EQ(run.end(took), 128 + number) << run.error();
        EXPECT_LT(took, soon);
        EXPECT_NE(run.error().find("nothing was finished and nothing is written"), std::string::npos) << run.error();
        EXPECT_FALSE(fs::exists(folder / "o.h5"));
    }
}

TEST(Ending, CtrlCWhileAFileIsTriedBlamesNoFile)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    if (!fs::exists("/proc/self/task/" + std::to_string(::getpid()) + "/children"))
        GTEST_SKIP() << "the system does not list children";
    const Background run(longAnalysis(folder), folder);
    const pid_t trial = run.haltedChild(); // of the HDF5 file
    ASSERT_NE(trial, 0) << run.error();
    run.signalGroup(SIGINT);
    ::kill(trial, SIGCONT);
    std::chrono::duration<double> took {};
    EXPECT_EQ(run.end(took), 128 + SIGINT) << run.error();
    EXPECT_LT(took, soon);
    EXPECT_EQ(run.error().find("damaged"), std::string::npos) << run.error();
}

TEST(Ending, WhatWasFinishedIsKeptWithStatus3)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    // The second checkpoint's copies come after the first one's run is done.
    const Background run("analyze --progress jsonl --threads 1 --baselines 8 --projections 0 --device cpu --recording "
                             + trained("val.h5") + " --checkpoint " + trained("M75.pt") + " " + trained("M50.pt") + " "
                             + trained("M100.pt") + " --out '" + (folder / "o.h5").string() + "'",
                         folder);
    ASSERT_TRUE(run.hasSaid("M50 @ 0.5: untrained copy")) << run.error();
    run.signal(SIGTERM);
    std::chrono::duration<double> took {};
    EXPECT_EQ(run.end(took), 3) << run.error();
    EXPECT_LT(took, soon);
    EXPECT_NE(run.error().find("the finished runs are written"), std::string::npos) << run.error();
    const CliRun seen = runShell(cli() + "inspect '" + (folder / "o.h5").string() + "'", folder);
    EXPECT_EQ(seen.status, 0) << seen.error;
    EXPECT_NE(seen.out.find("with 1 run"), std::string::npos) << seen.out;
}

TEST(Ending, ASecondSignalEndsItAtOnce)
{
    for (const int second : { SIGINT, SIGTERM }) { // of the same kind or another
        const TemporaryFolder folder;
        NEEDS_SHARED("trained/val.h5");
        const Background run(longAnalysis(folder), folder);
        ASSERT_TRUE(run.hasSaid("untrained copy 2")) << run.error();
        run.signal(SIGINT);
        run.signal(second);
        std::chrono::duration<double> took {};
        const int status = run.end(took);
        EXPECT_TRUE(status == 128 + SIGINT || status == 128 + SIGTERM) << status;
        EXPECT_LT(took, std::chrono::duration<double>(1.5));
    }
}

/// OpenBLAS asks for ever where it gets no memory: whatever the limit, the program ends, and says why.
TEST(Ending, AddressesThatAreShortGiveASentence)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    int refused = 0;
    for (const int kilobytes : { 400'000, 700'000, 1'000'000, 1'400'000, 2'000'000, 3'000'000 }) {
        const auto started = Clock::now();
        const CliRun run
            = runShell("ulimit -v " + std::to_string(kilobytes) + "; timeout 100 " + cli()
                           + "analyze --progress none --baselines 1 --projections 0 --recording " + trained("val.h5")
                           + " --checkpoint " + trained("M75.pt") + " --out '" + (folder / "o.h5").string() + "'",
                       folder);
        EXPECT_LT(Clock::now() - started, std::chrono::seconds(90)) << kilobytes;
        if (run.status == 0)
            continue;
        ++refused;
        EXPECT_TRUE(run.status == 5 || run.status == 127) << kilobytes << ": " << run.status << run.error;
        EXPECT_NE(run.error, "") << kilobytes; // 127: the loader itself found no room for a library, and says so
    }
    EXPECT_GT(refused, 0);
}

void collect(const std::string& where, const json& value, std::map<std::string, double>& numbers)
{
    if (value.is_number())
        numbers[where] = value.get<double>();
    else if (value.is_structured())
        for (const auto& [key, entry] : value.items())
            collect(where + "/" + key, entry, numbers);
}

std::map<std::string, double> numbersWith(int threads, const TemporaryFolder& folder)
{
    const CliRun run = runShell(cli() + "analyze --progress none --baselines 2 --projections 2 --device cpu --threads "
                                    + std::to_string(threads) + " --recording " + trained("val.h5") + " --checkpoint "
                                    + trained("M75.pt") + " " + trained("M100.pt") + " --json - --out '"
                                    + (folder / "o.h5").string() + "'",
                                folder);
    EXPECT_EQ(run.status, 0) << run.error;
    std::map<std::string, double> numbers;
    const json metrics = json::parse(run.out, nullptr, false);
    for (std::size_t i = 0; metrics.is_object() && i < metrics["runs"].size(); ++i)
        for (const char* part : { "legacy", "diag", "verdict" })
            collect(std::to_string(i) + "/" + part, metrics["runs"][i][part], numbers);
    return numbers;
}

TEST(Threads, ChangeNoNumberAndNoInterval)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    const auto one = numbersWith(1, folder);
    EXPECT_GT(one.size(), 500U);
    for (const int threads : { 3, 8 }) {
        const auto several = numbersWith(threads, folder);
        ASSERT_EQ(several.size(), one.size());
        for (const auto& [where, value] : one) {
            // A scale is a quotient of two numbers that are next to nothing in an untrained copy: 1e-6 of the right
            // amplitude, which is 1.
            const double least = where.find("/scale") != std::string::npos ? 1 : 1e-3;
            EXPECT_NEAR(several.at(where), value, 1e-6 * std::max(std::abs(value), least))
                << where << " with " << threads << " threads";
        }
    }
}

} // namespace

} // namespace maskscope::test
