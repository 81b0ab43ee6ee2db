// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/companion_file.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

bool isFile(const fs::path& path)
{
    std::error_code ec;
    return fs::is_regular_file(path, ec);
}

} // namespace

std::optional<CompanionFile> findCompanion(const fs::path& owner, std::string_view named,
                                           std::span<const std::string_view> suffixes)
{
    const fs::path name = named.substr(named.find_last_of("/\\") + 1); // of Windows too
    if (name.string().find('\0') != std::string::npos)
        return std::nullopt;
    if (!name.empty() && isFile(owner.parent_path() / name))
        return CompanionFile { owner.parent_path() / name, {} };
    std::vector<std::string> tried { name.extension().string() };
    tried.insert(tried.end(), suffixes.begin(), suffixes.end());
    for (const std::string& suffix : tried) {
        const fs::path own = fs::path(owner).replace_extension(suffix);
        if (suffix.empty() || own == owner || !isFile(own))
            continue;
        std::string warning = name.empty()
            ? owner.filename().string() + " names no such file: " + own.filename().string() + " is read"
            : owner.filename().string() + " names " + name.string()
                + ", which is not beside it: " + own.filename().string() + " is read instead";
        return CompanionFile { own, std::move(warning) };
    }
    return std::nullopt;
}

} // namespace maskscope
