// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace maskscope::test {

struct CliRun {
    int status = -1;
    std::string out, error;
};

inline std::string fileText(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A folder of its own for one test, removed afterwards.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "maskscope-test-XXXXXX").string();
        m_path = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::permissions(m_path, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// A node of its own for a device (1, 3: null; 1, 7: full), since a program that replaces what it should write to
/// would, for root, replace the machine's; without the right to make one, the machine's, which is safe then.
inline std::filesystem::path deviceNode(const TemporaryFolder& folder, const std::string& name)
{
    const auto mine = folder / name;
    const int minor = name == "full" ? 7 : 3;
    if (::mknod(mine.c_str(), S_IFCHR | 0666, ::makedev(1, static_cast<unsigned>(minor))) == 0
        && std::ofstream(mine).is_open())
        return mine;
    std::error_code ignored;
    std::filesystem::remove(mine, ignored);
    return ::getuid() == 0 ? std::filesystem::path() : std::filesystem::path("/dev") / name;
}

/// Runs a shell command line and returns what it said.
inline CliRun runShell(const std::string& command, const TemporaryFolder& folder)
{
    const auto out = folder / ".stdout";
    const auto error = folder / ".stderr";
    const int code
        = std::system(("( " + command + " ) >'" + out.string() + "' 2>'" + error.string() + "' </dev/null").c_str());
    CliRun run { WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code), fileText(out), fileText(error) };
    std::filesystem::remove(out);
    std::filesystem::remove(error);
    return run;
}

inline std::string cli() { return std::string("'") + MASKSCOPE_BINARY_DIR + "/bin/maskscope-cli' "; }

/// A file of ../shared, or empty where it is absent.
inline std::filesystem::path shared(const std::string& name)
{
    const std::filesystem::path path = std::filesystem::path(MASKSCOPE_SHARED_DIR) / name;
    return std::filesystem::exists(path) ? path : std::filesystem::path();
}

inline bool hasOracle(const TemporaryFolder& folder)
{
    return !shared("oracle/oracle.py").empty()
        && runShell(
               "/usr/bin/python3 -c 'from importlib.util import find_spec as f; assert f(\"torch\") and f(\"h5py\")'",
               folder)
               .status
        == 0;
}

/// Several commands of the reference in one Python: loading torch takes longer than most of them.
inline std::string oracleSteps(const std::vector<std::string>& steps)
{
    std::string command = "/usr/bin/python3 -c 'import shlex, sys; sys.path.insert(0, sys.argv[1]); import oracle\n"
                          "for step in sys.argv[2:]: oracle.main(shlex.split(step))' '"
        + shared("oracle").string() + "'";
    for (const std::string& step : steps)
        command += " '" + step + "'";
    return command;
}

inline std::string oracle() { return "/usr/bin/python3 '" + shared("oracle/oracle.py").string() + "' "; }

} // namespace maskscope::test

#define NEEDS_SHARED(name)                                                                                             \
    if (maskscope::test::shared(name).empty())                                                                         \
    GTEST_SKIP() << "needs ../shared/" << (name) << ", which is not here"
#define NEEDS_ORACLE(folder)                                                                                           \
    if (!maskscope::test::hasOracle(folder))                                                                           \
    GTEST_SKIP() << "needs ../shared/oracle and Debian's python3-torch and python3-h5py"
