// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/matlab/mat_file.h"

#include <algorithm>

#include "analysis/data/recording/formats/matlab/mat_inflate.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t headerBytes = 128;

/// The array that a compressed element holds; `bytes` may end within its content.
Result<MatArray> arrayOf(std::shared_ptr<const ByteSource> bytes, bool bigEndian, bool whole)
{
    const std::int64_t size = bytes->size();
    // Of a variable that is only looked at, the size that its tag says cannot be there yet.
    constexpr std::int64_t tagBytes = 8;
    if (whole) {
        const auto element = readMatElement(*bytes, bigEndian, 0, size);
        if (!element || element->type != matMatrix)
            return failure(ErrorCode::CorruptInput, matSubject, "is damaged: a compressed variable is no array");
        return readMatArray(std::move(bytes), bigEndian, element->begin, element->end);
    }
    return readMatArray(std::move(bytes), bigEndian, std::min(tagBytes, size), size);
}

/// What the tag of a compressed variable says of its size: not to be believed, but to set memory aside.
Result<std::int64_t> inflatedSize(const ByteSource& bytes, bool bigEndian, std::int64_t begin, std::int64_t end,
                                  const fs::path& path)
{
    constexpr std::int64_t tagBytes = 8;
    const auto tag = inflatedBytes(bytes, begin, end, { .most = tagBytes }, path);
    if (!tag)
        return tl::unexpected(tag.error());
    std::vector<std::byte> word(4);
    if (auto ok = tag->read(4, word); !ok)
        return tl::unexpected(ok.error());
    double size = 0;
    decodeNumbers(word, NumberType::UInt32, bigEndian, 4, std::span(&size, 1));
    return static_cast<std::int64_t>(size) + tagBytes;
}

} // namespace

bool MatFile::looksLikeMat(std::string_view head)
{
    if (head.size() < static_cast<std::size_t>(headerBytes))
        return false;
    const std::string_view mark = head.substr(124, 4); // version 0x0100 and the order of the bytes
    using namespace std::string_view_literals;
    return mark == "\x00\x01IM"sv || mark == "\x01\x00MI"sv;
}

Result<MatFile> MatFile::open(const fs::path& path)
{
    auto bytes = FileByteSource::open(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    std::string head(static_cast<std::size_t>(std::min(headerBytes, bytes->size())), '\0');
    if (auto ok = bytes->read(0, std::as_writable_bytes(std::span(head))); !ok)
        return tl::unexpected(ok.error());
    if (!looksLikeMat(head))
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is no MATLAB file that can be read",
                       "MATLAB 5.0 or 7.3");
    MatFile file;
    file.m_path = path;
    file.m_bigEndian = head.substr(126) == "MI";
    file.m_bytes = std::make_shared<FileByteSource>(std::move(*bytes));
    if (auto ok = file.listVariables(); !ok)
        return tl::unexpected(ok.error());
    return file;
}

Result<void> MatFile::listVariables()
{
    constexpr std::size_t mostVariables = 10'000;
    constexpr std::int64_t lookBytes = 1024; // header of an array: flags, dimensions, name
    const std::int64_t end = m_bytes->size();
    for (std::int64_t at = headerBytes; at < end && m_variables.size() < mostVariables;) {
        const auto element = readMatElement(*m_bytes, m_bigEndian, at, end);
        if (!element)
            return failure(ErrorCode::CorruptInput, m_path.string(), "is truncated: its last variable is cut off",
                           element.error().expected, element.error().found);
        at = element->next;
        const bool compressed = element->type == matCompressed;
        if (!compressed && element->type != matMatrix)
            continue;
        Variable variable { {}, element->begin, element->end, compressed };
        Result<MatArray> array;
        if (compressed) {
            auto bytes = inflatedBytes(*m_bytes, element->begin, element->end, { .most = lookBytes }, m_path);
            if (!bytes)
                return tl::unexpected(bytes.error());
            array = arrayOf(std::make_shared<MemoryByteSource>(std::move(*bytes)), m_bigEndian, false);
        } else {
            array = readMatArray(m_bytes, m_bigEndian, element->begin, element->end);
        }
        if (!array)
            return tl::unexpected(array.error());
        variable.name = array->name;
        m_variables.push_back(std::move(variable));
    }
    return {};
}

std::vector<std::string> MatFile::names() const
{
    std::vector<std::string> names;
    for (const Variable& variable : m_variables)
        names.push_back(variable.name);
    return names;
}

Result<std::optional<MatArray>> MatFile::variable(std::string_view name) const
{
    const auto found = std::ranges::find(m_variables, name, &Variable::name);
    if (found == m_variables.end())
        return std::optional<MatArray>();
    Result<MatArray> array;
    if (found->compressed) {
        const auto size = inflatedSize(*m_bytes, m_bigEndian, found->begin, found->end, m_path);
        if (!size)
            return tl::unexpected(size.error());
        auto bytes = inflatedBytes(*m_bytes, found->begin, found->end, { .expected = *size }, m_path);
        if (!bytes)
            return tl::unexpected(bytes.error());
        array = arrayOf(std::make_shared<MemoryByteSource>(std::move(*bytes)), m_bigEndian, true);
    } else {
        array = readMatArray(m_bytes, m_bigEndian, found->begin, found->end);
    }
    if (!array)
        return tl::unexpected(array.error());
    return std::optional(std::move(*array));
}

} // namespace maskscope
