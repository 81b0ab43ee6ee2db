// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/matlab/mat_array.h"

#include <algorithm>
#include <array>
#include <limits>

namespace maskscope {

namespace {

constexpr std::int64_t tagBytes = 8;
constexpr std::uint32_t int8Type = 1;
constexpr std::uint32_t int32Type = 5;
constexpr std::uint32_t uint32Type = 6;

tl::unexpected<Error> damaged(std::string what, std::string expected = {}, std::string found = {})
{
    return failure(ErrorCode::CorruptInput, matSubject, "is damaged: " + std::move(what), std::move(expected),
                   std::move(found));
}

Result<std::vector<double>> readNumbers(const ByteSource& bytes, bool bigEndian, std::int64_t begin, std::int64_t count,
                                        NumberType type)
{
    std::vector<std::byte> raw(static_cast<std::size_t>(count * bytesOf(type)));
    if (auto ok = bytes.read(begin, raw); !ok)
        return tl::unexpected(ok.error());
    std::vector<double> numbers(static_cast<std::size_t>(count));
    decodeNumbers(raw, type, bigEndian, bytesOf(type), numbers);
    return numbers;
}

Result<std::string> readBytes(const ByteSource& bytes, std::int64_t begin, std::int64_t end)
{
    std::string text(static_cast<std::size_t>(end - begin), '\0');
    if (auto ok = bytes.read(begin, std::as_writable_bytes(std::span(text))); !ok)
        return tl::unexpected(ok.error());
    return text;
}

/// The next element, which has to be of the type; `at` moves behind it.
Result<MatElement> expectElement(const ByteSource& bytes, bool bigEndian, std::int64_t& at, std::int64_t end,
                                 std::uint32_t type, const char* what)
{
    auto element = readMatElement(bytes, bigEndian, at, end);
    if (element && element->type != type)
        return damaged(what, "an element of type " + std::to_string(type), std::to_string(element->type));
    if (element)
        at = element->next;
    return element;
}

Result<void> readDimensions(MatArray& array, const MatElement& element)
{
    constexpr std::int64_t most = 32; // MATLAB itself knows no such limit; more than three are not used here
    const std::int64_t rank = (element.end - element.begin) / 4;
    if (rank < 1 || rank > most)
        return damaged("dimensions of an array", "1 to 32", std::to_string(rank));
    const auto sizes = readNumbers(*array.bytes, array.bigEndian, element.begin, rank, NumberType::Int32);
    if (!sizes)
        return tl::unexpected(sizes.error());
    array.count = 1;
    for (const double size : *sizes) {
        const auto n = static_cast<std::int64_t>(size);
        if (n < 0 || (n > 0 && array.count > std::numeric_limits<std::int64_t>::max() / n))
            return damaged("dimensions of an array", "sizes of 0 and more", std::to_string(n));
        array.dimensions.push_back(n);
        array.count *= n;
    }
    return {};
}

} // namespace

Result<MatElement> readMatElement(const ByteSource& bytes, bool bigEndian, std::int64_t at, std::int64_t end)
{
    if (at < 0 || end - at < tagBytes)
        return damaged("an element is cut off");
    const auto words = readNumbers(bytes, bigEndian, at, 2, NumberType::UInt32);
    if (!words)
        return tl::unexpected(words.error());
    const auto first = static_cast<std::uint32_t>((*words)[0]);
    const std::uint32_t smallSize = first >> 16U;
    if (smallSize > 4)
        return damaged("size of a small element", "at most 4 bytes", std::to_string(smallSize));
    if (smallSize > 0) // type and size share the first word, the content is in the second
        return MatElement { first & 0xFFFFU, at + 4, at + 4 + smallSize, at + tagBytes };
    const auto size = static_cast<std::int64_t>((*words)[1]);
    const std::int64_t begin = at + tagBytes;
    if (size > end - begin)
        return damaged("an element is cut off", std::to_string(size) + " bytes",
                       std::to_string(std::max<std::int64_t>(0, end - begin)));
    // Compressed elements follow each other without padding; the last of a file may lack it.
    const std::int64_t padded = first == matCompressed ? size : (size + 7) / 8 * 8;
    return MatElement { first, begin, begin + size, std::min(begin + padded, end) };
}

Result<MatArray> readMatArray(std::shared_ptr<const ByteSource> bytes, bool bigEndian, std::int64_t begin,
                              std::int64_t end)
{
    MatArray array { .bytes = std::move(bytes), .bigEndian = bigEndian, .begin = begin, .end = end };
    if (begin == end)
        return array;
    std::int64_t at = begin;
    const auto flags = expectElement(*array.bytes, bigEndian, at, end, uint32Type, "flags of an array");
    if (!flags)
        return tl::unexpected(flags.error());
    if (flags->end - flags->begin < 4)
        return damaged("flags of an array");
    const auto word = readNumbers(*array.bytes, bigEndian, flags->begin, 1, NumberType::UInt32);
    const auto sizes = expectElement(*array.bytes, bigEndian, at, end, int32Type, "dimensions of an array");
    if (!word || !sizes)
        return tl::unexpected(word ? sizes.error() : word.error());
    array.matClass = static_cast<int>(static_cast<std::uint32_t>((*word)[0]) & 0xFFU);
    if (auto ok = readDimensions(array, *sizes); !ok)
        return tl::unexpected(ok.error());
    const auto name = expectElement(*array.bytes, bigEndian, at, end, int8Type, "name of an array");
    if (!name)
        return tl::unexpected(name.error());
    constexpr std::int64_t mostName = 4096;
    if (name->end - name->begin > mostName)
        return damaged("name of an array", "at most 4096 letters", std::to_string(name->end - name->begin));
    auto text = readBytes(*array.bytes, name->begin, name->end);
    if (!text)
        return tl::unexpected(text.error());
    array.name = std::move(*text);
    array.begin = at;
    return array;
}

Result<MatArray> matInMemory(const MatArray& array)
{
    constexpr std::int64_t most = std::int64_t { 1 } << 30U;
    const std::int64_t size = array.end - array.begin;
    if (size > most)
        return damaged("a struct is too large", "at most 1 GiB", std::to_string(size) + " bytes");
    std::vector<std::byte> content(static_cast<std::size_t>(size));
    if (auto ok = array.bytes->read(array.begin, content); !ok)
        return tl::unexpected(ok.error());
    MatArray copy = array;
    copy.bytes = std::make_shared<MemoryByteSource>(array.name, std::move(content));
    copy.begin = 0;
    copy.end = size;
    return copy;
}

Result<NumberMatrix> matNumbers(const MatArray& array)
{
    // Values are stored in the smallest type that holds them, whatever the array's class.
    constexpr std::array<std::optional<NumberType>, 14> types {
        std::nullopt,      NumberType::Int8,   NumberType::UInt8,   NumberType::Int16, NumberType::UInt16,
        NumberType::Int32, NumberType::UInt32, NumberType::Float32, std::nullopt,      NumberType::Float64,
        std::nullopt,      std::nullopt,       NumberType::Int64,   NumberType::UInt64
    };
    if (!array.isNumber())
        return damaged("an array is of another class", "numbers", "class " + std::to_string(array.matClass));
    const auto element = readMatElement(*array.bytes, array.bigEndian, array.begin, array.end);
    if (!element)
        return tl::unexpected(element.error());
    if (element->type >= types.size() || !types.at(element->type))
        return damaged("an array holds another type", "numbers", "type " + std::to_string(element->type));
    const NumberType type = *types.at(element->type);
    const std::int64_t held = (element->end - element->begin) / bytesOf(type);
    if (held < array.count)
        return damaged("an array is shorter than its dimensions", std::to_string(array.count) + " numbers",
                       std::to_string(held));
    return NumberMatrix { .bytes = array.bytes,
                          .offset = element->begin,
                          .type = type,
                          .bigEndian = array.bigEndian,
                          .channels = 1,
                          .samples = array.count };
}

} // namespace maskscope
