// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/fif/fif_data.h"

namespace maskscope {

namespace {

constexpr std::int64_t mostTime = 1'000'000'000'000'000; // samples: exact as float64, and sums do not overflow

Result<FifBuffer> bufferOf(const FifFile& file, const FifTag& tag, std::int64_t channels)
{
    const auto type = fifNumberType(tag.type);
    if (!type)
        return failure(ErrorCode::UnsupportedFormat, file.path().string(),
                       "has samples of a type that is not read"
                           + std::string(tag.type == 20 || tag.type == 21 ? ": they are complex numbers" : ""),
                       "int16, int32, float32 or float64", "FIF's type " + std::to_string(tag.type));
    const std::int64_t frame = channels * bytesOf(*type);
    if (tag.size % frame != 0)
        return file.corrupt("is damaged: a buffer of samples does not fit the number of channels",
                            "a multiple of " + std::to_string(channels) + " channels x "
                                + std::to_string(bytesOf(*type)) + " bytes",
                            std::to_string(tag.size) + " bytes");
    return FifBuffer { tag.offset, *type, tag.size / frame, 0 };
}

} // namespace

Result<void> FifData::add(FifFile& file, const FifTag& tag)
{
    if (tag.kind == fif::DataBuffer && tag.size > 0)
        m_items.push_back({ tag });
    const bool skip = tag.kind == fif::DataSkip || tag.kind == fif::DataSkipSamples;
    const bool first = tag.kind == fif::FirstSample && m_items.empty();
    if (!skip && !first)
        return {};
    const auto number = file.wholeNumber(tag);
    if (!number)
        return tl::unexpected(number.error());
    if (skip && *number < 0)
        return file.corrupt("is damaged: it skips a negative number of samples", {}, std::to_string(*number));
    if (skip)
        m_items.push_back({ tag, *number });
    else
        m_firstTime = *number;
    return {};
}

Result<std::vector<FifBuffer>> FifData::buffers(const FifFile& file, std::int64_t channels) const
{
    std::vector<FifBuffer> buffers;
    std::int64_t time = m_firstTime;
    std::int64_t skippedBuffers = 0; // of the length of the next one
    for (const Item& item : m_items) {
        if (item.tag.kind == fif::DataSkip)
            skippedBuffers += item.skip;
        if (item.tag.kind == fif::DataSkipSamples)
            time += item.skip;
        if (item.tag.kind != fif::DataBuffer)
            continue;
        auto buffer = bufferOf(file, item.tag, channels);
        if (!buffer)
            return tl::unexpected(buffer.error());
        if (skippedBuffers > mostTime / buffer->samples || time > mostTime)
            return file.corrupt("is damaged: it skips more samples than there can be");
        buffer->time = time + skippedBuffers * buffer->samples;
        time = buffer->time + buffer->samples;
        skippedBuffers = 0;
        buffers.push_back(*buffer);
    }
    if (buffers.empty())
        return file.corrupt("holds no samples");
    return buffers;
}

} // namespace maskscope
