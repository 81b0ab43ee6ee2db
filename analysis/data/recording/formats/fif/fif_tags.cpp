// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/fif/fif_tags.h"

#include <array>
#include <bit>
#include <set>
#include <utility>

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t headerBytes = 16;

} // namespace

std::int32_t fifInt(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return std::bit_cast<std::int32_t>(value);
}

float fifFloat(std::string_view bytes, std::size_t at) { return std::bit_cast<float>(fifInt(bytes, at)); }

std::optional<NumberType> fifNumberType(std::uint32_t type)
{
    switch (type) {
    case 2:
    case 16: // of the acquisition's own 16 bits
        return NumberType::Int16;
    case 3:
        return NumberType::Int32;
    case 4:
        return NumberType::Float32;
    case 5:
        return NumberType::Float64;
    default:
        return std::nullopt;
    }
}

Result<FifFile> FifFile::open(const fs::path& path)
{
    const auto bytes = FileByteSource::open(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return FifFile(path, bytes->size());
}

tl::unexpected<Error> FifFile::corrupt(std::string message, std::string expected, std::string found) const
{
    return failure(ErrorCode::CorruptInput, m_path.string(), std::move(message), std::move(expected), std::move(found));
}

Result<FifTag> FifFile::readTag(std::int64_t at, std::int32_t& next)
{
    std::array<char, headerBytes> header {};
    m_in.seekg(at);
    if (!m_in.read(header.data(), headerBytes))
        return failure(ErrorCode::UnreadableInput, m_path.string(), "can no longer be read: the file was moved or cut");
    const std::string_view bytes(header.data(), header.size());
    const FifTag tag { fifInt(bytes, 0), std::bit_cast<std::uint32_t>(fifInt(bytes, 4)), fifInt(bytes, 8),
                       at + headerBytes };
    next = fifInt(bytes, 12);
    const std::string which = "the tag of kind " + std::to_string(tag.kind) + " at byte " + std::to_string(at);
    if (tag.size < 0)
        return corrupt("is damaged: " + which + " has a negative size", {}, std::to_string(tag.size));
    m_beyondEnd = tag.size > m_size - tag.offset;
    if (m_beyondEnd)
        return corrupt("is truncated or damaged: " + which + " reaches beyond its end",
                       std::to_string(tag.offset + tag.size) + " bytes", std::to_string(m_size) + " bytes");
    if (next < -1 || next > m_size - headerBytes)
        return corrupt("is damaged: " + which + " leads out of the file",
                       "a place before byte " + std::to_string(m_size), std::to_string(next));
    return tag;
}

Result<void> FifFile::enterOrLeave(const FifTag& tag, std::vector<std::int32_t>& blocks)
{
    constexpr std::size_t deepest = 64;
    if (tag.kind == fif::BlockEnd && !blocks.empty())
        blocks.pop_back();
    if (tag.kind != fif::BlockStart)
        return {};
    const auto block = wholeNumber(tag);
    if (!block)
        return tl::unexpected(block.error());
    if (blocks.size() == deepest)
        return corrupt("is damaged: its blocks are nested too deep", "at most 64 levels", "more");
    blocks.push_back(*block);
    return {};
}

Result<void> FifFile::walk(const FifVisitor& visit)
{
    std::vector<std::int32_t> blocks;
    std::set<std::int64_t> wentBackTo; // tools that edit a file in place put tags at its end and lead back from there
    std::int64_t left = m_size / headerBytes; // tags do not overlap
    std::int64_t at = 0;
    while (at + headerBytes <= m_size) {
        std::int32_t next = 0;
        const auto tag = readTag(at, next);
        if (!tag && m_beyondEnd && !blocks.empty())
            m_cutWithin = blocks.back();
        if (!tag)
            return tl::unexpected(tag.error());
        if (auto ok = enterOrLeave(*tag, blocks); !ok)
            return ok;
        if (tag->kind != fif::BlockEnd) {
            if (auto ok = visit(*tag, blocks); !ok)
                return ok;
        }
        if (next < 0)
            break;
        at = next == 0 ? tag->offset + tag->size : next;
        if (--left == 0 || (at < tag->offset && !wentBackTo.insert(at).second))
            return corrupt("is damaged: its tags lead in a circle", {}, "a way back to byte " + std::to_string(at));
    }
    if (!blocks.empty())
        m_cutWithin = blocks.back();
    if (!blocks.empty())
        return corrupt("is truncated, or the writing of it was interrupted: it ends within a block of kind "
                           + std::to_string(blocks.back()),
                       "the end of that block", "the end of the file after " + std::to_string(m_size) + " bytes");
    return {};
}

Result<std::string> FifFile::content(const FifTag& tag)
{
    constexpr std::int64_t most = 64LL << 20U;
    if (tag.size > most)
        return corrupt("is damaged: the tag of kind " + std::to_string(tag.kind) + " is too large", "at most 64 MiB",
                       std::to_string(tag.size) + " bytes");
    std::string bytes(static_cast<std::size_t>(tag.size), '\0');
    m_in.seekg(tag.offset);
    if (!m_in.read(bytes.data(), tag.size))
        return failure(ErrorCode::UnreadableInput, m_path.string(), "can no longer be read: the file was moved or cut");
    return bytes;
}

Result<std::vector<double>> FifFile::numbers(const FifTag& tag)
{
    const auto type = fifNumberType(tag.type);
    const auto bytes = content(tag);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (!type || tag.size % bytesOf(*type) != 0)
        return corrupt("is damaged: the tag of kind " + std::to_string(tag.kind) + " holds no list of numbers",
                       "whole numbers or floating point",
                       "type " + std::to_string(tag.type) + " of " + std::to_string(tag.size) + " bytes");
    std::vector<double> values(static_cast<std::size_t>(tag.size / bytesOf(*type)));
    decodeNumbers(std::as_bytes(std::span(*bytes)), *type, true, bytesOf(*type), values);
    return values;
}

Result<std::int32_t> FifFile::wholeNumber(const FifTag& tag)
{
    if (tag.size != 4)
        return corrupt("is damaged: the tag of kind " + std::to_string(tag.kind) + " holds no whole number", "4 bytes",
                       std::to_string(tag.size));
    const auto bytes = content(tag);
    return bytes ? Result<std::int32_t>(fifInt(*bytes, 0)) : tl::unexpected(bytes.error());
}

} // namespace maskscope
