// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/hdf5/hdf5_trial.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <new>
#include <string>
#include <thread>

#include <unistd.h>

#include <gtest/gtest.h>

#include "analysis/data/hdf5/hdf5_file.h"

namespace maskscope {
namespace {

namespace fs = std::filesystem;

class Hdf5Trial : public testing::Test {
protected:
    void SetUp() override
    {
        m_path = fs::temp_directory_path() / ("maskscope-trial-" + std::to_string(::getpid()) + ".h5");
        auto file = Hdf5File::create(m_path);
        ASSERT_TRUE(file);
        ASSERT_TRUE(file->close());
    }
    void TearDown() override { fs::remove(m_path); }
    fs::path m_path;
};

TEST_F(Hdf5Trial, WorkThatEndsPasses)
{
    EXPECT_TRUE(tryHdf5(m_path, "works", [&] { static_cast<void>(Hdf5File::open(m_path)); }));
}

TEST_F(Hdf5Trial, ACrashStaysInTheChild)
{
    for (const int signal : { SIGSEGV, SIGBUS, SIGABRT }) {
        const auto passed = tryHdf5(m_path, "crash" + std::to_string(signal), [signal] { std::raise(signal); });
        ASSERT_FALSE(passed);
        EXPECT_NE(passed.error().sentence().find(m_path.string()), std::string::npos);
        EXPECT_NE(passed.error().sentence().find("is damaged"), std::string::npos);
        EXPECT_EQ(exitStatus(passed.error().code), 4);
    }
}

TEST_F(Hdf5Trial, AChildThatIsKilledOrFindsNoMemoryIsNotCalledDamaged)
{
    const auto killed = tryHdf5(m_path, "killed", [] { std::raise(SIGKILL); });
    ASSERT_FALSE(killed);
    EXPECT_EQ(killed.error().code, ErrorCode::OutOfMemory);
    const auto starved = tryHdf5(m_path, "starved", [] { throw std::bad_alloc(); });
    ASSERT_FALSE(starved);
    EXPECT_EQ(starved.error().code, ErrorCode::OutOfMemory);
}

/// A terminal sends them to all of its programs: what they end is ours to decide, and the file is not to blame.
TEST_F(Hdf5Trial, WhatATerminalSendsDoesNotEndTheChild)
{
    EXPECT_TRUE(tryHdf5(m_path, "interrupted", [] {
        std::raise(SIGINT);
        std::raise(SIGTERM);
    }));
}

/// Where children are not kept account of, nothing is known and nothing is remembered as passed.
TEST_F(Hdf5Trial, WithoutAccountOfChildrenNothingIsRemembered)
{
    const auto before = std::signal(SIGCHLD, SIG_IGN);
    EXPECT_TRUE(tryHdf5(m_path, "unknown", [] { std::raise(SIGSEGV); }));
    std::signal(SIGCHLD, before);
    EXPECT_FALSE(tryHdf5(m_path, "unknown", [] { std::raise(SIGSEGV); }));
}

TEST_F(Hdf5Trial, NothingOfTheChildStaysHere)
{
    int here = 1;
    EXPECT_TRUE(tryHdf5(m_path, "writes", [&] { here = 2; }));
    EXPECT_EQ(here, 1);
}

TEST_F(Hdf5Trial, WhatPassedIsNotTriedAgainUntilItChanges)
{
    const fs::path traces = m_path.string() + ".trace";
    const auto trial = [&] { return tryHdf5(m_path, "counted", [&] { std::ofstream(traces, std::ios::app) << 'x'; }); };
    EXPECT_TRUE(trial());
    EXPECT_TRUE(trial());
    EXPECT_EQ(fs::file_size(traces), 1U);
    std::ofstream(m_path, std::ios::app) << "more";
    EXPECT_TRUE(trial());
    EXPECT_EQ(fs::file_size(traces), 2U);
    fs::remove(traces);
}

TEST_F(Hdf5Trial, OtherThreadsMayUseTheLibraryMeanwhile)
{
    std::jthread reader([&](const std::stop_token& stop) {
        while (!stop.stop_requested())
            static_cast<void>(Hdf5File::open(m_path));
    });
    for (int i = 0; i < 50; ++i)
        ASSERT_TRUE(tryHdf5(m_path, "beside" + std::to_string(i), [&] {
            if (!Hdf5File::open(m_path))
                std::abort();
        }));
}

} // namespace
} // namespace maskscope
