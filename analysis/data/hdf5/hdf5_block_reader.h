// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/hdf5/hdf5_file.h"

namespace maskscope {

/// A numeric dataset of up to three axes kept open for reading block by block. Its chunks stay unpacked between calls
/// as far as they fit into memory, so that going on along one axis unpacks each of them once. What nobody ever wrote
/// reads as NaN instead of the zeros that the library gives. It must not outlive its file.
class Hdf5BlockReader {
public:
    /// Blocks will follow each other along axis `along`. `used`: how many of its values are no padding, where that is
    /// known; padding may be packed as much as it likes.
    [[nodiscard]] static Result<Hdf5BlockReader> open(const Hdf5File& file, const std::string& dataset,
                                                      std::size_t along,
                                                      std::optional<std::int64_t> used = std::nullopt);
    Hdf5BlockReader(Hdf5BlockReader&& other) noexcept;
    Hdf5BlockReader& operator=(Hdf5BlockReader&& other) noexcept;
    Hdf5BlockReader(const Hdf5BlockReader&) = delete;
    Hdf5BlockReader& operator=(const Hdf5BlockReader&) = delete;
    ~Hdf5BlockReader();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] const std::vector<std::int64_t>& shape() const { return m_shape; }
    [[nodiscard]] const std::vector<Hdf5Block>& unwritten() const { return m_unwritten; }
    /// Of two axes, that besides `along`: how many neighbours should be read together, all where it does not matter.
    [[nodiscard]] std::int64_t together() const { return m_together; }
    /// The block [first, first + count) of every axis; `out` has the product of the counts.
    [[nodiscard]] Result<void> read(std::span<const std::int64_t> first, std::span<const std::int64_t> count,
                                    std::span<double> out) const;

private:
    Hdf5BlockReader() = default;
    void keepUnwritten(std::vector<Hdf5Block> blocks);
    [[nodiscard]] tl::unexpected<Error> unreadable(std::string message) const;
    [[nodiscard]] Result<void> checkBlock(std::span<const std::int64_t> first, std::span<const std::int64_t> count,
                                          std::size_t values) const;
    void blankUnwritten(std::span<const std::int64_t> first, std::span<const std::int64_t> count,
                        std::span<double> out) const;

    std::filesystem::path m_path;
    std::string m_name;
    std::int64_t m_dataset = -1; // hid_t
    std::vector<std::int64_t> m_shape;
    std::size_t m_along = 0;
    std::vector<Hdf5Block> m_unwritten; ///< in order along that axis
    std::int64_t m_longestUnwritten = 0; ///< of them, along that axis
    std::int64_t m_together = 0;
};

} // namespace maskscope
