// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// An output appears whole or not at all, where its name leads, with the rights it had; dead writers leave nothing.
#include <algorithm>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/data/core/atomic_file.h"
#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

mode_t modeOf(const fs::path& path)
{
    struct stat status { };
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 0777U;
}

std::vector<std::string> names(const fs::path& folder)
{
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder))
        all.push_back(entry.path().filename().string());
    std::ranges::sort(all);
    return all;
}

/// A writer that dies in the middle, as by kill -9; it leaves its part.
void dieWriting(const fs::path& target)
{
    const pid_t child = ::fork();
    if (child == 0) {
        auto file = AtomicFile::create(target);
        if (file && ::write(file->descriptor(), "half", 4) == 4)
            ::raise(SIGKILL);
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
}

TEST(AtomicFile, AppearsWholeAndLeavesNothingElse)
{
    const TemporaryFolder folder;
    {
        auto file = AtomicFile::create(folder / "a.txt");
        ASSERT_TRUE(file) << file.error().sentence();
        EXPECT_EQ(file->temporaryPath().extension(), ".txt"); // libraries look at it
        EXPECT_FALSE(fs::exists(folder / "a.txt"));
    }
    EXPECT_TRUE(names(folder.path()).empty()); // given up: nothing is left
    ASSERT_TRUE(writeTextFile(folder / "a.txt", "one"));
    ASSERT_TRUE(writeTextFile(folder / "a.txt", "two"));
    EXPECT_EQ(fileText(folder / "a.txt"), "two");
    EXPECT_EQ(names(folder.path()), std::vector<std::string> { "a.txt" });
}

TEST(AtomicFile, NewFilesHaveTheModeThatTheUserChose)
{
    const TemporaryFolder folder;
    const mode_t before = ::umask(027);
    EXPECT_TRUE(writeTextFile(folder / "a", "x"));
    ::umask(before);
    EXPECT_EQ(modeOf(folder / "a"), 0640U);
}

TEST(AtomicFile, KeepsModeAndOwnerOfWhatItReplaces)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "a") << "old";
    for (const mode_t mode : { 0600U, 0664U, 0755U }) {
        ASSERT_EQ(::chmod((folder / "a").c_str(), mode), 0);
        ASSERT_TRUE(writeTextFile(folder / "a", "new"));
        EXPECT_EQ(modeOf(folder / "a"), mode);
    }
    if (::getuid() != 0)
        GTEST_SKIP() << "needs root to give a file away";
    ASSERT_EQ(::chown((folder / "a").c_str(), 1234, 4321), 0);
    ASSERT_TRUE(writeTextFile(folder / "a", "newer"));
    struct stat status { };
    ASSERT_EQ(::stat((folder / "a").c_str(), &status), 0);
    EXPECT_EQ(status.st_uid, 1234U);
    EXPECT_EQ(status.st_gid, 4321U);
}

TEST(AtomicFile, WritesThroughLinks)
{
    const TemporaryFolder folder;
    fs::create_directory(folder / "far");
    std::ofstream(folder / "far/file") << "old";
    fs::create_symlink("far/file", folder / "link");
    fs::create_symlink("link", folder / "link to link");
    fs::create_symlink("far/new", folder / "dangling");
    ASSERT_TRUE(writeTextFile(folder / "link to link", "new"));
    ASSERT_TRUE(writeTextFile(folder / "dangling", "made"));
    EXPECT_EQ(fileText(folder / "far/file"), "new");
    EXPECT_EQ(fileText(folder / "far/new"), "made");
    for (const char* link : { "link", "link to link", "dangling" })
        EXPECT_TRUE(fs::is_symlink(folder / link)) << link;
    EXPECT_EQ(names(folder / "far"), (std::vector<std::string> { "file", "new" }));
    fs::create_symlink("circle", folder / "circle");
    EXPECT_FALSE(writeTextFile(folder / "circle", "x"));
}

