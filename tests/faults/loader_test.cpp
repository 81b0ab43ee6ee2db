// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Starting a program runs nothing that lies beside the data, and its tables are closed before main() begins.
#include <gmock/gmock.h>

#include "tests/cli/cli_run.h"
#include "tests/faults/elf_file.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> programNames()
{
    std::vector<std::string> names { "maskscope-cli" };
    if (MASKSCOPE_HAS_WINDOW != 0)
        names.emplace_back("maskscope");
    return names;
}

void expectSafe(const fs::path& program)
{
    const ElfFile file = readElf(program);
    ASSERT_TRUE(file.isReadable) << program;
    for (const std::string& element : file.searchPaths)
        EXPECT_TRUE(element.starts_with('/')) << program << ": the search path has the element '" << element << "'";
    EXPECT_TRUE(file.hasRelro && file.bindsNow) << program << ": not full RELRO";
    EXPECT_FALSE(file.hasExecutableStack) << program;
    EXPECT_TRUE(file.isPositionIndependent) << program;
    if (std::string(MASKSCOPE_CONFIGURATION) == "Release") {
        EXPECT_THAT(file.names, testing::HasSubstr("__stack_chk_fail")) << program;
        EXPECT_THAT(file.names, testing::HasSubstr("_chk")) << program;
    }
}

TEST(Loader, BuiltProgramsSearchNoFolderThatMoves)
{
    for (const std::string& name : programNames())
        expectSafe(fs::path(MASKSCOPE_BINARY_DIR) / "bin" / name);
}

TEST(Loader, InstalledProgramsSearchNoFolderThatMoves)
{
    const TemporaryFolder folder;
    const CliRun installed
        = runShell("cmake --install '" MASKSCOPE_BINARY_DIR "' --prefix '" + folder.path().string() + "'", folder);
    ASSERT_EQ(installed.status, 0) << installed.error;
    for (const std::string& name : programNames())
        expectSafe(folder / "bin" / name);
}

TEST(Loader, ALibraryInTheCurrentFolderIsNotTaken)
{
    const TemporaryFolder folder;
    for (const char* library : { "libsoxr.so.0", "libhdf5_serial.so.103", "libstdc++.so.6", "libfmt.so.9" })
        std::ofstream(folder / library) << "no library: the loader would stop at it";
    for (const std::string& name : programNames()) {
        const CliRun run = runShell(
            "cd '" + folder.path().string() + "' && '" MASKSCOPE_BINARY_DIR "/bin/" + name + "' --version", folder);
        EXPECT_EQ(run.status, 0) << run.error;
        EXPECT_THAT(run.out, testing::StartsWith(name));
    }
}

/// The reader of headers itself: it must see what it is there to find.
TEST(Loader, TheReaderSeesAnEmptyElement)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "a.c") << "int main(void) { return 0; }\n";
    const CliRun compiled = runShell("cc -Wl,-rpath,/usr/lib/somewhere: -Wl,-z,lazy -o '" + (folder / "a").string()
                                         + "' '" + (folder / "a.c").string() + "'",
                                     folder);
    if (compiled.status != 0)
        GTEST_SKIP() << "needs a C compiler: " << compiled.error;
    const ElfFile file = readElf(folder / "a");
    EXPECT_EQ(file.searchPaths, (std::vector<std::string> { "/usr/lib/somewhere", "" }));
    EXPECT_FALSE(file.bindsNow);
}

} // namespace

} // namespace maskscope::test
