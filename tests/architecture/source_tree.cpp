// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"

#include <array>
#include <fstream>
#include <regex>
#include <string_view>

namespace maskscope::architecture {

namespace fs = std::filesystem;

namespace {

template <std::size_t N>
bool endsWithAny(std::string_view path, const std::array<std::string_view, N>& suffixes)
{
    for (const auto suffix : suffixes)
        if (path.ends_with(suffix))
            return true;
    return false;
}

bool isSource(const std::string& path)
{
    static constexpr std::array<std::string_view, 4> suffixes { ".py", ".sh", ".cmake", "CMakeLists.txt" };
    return isCpp(path) || endsWithAny(path, suffixes);
}

SourceFile readSource(const fs::path& path, bool cpp)
{
    static const std::regex includeLine(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    SourceFile file;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        ++file.lines;
        if (file.head.size() < 5)
            file.head.push_back(line);
        std::smatch match;
        if (cpp && std::regex_search(line, match, includeLine))
            file.includes.push_back({ match[2].str(), match[1].str() == "\"", file.lines });
    }
    return file;
}

} // namespace

bool isHeader(const std::string& path)
{
    static constexpr std::array<std::string_view, 2> suffixes { ".h", ".cuh" };
    return endsWithAny(path, suffixes);
}

bool isCpp(const std::string& path)
{
    static constexpr std::array<std::string_view, 2> suffixes { ".cpp", ".cu" };
    return isHeader(path) || endsWithAny(path, suffixes);
}

SourceTree readSources(const fs::path& root, const std::vector<std::string>& folders)
{
    SourceTree tree;
    for (const auto& folder : folders) {
        if (!fs::is_directory(root / folder))
            continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const std::string path = fs::relative(entry.path(), root).generic_string();
            if (entry.is_regular_file() && isSource(path))
                tree.emplace(path, readSource(entry.path(), isCpp(path)));
        }
    }
    return tree;
}

} // namespace maskscope::architecture