TEST(AtomicFile, NeverPutsAFileInThePlaceOfAPipeOrDevice)
{
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_FALSE(AtomicFile::create(folder / "pipe")); // is written from place to place, as HDF5 is
    std::string read;
    std::thread reader([&] { read = fileText(folder / "pipe"); });
    EXPECT_TRUE(writeTextFile(folder / "pipe", "through the pipe"));
    reader.join();
    EXPECT_EQ(read, "through the pipe");
    EXPECT_TRUE(fs::is_fifo(folder / "pipe"));
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address { };
    address.sun_family = AF_UNIX;
    (folder / "socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(socket, reinterpret_cast<struct sockaddr*>(&address), sizeof address), 0);
    EXPECT_FALSE(writeTextFile(folder / "socket", "x"));
    EXPECT_TRUE(fs::is_socket(folder / "socket"));
    ::close(socket);
}

TEST(AtomicFile, DevicesStayDevices)
{
    const TemporaryFolder folder;
    const fs::path null = deviceNode(folder, "null"), full = deviceNode(folder, "full");
    if (null.empty() || full.empty())
        GTEST_SKIP() << "root can make no device here, and must not try on the machine's";
    EXPECT_FALSE(AtomicFile::create(null));
    EXPECT_TRUE(writeTextFile(null, "x"));
    const auto refused = writeTextFile(full, "x");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().sentence(), HasSubstr("No space left"));
    EXPECT_TRUE(fs::is_character_file(null));
    EXPECT_TRUE(fs::is_character_file(full));
}

TEST(AtomicFile, RefusesWhatCannotHoldAFile)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "file") << "old";
    std::ofstream(folder / "protected") << "old";
    ASSERT_EQ(::chmod((folder / "protected").c_str(), 0444), 0);
    for (const fs::path& path :
         { folder.path(), folder / "no/such/file", folder / "file/below", folder / "new/", folder / "protected",
           fs::path(), fs::path("/proc/maskscope.h5"), folder / std::string(300, 'x') }) {
        const auto refused = AtomicFile::create(path);
        ASSERT_FALSE(refused) << path;
        EXPECT_EQ(refused.error().code, ErrorCode::UnwritableOutput) << path;
        EXPECT_EQ(refused.error().subject, path.string());
    }
    EXPECT_EQ(fileText(folder / "protected"), "old");
    EXPECT_TRUE(writeTextFile(folder / (std::string(250, 'x') + ".txt"), "as long as a name may be"));
}

TEST(AtomicFile, RemovesWhatDeadWritersLeft)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "a.txt") << "old";
    dieWriting(folder / "a.txt");
    EXPECT_EQ(names(folder.path()).size(), 2U);
    EXPECT_EQ(fileText(folder / "a.txt"), "old");
    dieWriting(folder / "another.svg"); // whose own start removed the first part
    EXPECT_EQ(names(folder.path()).size(), 2U);
    std::ofstream(folder / ".a.maskscope-draft.part.txt") << "somebody's own"; // no name that we give
    ASSERT_TRUE(writeTextFile(folder / "a.txt", "new"));
    EXPECT_EQ(names(folder.path()), (std::vector<std::string> { ".a.maskscope-draft.part.txt", "a.txt" }));
}

TEST(AtomicFile, LeavesTheLivingAlone)
{
    const TemporaryFolder folder;
    auto first = AtomicFile::create(folder / "a");
    auto second = AtomicFile::create(folder / "a"); // of one process: two threads of the window
    ASSERT_TRUE(first && second);
    removeStaleParts(folder.path());
    ASSERT_TRUE(fs::exists(first->temporaryPath()) && fs::exists(second->temporaryPath()));
    const pid_t other = ::fork();
    if (other == 0) {
        removeStaleParts(folder.path());
        ::_exit(0);
    }
    ::waitpid(other, nullptr, 0);
    EXPECT_EQ(::write(first->descriptor(), "1", 1), 1);
    EXPECT_EQ(::write(second->descriptor(), "2", 1), 1);
    EXPECT_TRUE(first->commit());
    EXPECT_TRUE(second->commit());
    EXPECT_EQ(fileText(folder / "a"), "2");
    EXPECT_EQ(names(folder.path()), std::vector<std::string> { "a" });
}

TEST(AtomicFile, ManyWritersOfOneNameLeaveOneWholeFile)
{
    const TemporaryFolder folder;
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i)
        if (const pid_t child = ::fork(); child == 0) {
            bool ok = true;
            for (int k = 0; k < 50; ++k)
                ok = ok && writeTextFile(folder / "a", std::string(20000, static_cast<char>('a' + i)));
            ::_exit(ok ? 0 : 1);
        } else {
            children.push_back(child);
        }
    for (const pid_t child : children) {
        int status = 1;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }
    const std::string text = fileText(folder / "a");
    EXPECT_EQ(text, std::string(20000, text[0]));
    EXPECT_EQ(names(folder.path()), std::vector<std::string> { "a" });
}

} // namespace

} // namespace maskscope::test
