// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/byte_source.h"
#include "analysis/data/recording/formats/matlab/mat_array.h"

namespace maskscope {

/// A MATLAB 5.0 file ("MAT-File Format", The MathWorks), of either byte order, its variables compressed or not. They
/// are looked at one by one and only as deep as is asked for: nothing recurses, and no size in the file is believed
/// before the bytes are there.
class MatFile {
public:
    [[nodiscard]] static bool looksLikeMat(std::string_view head);
    [[nodiscard]] static Result<MatFile> open(const std::filesystem::path& path);
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::vector<std::string> names() const;
    /// A compressed one is inflated into memory; none where no variable has the name.
    [[nodiscard]] Result<std::optional<MatArray>> variable(std::string_view name) const;

private:
    struct Variable {
        std::string name;
        std::int64_t begin = 0; ///< of the element's content
        std::int64_t end = 0;
        bool compressed = false;
    };
    Result<void> listVariables();

    std::filesystem::path m_path;
    std::shared_ptr<const ByteSource> m_bytes;
    bool m_bigEndian = false;
    std::vector<Variable> m_variables;
};

} // namespace maskscope
