// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/argument_file.h"

#include <chrono>
#include <fstream>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/recording/temporary_folder.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// printf hello | sha256sum
constexpr const char* helloHash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

fs::path pipeIn(const TemporaryFolder& folder)
{
    fs::path path = folder / "pipe";
    EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
    return path;
}

TEST(ArgumentFile, AFileAndItsHash)
{
    const TemporaryFolder folder;
    const auto read = readArgumentFile(folder.write("a", "hello"), "the thresholds", 100);
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_EQ(read->bytes, "hello");
    EXPECT_EQ(read->sha256, helloHash);
}

TEST(ArgumentFile, FoldersAbsentFilesAndTooMuchAreErrors)
{
    const TemporaryFolder folder;
    const auto of = [](const fs::path& path, std::size_t most = 100) {
        const auto read = readArgumentFile(path, "the thresholds", most);
        return read ? std::string() : read.error().sentence();
    };
    const fs::path itself = (folder / "a").parent_path();
    EXPECT_EQ(of(itself), itself.string() + ": the thresholds cannot be read: expected a file, found a folder.");
    EXPECT_NE(of(folder / "none").find("no such file"), std::string::npos) << of(folder / "none");
    EXPECT_NE(of("/dev/zero").find("at most 100 bytes"), std::string::npos) << of("/dev/zero");
    const fs::path file = folder.write("a", "hello");
    EXPECT_NE(of(file, 4).find("at most 4 bytes"), std::string::npos);
    EXPECT_EQ(of(file, 5), "");
    EXPECT_EQ(of("/dev/null"), "");
}

TEST(ArgumentFile, APipeWithoutAWriterIsRefusedSoon)
{
    const TemporaryFolder folder;
    const auto started = Clock::now();
    const auto read = readArgumentFile(pipeIn(folder), "the thresholds", 100);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().sentence().find("a pipe that nobody writes to"), std::string::npos);
    EXPECT_LT(Clock::now() - started, std::chrono::seconds(10));
}

TEST(ArgumentFile, ASlowWriterIsWaitedFor)
{
    const TemporaryFolder folder;
    const fs::path path = pipeIn(folder);
    std::thread writer([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        std::ofstream out(path, std::ios::binary);
        out << "hel" << std::flush;
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        out << "lo";
    });
    const auto read = readArgumentFile(path, "the thresholds", 100);
    writer.join();
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_EQ(read->bytes, "hello");
}

/// What `<(command)` of a shell is: /dev/fd/N of a pipe whose writer may be gone already.
TEST(ArgumentFile, APipeOfTheShellIsReadOnceAndHashedAsItWas)
{
    int ends[2] {};
    ASSERT_EQ(::pipe(ends), 0);
    ASSERT_EQ(::write(ends[1], "hello", 5), 5);
    ::close(ends[1]);
    const fs::path path = "/dev/fd/" + std::to_string(ends[0]);
    for (int time = 0; time < 3; ++time) { // a montage is asked for with each recording
        const auto read = readArgumentFile(path, "the montage", 100);
        ASSERT_TRUE(read) << read.error().sentence();
        EXPECT_EQ(read->bytes, "hello");
        EXPECT_EQ(read->sha256, helloHash);
    }
    ::close(ends[0]);
}

TEST(ArgumentFile, AnEmptyPipeIsAnEmptyFile)
{
    int ends[2] {};
    ASSERT_EQ(::pipe(ends), 0);
    ::close(ends[1]);
    const auto started = Clock::now();
    const auto read = readArgumentFile("/dev/fd/" + std::to_string(ends[0]), "the montage", 100);
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_EQ(read->bytes, "");
    EXPECT_LT(Clock::now() - started, std::chrono::seconds(1));
    ::close(ends[0]);
}

TEST(RequireRegularFile, NamesWhatItIsInstead)
{
    const TemporaryFolder folder;
    fs::create_symlink(folder.write("a", "x"), folder / "link");
    fs::create_symlink(folder / "gone", folder / "dangling");
    EXPECT_TRUE(requireRegularFile(folder / "link", "a recording"));
    const auto of = [](const fs::path& path) {
        const auto regular = requireRegularFile(path, "a recording");
        return regular ? std::string() : regular.error().sentence();
    };
    EXPECT_NE(of(folder / "dangling").find("no such file"), std::string::npos);
    EXPECT_NE(of((folder / "a").parent_path()).find("expected a recording, which is a file on a disk, found a folder"),
              std::string::npos);
    EXPECT_NE(of(pipeIn(folder)).find("a pipe"), std::string::npos);
    EXPECT_NE(of("/dev/null").find("a device"), std::string::npos);
}

} // namespace

} // namespace maskscope::test
