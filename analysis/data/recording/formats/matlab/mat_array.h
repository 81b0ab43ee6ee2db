// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/byte_source.h"
#include "analysis/data/recording/formats/number_matrix_source.h"

namespace maskscope {

enum class MatClass { Cell = 1, Struct = 2, Char = 4, FirstNumber = 6, LastNumber = 15 }; // those that matter here

/// One array of a MATLAB 5.0 file: its header read, its content left where it lies.
struct MatArray {
    std::shared_ptr<const ByteSource> bytes {};
    bool bigEndian = false;
    int matClass = 0; ///< 0: the empty array that stands for a value that was never set
    std::string name {};
    std::vector<std::int64_t> dimensions {}; ///< in MATLAB's order: the first index runs fastest
    std::int64_t count = 0; ///< product of the dimensions
    std::int64_t begin = 0; ///< of what follows the header
    std::int64_t end = 0;

    [[nodiscard]] bool is(MatClass c) const { return matClass == static_cast<int>(c); }
    [[nodiscard]] bool isNumber() const
    {
        return matClass >= static_cast<int>(MatClass::FirstNumber)
            && matClass <= static_cast<int>(MatClass::LastNumber);
    }
};

/// A number, a text in UTF-8, or neither: an empty array, several numbers, a struct.
using MatlabScalar = std::variant<std::monostate, double, std::string>;

/// Subject of the errors of this file and the next: whoever knows the path puts it there.
inline constexpr const char* matSubject = "MATLAB file";

/// A tag: type and place of an element of the file.
struct MatElement {
    std::uint32_t type = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::int64_t next = 0; ///< where the following one begins
};

inline constexpr std::uint32_t matMatrix = 14;
inline constexpr std::uint32_t matCompressed = 15;

[[nodiscard]] Result<MatElement> readMatElement(const ByteSource& bytes, bool bigEndian, std::int64_t at,
                                                std::int64_t end);
/// The array between the two places, which are those of the content of a matrix element.
[[nodiscard]] Result<MatArray> readMatArray(std::shared_ptr<const ByteSource> bytes, bool bigEndian, std::int64_t begin,
                                            std::int64_t end);

/// Fields of a struct with one element, without looking into them.
[[nodiscard]] Result<std::optional<MatArray>> matField(const MatArray& array, std::string_view field);
/// The same array with its content in memory: a file would be opened for each of thousands of elements.
[[nodiscard]] Result<MatArray> matInMemory(const MatArray& array);
/// [field][element] of a struct array: scalars only.
[[nodiscard]] Result<std::vector<std::vector<MatlabScalar>>> matColumns(const MatArray& array,
                                                                        std::span<const std::string_view> fields);
[[nodiscard]] Result<MatlabScalar> matScalar(const MatArray& array);
/// Where the numbers of an array lie, as a matrix of one channel; refused where they are fewer than its dimensions say.
[[nodiscard]] Result<NumberMatrix> matNumbers(const MatArray& array);

} // namespace maskscope
