// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/maker_mark.h"

#include <array>
#include <fstream>

#include "analysis/data/core/output_check.h"

namespace maskscope {

namespace {

using namespace std::string_view_literals;
using namespace std::string_literals;

std::string firstBytes(const std::filesystem::path& path)
{
    std::array<char, 8> bytes {};
    std::error_code ec;
    if (!std::filesystem::is_regular_file(path, ec))
        return {};
    std::ifstream in(path, std::ios::binary);
    in.read(bytes.data(), bytes.size());
    return { bytes.data(), static_cast<std::size_t>(in.gcount()) };
}

/// As PDF keeps texts: two bytes a letter.
std::string twoBytesEach(std::string_view text)
{
    std::string wide;
    for (const char c : text)
        wide += { '\0', c };
    return wide;
}

} // namespace

std::string makerComment(std::string_view kind)
{
    return "<!-- Made by " + std::string(makerName) + ": " + std::string(kind) + " -->";
}

bool isOwnDocument(const std::filesystem::path& path, std::string_view kind)
{
    const std::string head = firstBytes(path);
    if (head.starts_with("\x89PNG"sv))
        return holdsMark(path, "Software\0"s + std::string(makerName));
    if (head.starts_with("%PDF"))
        return holdsMark(path, "/Creator (\xfe\xff"s + twoBytesEach(makerName));
    if (head.starts_with("#") && kind == "figure"sv)
        return holdsMark(path, std::string(csvMakerLine) + "\n");
    return holdsMark(path, makerComment(kind));
}

bool isOwnJson(const std::filesystem::path& path, std::string_view mark)
{
    const std::string head = firstBytes(path);
    return (head.starts_with('{') || head.starts_with('[')) && holdsMark(path, mark);
}

} // namespace maskscope
