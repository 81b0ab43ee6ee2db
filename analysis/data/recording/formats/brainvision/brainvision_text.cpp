// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/brainvision/brainvision_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fstream>
#include <sstream>

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

Result<std::string> readBytes(const fs::path& path)
{
    constexpr std::uintmax_t mostBytes = 64U << 20U;
    std::error_code ec;
    if (fs::file_size(path, ec) > mostBytes && !ec)
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is too large", "at most 64 MiB of text");
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    if (ec || !in || !(out << in.rdbuf()))
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read");
    return out.str();
}

std::string latin1ToUtf8(std::string_view text)
{
    std::string out;
    for (const char c : text)
        out += toUtf8(std::string_view(&c, 1));
    return out;
}

void parseLines(std::string_view text, BrainVisionText& out)
{
    BrainVisionText::Entries* section = nullptr;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == ';')
            continue;
        if (line.front() == '[' && line.back() == ']') {
            const std::string name = lowerCase(line.substr(1, line.size() - 2));
            section = name == "comment" ? nullptr : &out.sections[name]; // a comment is free text
            continue;
        }
        const auto equals = line.find('=');
        if (section != nullptr && equals != std::string_view::npos)
            section->emplace_back(lowerCase(trimmed(line.substr(0, equals))),
                                  std::string(trimmed(line.substr(equals + 1))));
    }
}

/// Headers before 2.0 name no code page and are latin-1, or UTF-8 where the bytes are valid as such.
std::string decoded(const fs::path& path, std::string_view bytes, BrainVisionText& out)
{
    parseLines(bytes, out);
    const std::string codepage = lowerCase(out.value("common infos", "codepage"));
    out.sections.clear();
    if (codepage.empty() || codepage == "utf-8" || codepage == "utf8")
        return toUtf8(bytes);
    const bool latin1 = codepage == "ansi" || contains(codepage, "1252") || contains(codepage, "latin")
        || contains(codepage, "8859-1");
    const bool plain = std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
    if (!latin1 && !plain)
        out.warnings.push_back(path.filename().string() + " is written in the unknown code page '" + codepage
                               + "': letters other than a to z may be wrong");
    return latin1ToUtf8(bytes);
}

} // namespace

bool isBrainVisionHeading(std::string_view text, std::string_view what)
{
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    const std::string_view line = text.substr(0, std::min(text.find_first_of("\r\n"), text.size()));
    return (line.starts_with("Brain Vision") || line.starts_with("BrainVision")) && contains(line, " Data ")
        && contains(line, std::string(what) + " File");
}

bool hasBrainVisionSection(std::string_view text, std::string_view what)
{
    const std::string lower = lowerCase(text.substr(0, std::min<std::size_t>(text.size(), 4096)));
    return contains(lower, "[common infos]")
        && contains(lower, what == "Marker" ? "[marker infos]" : "numberofchannels");
}

std::string BrainVisionText::value(const std::string& section, const std::string& key) const
{
    const Entries& all = entries(section);
    const auto found = std::ranges::find(all, key, &std::pair<std::string, std::string>::first);
    return found == all.end() ? std::string() : found->second;
}

const BrainVisionText::Entries& BrainVisionText::entries(const std::string& section) const
{
    static const Entries none;
    const auto found = sections.find(section);
    return found == sections.end() ? none : found->second;
}

Result<BrainVisionText> readBrainVisionText(const fs::path& path, std::string_view what)
{
    const auto bytes = readBytes(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const std::string_view line = std::string_view(*bytes).substr(0, std::min<std::size_t>(bytes->find('\n'), 100));
    const bool headed = isBrainVisionHeading(*bytes, what);
    if (!headed && !hasBrainVisionSection(*bytes, what))
        return failure(ErrorCode::CorruptInput, path.string(),
                       "does not begin like a BrainVision " + lowerCase(what) + " file",
                       "'Brain Vision Data Exchange " + std::string(what) + " File Version 1.0' or 2.0",
                       "'" + toUtf8(trimmed(line)) + "'");
    const auto version = line.find("Version ");
    if (headed && version != std::string_view::npos && line.substr(version + 8, 1) != "1"
        && line.substr(version + 8, 1) != "2")
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is of a version that is not known",
                       "version 1.0 or 2.0", "'" + toUtf8(trimmed(line.substr(version))) + "'");
    BrainVisionText text;
    const std::string utf8 = decoded(path, *bytes, text);
    parseLines(utf8, text);
    if (!headed)
        text.warnings.push_back(path.filename().string()
                                + " lacks the first line that says what it is: it is read by its sections");
    return text;
}

std::vector<std::string> brainVisionFields(std::string_view value)
{
    std::vector<std::string> fields;
    for (;;) {
        const auto comma = std::min(value.find(','), value.size());
        std::string field;
        for (std::string_view rest = trimmed(value.substr(0, comma)); !rest.empty();) {
            const bool coded = rest.starts_with("\\1");
            field += coded ? ',' : rest.front();
            rest.remove_prefix(coded ? 2 : 1);
        }
        fields.push_back(std::move(field));
        if (comma == value.size())
            return fields;
        value.remove_prefix(comma + 1);
    }
}

int brainVisionIndex(std::string_view key, std::string_view prefix)
{
    if (!key.starts_with(prefix))
        return 0;
    key.remove_prefix(prefix.size());
    int index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    return error == std::errc() && end == key.data() + key.size() && index > 0 ? index : 0;
}

} // namespace maskscope
