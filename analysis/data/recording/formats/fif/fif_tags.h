// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/number_matrix_source.h"

namespace maskscope {

/// Numbers of FIF's kinds of tag, kinds of block and types of content, as MNE-Python's constants name them.
namespace fif {
enum Kind : std::int32_t {
    FileId = 100,
    BlockStart = 104,
    BlockEnd = 105,
    RefRole = 115,
    RefFileNumber = 117,
    RefFileName = 118,
    ChannelCount = 200,
    SamplingRate = 201,
    ChannelInfo = 203,
    MeasurementDate = 204,
    Comment = 206,
    FirstSample = 208,
    LongChannelName = 258,
    DataBuffer = 300,
    DataSkip = 301, // in buffers
    DataSkipSamples = 303,
    ChannelNames = 3507,
    ProjectorActive = 3560,
    Onsets = 3568,
    Ends = 3569,
};
enum Block : std::int32_t {
    MeasurementInfo = 101,
    RawData = 102,
    Evoked = 104,
    ContinuousData = 112,
    ExtendedChannelInfo = 113,
    Reference = 118,
    ShieldedRawData = 119,
    Projector = 314,
    BadChannels = 359,
    Epochs = 373,
    Annotations = 3810,
};
} // namespace fif

struct FifTag {
    std::int32_t kind = 0;
    std::uint32_t type = 0;
    std::int64_t size = 0; ///< bytes of its content
    std::int64_t offset = 0; ///< of its content in the file
};

/// Called with each tag and the blocks that are open around it, the outermost first. The start of a block is told with
/// the block itself open; its end is not told.
using FifVisitor = std::function<Result<void>(const FifTag& tag, std::span<const std::int32_t> blocks)>;

/// Goes from tag to tag of a FIF file: 16 bytes of each are read, and the content of those that are asked for.
class FifFile {
public:
    [[nodiscard]] static Result<FifFile> open(const std::filesystem::path& path);
    /// An error where the file ends within a tag or a block, or where its tags lead in a circle.
    [[nodiscard]] Result<void> walk(const FifVisitor& visit);
    [[nodiscard]] Result<std::string> content(const FifTag& tag);
    /// Content that is a list of numbers, whatever their type.
    [[nodiscard]] Result<std::vector<double>> numbers(const FifTag& tag);
    /// Content that must be one whole number of 32 bits.
    [[nodiscard]] Result<std::int32_t> wholeNumber(const FifTag& tag);

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// After walk() failed because the file ends too early: the block within which it does. None for other failures.
    [[nodiscard]] std::optional<std::int32_t> cutWithin() const { return m_cutWithin; }
    [[nodiscard]] tl::unexpected<Error> corrupt(std::string message, std::string expected = {},
                                                std::string found = {}) const;

private:
    FifFile(std::filesystem::path path, std::int64_t size)
        : m_path(std::move(path))
        , m_size(size)
        , m_in(m_path, std::ios::binary)
    {
    }
    [[nodiscard]] Result<FifTag> readTag(std::int64_t at, std::int32_t& next);
    [[nodiscard]] Result<void> enterOrLeave(const FifTag& tag, std::vector<std::int32_t>& blocks);

    std::filesystem::path m_path;
    std::int64_t m_size;
    std::ifstream m_in;
    std::optional<std::int32_t> m_cutWithin {};
    bool m_beyondEnd = false; // the last tag read reaches beyond the end of the file
};

/// Big-endian numbers at a place that lies within `bytes`.
[[nodiscard]] std::int32_t fifInt(std::string_view bytes, std::size_t at);
[[nodiscard]] float fifFloat(std::string_view bytes, std::size_t at);
/// What a type says of numbers; none for complex numbers, text, structures and matrices.
[[nodiscard]] std::optional<NumberType> fifNumberType(std::uint32_t type);

} // namespace maskscope
