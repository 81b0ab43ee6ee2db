// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/byte_source.h"

namespace maskscope {

struct InflateLimits {
    std::optional<std::int64_t> most {}; ///< stop after so many bytes
    std::int64_t expected = 0; ///< for how many to set memory aside, if that is not out of all proportion
};

/// The zlib stream between the two places, inflated: the whole, or no more than its beginning. A stream that
/// grows out of all proportion is refused; memory grows with what was really inflated.
[[nodiscard]] Result<MemoryByteSource> inflatedBytes(const ByteSource& bytes, std::int64_t begin, std::int64_t end,
                                                     const InflateLimits& limits, const std::filesystem::path& path);

} // namespace maskscope
