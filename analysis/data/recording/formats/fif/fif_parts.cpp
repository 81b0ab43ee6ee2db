// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/fif/fif_parts.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "analysis/data/recording/formats/companion_file.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

/// "name-3.fif" of "name.fif" or "name-2.fif": what parts are called that are known by their number only.
std::string numberedName(const fs::path& path, std::int32_t number)
{
    std::string stem = path.stem().string();
    const auto dash = stem.find_last_of('-');
    const bool numbered = dash != std::string::npos && dash + 1 < stem.size()
        && std::all_of(stem.begin() + static_cast<std::ptrdiff_t>(dash) + 1, stem.end(),
                       [](unsigned char c) { return std::isdigit(c) != 0; });
    if (numbered)
        stem.resize(dash);
    return stem + "-" + std::to_string(number) + path.extension().string();
}

/// People rename the parts of a recording, and the names inside stay: then the number counts.
Result<fs::path> nextPart(const FifContent& content, std::vector<std::string>& warnings)
{
    const FifReference& next = *content.next;
    const std::string numbered = next.number ? numberedName(content.path, *next.number) : std::string();
    for (const std::string& name : { next.fileName, numbered }) {
        const auto found = name.empty() ? std::nullopt : findCompanion(content.path, name, {});
        if (!found || !found->warning.empty())
            continue; // of the same stem it would be this very file
        if (!next.fileName.empty() && name != next.fileName)
            warnings.push_back(content.path.filename().string() + " goes on in " + next.fileName
                               + ", which is not beside it: " + name + " is read instead");
        return found->path;
    }
    const std::string own = next.fileName.empty() || next.fileName == numbered ? "" : next.fileName;
    const std::string sought = own + (own.empty() || numbered.empty() ? "" : " or ") + numbered;
    return failure(ErrorCode::UnreadableInput, content.path.string(),
                   "is a part of a split recording, and the next part is absent",
                   (sought.empty() ? "a file that it does not name" : sought) + " beside it", "no such file");
}

tl::unexpected<Error> noContinuation(const FifContent& first, const FifContent& part, std::string expected,
                                     std::string found)
{
    return failure(ErrorCode::Mismatch, part.path.string(), "does not continue " + first.path.filename().string(),
                   std::move(expected), std::move(found));
}

Result<void> checkFit(const FifContent& first, const FifContent& part)
{
    const auto same = [](const FifChannel& a, const FifChannel& b) {
        return a.label == b.label && a.kind == b.kind && a.gain == b.gain && a.unit == b.unit
            && a.unitExponent == b.unitExponent;
    };
    if (!std::ranges::equal(first.channels, part.channels, same))
        return noContinuation(first, part, "the same channels and calibrations", "others");
    if (first.samplingRateHz != part.samplingRateHz)
        return noContinuation(first, part, std::to_string(first.samplingRateHz) + " Hz",
                              std::to_string(part.samplingRateHz) + " Hz");
    if (first.date != part.date)
        return noContinuation(first, part, "a measurement of the same date", "another");
    return {};
}

} // namespace

Result<std::vector<FifContent>> readFifParts(const fs::path& path, std::vector<std::string>& warnings)
{
    constexpr std::size_t mostParts = 1000;
    std::vector<FifContent> parts;
    std::set<fs::path> seen;
    for (fs::path at = path;;) {
        std::error_code ec;
        if (!seen.insert(fs::weakly_canonical(at, ec)).second || parts.size() == mostParts)
            return failure(ErrorCode::CorruptInput, path.string(), "is damaged: its parts lead in a circle", {},
                           at.filename().string() + " again");
        auto content = readFifContent(at);
        if (!content)
            return tl::unexpected(content.error());
        const bool renamed = !parts.empty() && !parts.back().next->fileName.empty()
            && at.filename() != fs::path(parts.back().next->fileName).filename();
        if (renamed && !content->continuation) // of the right name by chance
            return noContinuation(parts.front(), *content, "a file that says that it continues another",
                                  "one that does not");
        if (!content->cut.empty())
            warnings.push_back(at.filename().string() + " " + content->cut
                               + ": its whole buffers of samples are read, and nothing that came after them");
        parts.push_back(std::move(*content));
        if (auto ok = checkFit(parts.front(), parts.back()); !ok)
            return tl::unexpected(ok.error());
        if (!parts.back().next)
            return parts;
        auto next = nextPart(parts.back(), warnings);
        if (!next)
            return tl::unexpected(next.error());
        at = std::move(*next);
    }
}

} // namespace maskscope
