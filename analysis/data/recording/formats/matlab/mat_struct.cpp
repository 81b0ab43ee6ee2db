// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "analysis/data/recording/formats/matlab/mat_array.h"
#include "analysis/data/recording/formats/utf16.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr std::int64_t tagBytes = 8;

tl::unexpected<Error> damaged(std::string what)
{
    return failure(ErrorCode::CorruptInput, matSubject, "is damaged: " + std::move(what));
}

struct StructLayout {
    std::vector<std::string> fields;
    std::int64_t firstChild = 0;
};

Result<StructLayout> readLayout(const MatArray& array)
{
    if (!array.is(MatClass::Struct))
        return damaged("an array is no struct");
    const auto width = readMatElement(*array.bytes, array.bigEndian, array.begin, array.end);
    if (!width)
        return tl::unexpected(width.error());
    const auto names = readMatElement(*array.bytes, array.bigEndian, width->next, array.end);
    if (!names)
        return tl::unexpected(names.error());
    std::vector<std::byte> raw(4);
    if (width->end - width->begin < 4)
        return damaged("names of the fields of a struct");
    if (auto ok = array.bytes->read(width->begin, raw); !ok)
        return tl::unexpected(ok.error());
    double length = 0;
    decodeNumbers(raw, NumberType::Int32, array.bigEndian, 4, std::span(&length, 1));
    constexpr std::int64_t mostNames = 1 << 20; // bytes
    if (length < 1 || names->end - names->begin > mostNames)
        return damaged("names of the fields of a struct");
    std::string text(static_cast<std::size_t>(names->end - names->begin), '\0');
    if (auto ok = array.bytes->read(names->begin, std::as_writable_bytes(std::span(text))); !ok)
        return tl::unexpected(ok.error());
    StructLayout layout { {}, names->next };
    const auto each = static_cast<std::size_t>(length);
    for (std::size_t at = 0; at + each <= text.size(); at += each)
        layout.fields.emplace_back(trimmed(text.substr(at, std::min(text.find('\0', at) - at, each))));
    return layout;
}

Result<MatElement> nextChild(const MatArray& array, std::int64_t& at)
{
    auto child = readMatElement(*array.bytes, array.bigEndian, at, array.end);
    if (child && child->type != matMatrix)
        return damaged("a field of a struct is no array");
    if (child)
        at = child->next;
    return child;
}

Result<MatlabScalar> textOf(const MatArray& array)
{
    if (array.count == 0)
        return MatlabScalar();
    const auto element = readMatElement(*array.bytes, array.bigEndian, array.begin, array.end);
    if (!element)
        return tl::unexpected(element.error());
    const std::int64_t bytes = element->end - element->begin;
    constexpr std::int64_t mostText = 1 << 20;
    if (array.dimensions.front() != 1 || bytes > mostText)
        return MatlabScalar(); // a table of letters, or an essay
    std::vector<std::byte> raw(static_cast<std::size_t>(bytes));
    if (auto ok = array.bytes->read(element->begin, raw); !ok)
        return tl::unexpected(ok.error());
    const bool wide = element->type == 4 || element->type == 17; // uint16, UTF-16
    if (!wide) // int8, uint8, UTF-8
        return MatlabScalar(toUtf8(trimmed({ reinterpret_cast<const char*>(raw.data()), raw.size() })));
    std::vector<double> units(raw.size() / 2);
    decodeNumbers(raw, NumberType::UInt16, array.bigEndian, 2, units);
    return MatlabScalar(std::string(trimmed(utf8FromUtf16(units))));
}

/// The only element of a cell, as some tools wrap event types; the array itself otherwise.
Result<MatArray> unwrapped(const MatArray& array)
{
    if (!array.is(MatClass::Cell) || array.count != 1)
        return array;
    std::int64_t at = array.begin;
    const auto child = nextChild(array, at);
    if (!child)
        return tl::unexpected(child.error());
    return readMatArray(array.bytes, array.bigEndian, child->begin, child->end);
}

} // namespace

Result<MatlabScalar> matScalar(const MatArray& wrapped)
{
    const auto array = unwrapped(wrapped);
    if (!array)
        return tl::unexpected(array.error());
    if (array->is(MatClass::Char))
        return textOf(*array);
    if (!array->isNumber() || array->count != 1)
        return MatlabScalar();
    const auto numbers = matNumbers(*array);
    if (!numbers)
        return tl::unexpected(numbers.error());
    double value = 0;
    if (auto ok = NumberMatrixSource(*numbers, { 1.0 }).read(0, 0, std::span(&value, 1)); !ok)
        return tl::unexpected(ok.error());
    return MatlabScalar(value);
}

Result<std::optional<MatArray>> matField(const MatArray& array, std::string_view field)
{
    const auto layout = readLayout(array);
    if (!layout)
        return tl::unexpected(layout.error());
    if (array.count != 1)
        return damaged("a struct has another number of elements than one");
    std::int64_t at = layout->firstChild;
    for (const std::string& name : layout->fields) {
        const auto child = nextChild(array, at);
        if (!child)
            return tl::unexpected(child.error());
        if (name != field)
            continue;
        auto found = readMatArray(array.bytes, array.bigEndian, child->begin, child->end);
        if (!found)
            return tl::unexpected(found.error());
        return std::optional(std::move(*found));
    }
    return std::optional<MatArray>();
}

Result<std::vector<std::vector<MatlabScalar>>> matColumns(const MatArray& array,
                                                          std::span<const std::string_view> fields)
{
    std::vector<std::vector<MatlabScalar>> columns(fields.size());
    if (!array.is(MatClass::Struct) || array.count == 0)
        return columns;
    const auto layout = readLayout(array);
    if (!layout)
        return tl::unexpected(layout.error());
    const auto children = static_cast<std::int64_t>(layout->fields.size());
    if (children == 0)
        return columns;
    if (array.count > (array.end - layout->firstChild) / tagBytes / children)
        return damaged("a struct is shorter than its dimensions");
    std::int64_t at = layout->firstChild;
    for (std::int64_t i = 0; i < array.count; ++i) {
        for (const std::string& name : layout->fields) {
            const auto child = nextChild(array, at);
            if (!child)
                return tl::unexpected(child.error());
            const auto wanted = std::ranges::find(fields, name);
            if (wanted == fields.end())
                continue;
            const auto value = readMatArray(array.bytes, array.bigEndian, child->begin, child->end);
            auto scalar = value ? matScalar(*value) : tl::unexpected(value.error());
            if (!scalar)
                return tl::unexpected(scalar.error());
            columns[static_cast<std::size_t>(wanted - fields.begin())].push_back(std::move(*scalar));
        }
    }
    return columns;
}

} // namespace maskscope
