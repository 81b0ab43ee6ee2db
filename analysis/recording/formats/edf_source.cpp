// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/formats/edf_source.h"

#include <algorithm>
#include <fstream>

namespace maskscope {

namespace {

double storedNumber(const unsigned char* bytes, int width)
{
    std::uint32_t raw = static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8U;
    if (width == 3) {
        raw |= static_cast<std::uint32_t>(bytes[2]) << 16U;
        return static_cast<std::int32_t>(raw << 8U) >> 8; // carries the sign of the 24th bit down
    }
    return static_cast<std::int16_t>(raw);
}

} // namespace

Result<void> EdfSource::read(int channel, std::int64_t first, std::span<double> out)
{
    const EdfStoredChannel& stored = m_channels.at(static_cast<std::size_t>(channel));
    const std::int64_t samples = stored.samplesPerRecord * m_records;
    const auto count = static_cast<std::int64_t>(out.size());
    if (first < 0 || first > samples || count > samples - first)
        return failure(ErrorCode::InvalidArgument, m_path.string() + ": channel " + stored.label,
                       "samples beyond the end were asked for");
    std::ifstream in(m_path, std::ios::binary);
    std::vector<unsigned char> bytes(static_cast<std::size_t>(stored.samplesPerRecord * m_width));
    for (std::int64_t done = 0; done < count;) {
        const std::int64_t record = (first + done) / stored.samplesPerRecord;
        const std::int64_t within = (first + done) % stored.samplesPerRecord;
        const std::int64_t n = std::min(stored.samplesPerRecord - within, count - done);
        in.seekg(m_headerBytes + record * m_recordBytes + stored.offsetInRecord + within * m_width);
        if (!in.read(reinterpret_cast<char*>(bytes.data()), n * m_width))
            return failure(ErrorCode::UnreadableInput, m_path.string() + ": channel " + stored.label,
                           "its samples can no longer be read: the file was moved or cut");
        for (std::int64_t i = 0; i < n; ++i)
            out[static_cast<std::size_t>(done + i)]
                = storedNumber(bytes.data() + i * m_width, m_width) * stored.gain + stored.offset;
        done += n;
    }
    return {};
}

} // namespace maskscope
