// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace maskscope::architecture {

/// One #include line.
struct Include {
    std::string path; ///< what stands between the quotes or angle brackets
    bool quoted = false;
    int line = 0;
};

struct SourceFile {
    std::vector<std::string> head; ///< the first five lines
    std::vector<Include> includes; ///< of C++ and CUDA files
    int lines = 0;
};

/// Sources by their path from the root, with '/' between folders: C++, CUDA, Python, shell and CMake files.
using SourceTree = std::map<std::string, SourceFile>;

/// Reads the sources below these folders of `root`; a folder that does not exist holds none.
[[nodiscard]] SourceTree readSources(const std::filesystem::path& root, const std::vector<std::string>& folders);

[[nodiscard]] bool isCpp(const std::string& path);
[[nodiscard]] bool isHeader(const std::string& path);

} // namespace maskscope::architecture
