// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/npy_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>

#include "analysis/data/core/argument_file.h"

namespace maskscope {

namespace {

// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longestHeader = 4096; // a matrix needs 118; std::regex recurses, so nothing endless may reach it
constexpr std::size_t largestFile = std::size_t { 256 } << 20; // a projection is a few kilobytes

struct Header {
    bool doubles = false;
    bool bigEndian = false;
    bool fortranOrder = false;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
};

/// Where the header text begins and ends; nothing where the file is shorter than it says.
std::optional<std::pair<std::size_t, std::size_t>> headerRange(std::string_view bytes)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
    if (bytes.size() < 12 || byte(6) < 1 || byte(6) > 3)
        return std::nullopt;
    const bool small = byte(6) == 1; // version 1 counts in 16 bits, later ones in 32, little-endian
    const std::size_t begin = small ? 10 : 12;
    const std::size_t length = byte(8) | byte(9) << 8 | (small ? 0 : byte(10) << 16 | byte(11) << 24);
    if (length > bytes.size() - begin || length > longestHeader)
        return std::nullopt;
    return std::pair { begin, begin + length };
}

/// The value that follows 'key': in the header, a Python dict literal with fixed keys.
std::string field(const std::string& header, const std::string& key, const std::string& pattern)
{
    std::smatch match;
    return std::regex_search(header, match, std::regex("'" + key + "'\\s*:\\s*(" + pattern + ")")) ? match[1].str()
                                                                                                   : std::string();
}

Result<Header> parseHeader(const std::filesystem::path& path, const std::string& text)
{
    const std::string type = field(text, "descr", "'[^']*'");
    const std::string order = field(text, "fortran_order", "True|False");
    const std::string shape = field(text, "shape", "\\([^)]*\\)");
    if (type.empty() || order.empty() || shape.empty())
        return failure(ErrorCode::CorruptInput, path.string(), "its .npy header lacks type, order or shape");
    static const std::regex matrix("\\(\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,?\\s*\\)");
    std::smatch sizes;
    if (!std::regex_match(shape, sizes, matrix))
        return failure(ErrorCode::Mismatch, path.string(), "is no matrix", "two axes", "shape " + shape);
    const std::string element = type.substr(2, type.size() - 3);
    if (element != "f4" && element != "f8")
        return failure(ErrorCode::UnsupportedFormat, path.string(), "holds another type of number",
                       "float32 or float64", type);
    return Header { element == "f8", type[1] == '>', order == "True", std::stoll(sizes[1]), std::stoll(sizes[2]) };
}

template <typename Float, typename Word>
float element(const char* at, bool bigEndian)
{
    Word word = 0;
    std::memcpy(&word, at, sizeof word);
    if (bigEndian) {
        auto* bytes = reinterpret_cast<unsigned char*>(&word);
        std::reverse(bytes, bytes + sizeof word);
    }
    return static_cast<float>(std::bit_cast<Float>(word));
}

std::vector<float> valuesOf(const Header& header, const char* content)
{
    static_assert(std::endian::native == std::endian::little);
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(header.rows * header.columns));
    for (std::int64_t r = 0; r < header.rows; ++r) {
        for (std::int64_t c = 0; c < header.columns; ++c) {
            const std::int64_t i = header.fortranOrder ? c * header.rows + r : r * header.columns + c;
            values.push_back(header.doubles ? element<double, std::uint64_t>(content + i * 8, header.bigEndian)
                                            : element<float, std::uint32_t>(content + i * 4, header.bigEndian));
        }
    }
    return values;
}

} // namespace

Result<NpyMatrix> readNpyMatrix(const std::filesystem::path& path)
{
    const auto file = readArgumentFile(path, "the projection", largestFile);
    if (!file)
        return tl::unexpected(file.error());
    const std::string* bytes = &file->bytes;
    if (!std::string_view(*bytes).starts_with(magic))
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is no .npy file");
    const auto range = headerRange(*bytes);
    if (!range)
        return failure(ErrorCode::CorruptInput, path.string(), "its .npy header is cut short or of an unknown version");
    const auto header = parseHeader(path, bytes->substr(range->first, range->second - range->first));
    if (!header)
        return tl::unexpected(header.error());
    const std::int64_t needed = header->rows * header->columns * (header->doubles ? 8 : 4); // < 2^63: 9 digits each
    const auto present = static_cast<std::int64_t>(bytes->size() - range->second);
    if (present < needed)
        return failure(ErrorCode::CorruptInput, path.string(), "is cut short",
                       std::to_string(needed) + " bytes of values", std::to_string(present));
    return NpyMatrix { header->rows, header->columns, valuesOf(*header, bytes->data() + range->second), file->sha256 };
}

} // namespace maskscope
