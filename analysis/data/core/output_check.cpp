// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/output_check.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>
#include <string_view>

#include <sys/stat.h>

#include "analysis/data/core/output_place.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::streamoff markedBytes = 65536; // at either end of a file

/// What makes two names one file: its device and inode, or those of its folder and the name it will have there.
struct Identity {
    dev_t device = 0;
    ino_t inode = 0;
    std::string newName {};
    friend bool operator==(const Identity&, const Identity&) = default;
};

std::optional<Identity> identityOf(const fs::path& path)
{
    struct stat status { };
    if (::stat(path.c_str(), &status) == 0)
        return Identity { status.st_dev, status.st_ino };
    return std::nullopt;
}

std::optional<Identity> identityOf(const OutputPlace& place)
{
    if (const auto existing = identityOf(place.path))
        return existing;
    auto folder = identityOf(place.path.has_parent_path() ? place.path.parent_path() : fs::path("."));
    if (folder)
        folder->newName = place.path.filename().string();
    return folder;
}

tl::unexpected<Error> refused(const NamedOutput& output, std::string why)
{
    return failure(ErrorCode::InvalidArgument, output.option + " " + output.path.string(), std::move(why));
}

Result<void> checkAgainstInputs(const NamedOutput& output, const std::optional<Identity>& identity,
                                std::span<const NamedInput> inputs)
{
    for (const NamedInput& input : inputs) {
        if (input.path.empty())
            continue;
        const bool same = identity && identity == identityOf(input.path);
        if (same)
            return refused(output,
                           "is also read, as " + input.what + " (" + input.path.string()
                               + "): an output never takes an input's place; choose another name");
    }
    return {};
}

bool isWorthKeeping(const OutputPlace& place)
{
    std::error_code ec;
    return !place.isStream && place.exists && fs::file_size(place.path, ec) > 0;
}

Result<void> checkReplaced(const NamedOutput& output, const OutputPlace& place, std::span<const NamedInput> inputs,
                           bool overwrite)
{
    if (!isWorthKeeping(place) || output.isOurs(place.path))
        return {};
    for (const NamedInput& input : inputs)
        if (input.hasCompanions && isCompanion(input.path, place.path))
            return refused(output,
                           "belongs to what is read as " + input.what + " (" + input.path.string()
                               + "): an output never takes an input's place; choose another name");
    if (!overwrite)
        return refused(output,
                       "exists and is not " + output.content
                           + " written by Maskscope: it stays as it is; choose another name, or say --overwrite");
    return {};
}

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Whether a BrainVision header or marker file names `candidate` as its DataFile or MarkerFile.
bool isNamedIn(const fs::path& header, const fs::path& candidate)
{
    const std::string suffix = lower(header.extension().string());
    std::error_code ec;
    if ((suffix != ".vhdr" && suffix != ".vmrk") || !fs::is_regular_file(header, ec)) // a pipe would be waited for
        return false;
    std::ifstream in(header, std::ios::binary);
    std::string text(static_cast<std::size_t>(markedBytes), '\0');
    in.read(text.data(), markedBytes);
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text.find("File=" + candidate.filename().string()) != std::string::npos;
}

} // namespace

Result<void> checkOutputs(std::span<const NamedInput> inputs, std::span<const NamedOutput> outputs, bool overwrite)
{
    std::vector<std::pair<const NamedOutput*, Identity>> earlier;
    for (const NamedOutput& output : outputs) {
        if (output.path.empty() || output.path == "-")
            continue;
        const auto place = outputPlace(output.path);
        if (!place)
            return tl::unexpected(place.error());
        const auto identity = identityOf(*place);
        if (auto ok = checkAgainstInputs(output, identity, inputs); !ok)
            return ok;
        if (auto ok = checkReplaced(output, *place, inputs, overwrite); !ok)
            return ok;
        if (!identity || place->isStream) // two streams of one name hold both outputs
            continue;
        for (const auto& [other, taken] : earlier)
            if (taken == *identity)
                return refused(output, "is also where " + other->option + " is written: choose another name");
        earlier.emplace_back(&output, *identity);
    }
    return {};
}

bool isCompanion(const fs::path& recording, const fs::path& candidate)
{
    const auto folder
        = [](const fs::path& path) { return identityOf(path.has_parent_path() ? path.parent_path() : fs::path(".")); };
    const std::string stem = recording.stem().string();
    if (stem.empty() || !folder(recording) || folder(recording) != folder(candidate))
        return false;
    return candidate.stem().string() == stem || candidate.stem().string().starts_with(stem + "-") // name-1.fif
        || isNamedIn(recording, candidate);
}

bool holdsMark(const fs::path& path, std::string_view mark)
{
    std::error_code ec;
    if (!fs::is_regular_file(path, ec))
        return false;
    std::ifstream in(path, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(markedBytes), '\0');
    in.read(bytes.data(), markedBytes);
    if (std::string_view(bytes.data(), static_cast<std::size_t>(in.gcount())).find(mark) != std::string_view::npos)
        return true;
    const auto size = static_cast<std::streamoff>(fs::file_size(path, ec));
    if (ec || size <= markedBytes)
        return false;
    in.clear();
    in.seekg(std::max<std::streamoff>(markedBytes - static_cast<std::streamoff>(mark.size()), size - markedBytes));
    in.read(bytes.data(), markedBytes);
    return std::string_view(bytes.data(), static_cast<std::size_t>(in.gcount())).find(mark) != std::string_view::npos;
}

} // namespace maskscope
