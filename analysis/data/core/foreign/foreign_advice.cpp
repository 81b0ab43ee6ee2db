// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/foreign/foreign_advice.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace maskscope {

namespace fs = std::filesystem;

namespace {

/// As Python and a shell take it; bytes that are no printable text stand as a question mark.
std::string quoted(const std::string& name)
{
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\' || c == '$' || c == '`')
            out += '\\';
        out += static_cast<unsigned char>(c) < 0x20U || c == '\x7F' ? '?' : c;
    }
    return out + '"';
}

/// Where a script of ours lies: installed beside the program, or in the sources; else its bare name.
std::string scriptPath(const std::string& name)
{
    std::error_code ec;
    fs::path folder = fs::read_symlink("/proc/self/exe", ec).parent_path();
    for (int level = 0; !ec && level < 5 && folder.has_relative_path(); ++level, folder = folder.parent_path())
        for (const char* place : { "share/maskscope/python", "resources/python" })
            if (std::error_code absent; fs::is_regular_file(folder / place / name, absent))
                return quoted((folder / place / name).string());
    return name;
}

/// "sr256_ws8s" in a name: the converter finds rate and length of the windows there itself.
bool namesRateAndLength(const std::string& name)
{
    const auto digitsFrom = [&](std::size_t at) { return name.find_first_not_of("0123456789", at) - at; };
    for (auto at = name.find("sr"); at != std::string::npos; at = name.find("sr", at + 1)) {
        const std::size_t end = at + 2 + digitsFrom(at + 2); // npos + 0 where the name ends in digits
        if (end > at + 2 && end < name.size() && name.compare(end, 3, "_ws") == 0 && digitsFrom(end + 3) > 0)
            return true;
    }
    return false;
}

std::string windowsCommand(const fs::path& path)
{
    std::string command = "python3 " + scriptPath("windows_to_hdf5.py") + " " + quoted(path.string()) + " "
        + quoted(fs::path(path).replace_extension(".h5").string());
    if (!namesRateAndLength(path.string()))
        command += " --sampling-rate-hz HZ --window-seconds S";
    return command;
}

void replaceAll(std::string& text, std::string_view what, const std::string& with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

} // namespace

ForeignFile foreignFile(const fs::path& path, std::string_view name, std::string_view advice, bool table)
{
    const bool reader = advice.find(' ') == std::string_view::npos;
    std::string text = reader
        ? "convert it in Python: import mne; mne.io." + std::string(advice) + "(<file>).export(<edf>)"
        : std::string(advice);
    if (text.find("<windows>") != std::string::npos)
        replaceAll(text, "<windows>", windowsCommand(path));
    replaceAll(text, "<edf>", quoted(fs::path(path).replace_extension(".edf").string()));
    replaceAll(text, "<h5>", quoted(fs::path(path).replace_extension(".h5").string()));
    replaceAll(text, "<stem>", quoted(fs::path(path).replace_extension().string()));
    replaceAll(text, "<file>", quoted(path.string()));
    return { std::string(name), std::move(text), table };
}

std::string lowerSuffix(const fs::path& path)
{
    std::string suffix = (path.has_filename() ? path : path.parent_path()).extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return suffix;
}

} // namespace maskscope
