// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <unistd.h>

namespace maskscope::test {

/// Folder of one test's own, removed at its end.
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
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_path / name; }

private:
    std::filesystem::path m_path;
};

/// Standard output of a Python program, or nothing where it failed (its complaint goes to the test's output).
inline std::optional<std::string> runPython(const std::string& program)
{
    const TemporaryFolder folder;
    const auto script = folder / "program.py";
    std::ofstream(script) << program;
    std::FILE* pipe = ::popen(("/usr/bin/python3 " + script.string()).c_str(), "r");
    if (pipe == nullptr)
        return std::nullopt;
    std::string output;
    std::array<char, 4096> buffer {};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        output.append(buffer.data(), n);
    if (::pclose(pipe) != 0)
        return std::nullopt;
    return output;
}

/// Whether /usr/bin/python3 has these modules ("numpy, h5py").
inline bool pythonHas(const std::string& modules)
{
    return std::system(("/usr/bin/python3 -c 'import " + modules + "' >/dev/null 2>&1").c_str()) == 0;
}

} // namespace maskscope::test
