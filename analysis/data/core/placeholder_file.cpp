// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/placeholder_file.h"

#include <algorithm>
#include <cctype>
#include <fstream>

namespace maskscope {

namespace fs = std::filesystem;

namespace {

const std::string annexAdvice
    = "a pointer of git-annex (DataLad) instead of the file: its content was not fetched; get it "
      "with 'datalad get' or 'git annex get'";

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

/// The head of a page as browsers and download tools save it, from its first tag on.
std::string firstTags(std::string_view head)
{
    constexpr std::size_t enough = 400;
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), head.size()));
    return lowerCase(head.substr(0, enough));
}

std::string lfsPointer(std::string_view head)
{
    std::string size;
    if (const auto at = head.find("\nsize "); at != std::string_view::npos)
        size = std::string(head.substr(at + 6, head.find('\n', at + 1) - at - 6));
    return "a Git LFS pointer instead of the file" + (size.empty() ? "" : " of " + size + " bytes")
        + ": its content was not fetched; get it with 'git lfs pull'";
}

} // namespace

std::optional<std::string> placeholderIn(std::string_view head)
{
    if (head.starts_with("version https://git-lfs") || head.starts_with("version https://hawser.github.com"))
        return lfsPointer(head);
    const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
    if (line.find("/annex/objects/") != std::string_view::npos && line.size() < 4096
        && (line.starts_with("/annex/objects/") || line.starts_with("../") || line.starts_with(".git/")))
        return annexAdvice;
    const std::string tags = firstTags(head);
    if (tags.starts_with("<!doctype html") || tags.starts_with("<html")
        || (tags.starts_with("<?xml") && tags.find("<html") != std::string::npos))
        return "a web page (HTML) instead of the file: the download led to a page, perhaps one to log in; download the "
               "file itself";
    if (tags.starts_with("<error>") || (tags.starts_with("<?xml") && tags.find("<error>") != std::string::npos))
        return "a server's error message (XML) instead of the file: download the file again";
    return std::nullopt;
}

Result<void> refusePlaceholder(const fs::path& path)
{
    std::error_code ec;
    if (fs::is_symlink(path, ec) && !fs::exists(path, ec)) {
        const std::string target = fs::read_symlink(path, ec).string();
        const bool annex = target.find("annex/objects/") != std::string::npos;
        return failure(ErrorCode::UnreadableInput, path.string(),
                       annex ? "is " + annexAdvice : "is a link to a file that is not there", {}, target);
    }
    if (!fs::is_regular_file(path, ec))
        return {};
    std::string head(4096, '\0');
    std::ifstream in(path, std::ios::binary);
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    if (const auto placeholder = placeholderIn(head))
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is " + *placeholder);
    return {};
}

} // namespace maskscope
