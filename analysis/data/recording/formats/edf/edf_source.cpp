// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/edf/edf_source.h"

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

/// `count` stored numbers from `bytes` on, in the channel's unit.
void convert(const unsigned char* bytes, int width, const EdfStoredChannel& channel, std::int64_t count, double* out)
{
    for (std::int64_t i = 0; i < count; ++i)
        out[i] = storedNumber(bytes + i * width, width) * channel.gain + channel.offset;
}

} // namespace

Result<void> EdfSource::checkRange(const EdfStoredChannel& channel, std::int64_t first, std::int64_t count) const
{
    const std::int64_t samples = channel.samplesPerRecord * m_records;
    if (first < 0 || first > samples || count > samples - first)
        return failure(ErrorCode::InvalidArgument, m_path.string() + ": channel " + channel.label,
                       "samples beyond the end were asked for");
    return {};
}

tl::unexpected<Error> EdfSource::cutShort(const std::string& label) const
{
    return failure(ErrorCode::UnreadableInput, m_path.string() + ": channel " + label,
                   "its samples can no longer be read: the file was moved or cut");
}

Result<void> EdfSource::read(int channel, std::int64_t first, std::span<double> out)
{
    const EdfStoredChannel& stored = m_channels.at(static_cast<std::size_t>(channel));
    const auto count = static_cast<std::int64_t>(out.size());
    if (auto ok = checkRange(stored, first, count); !ok)
        return ok;
    std::ifstream in(m_path, std::ios::binary);
    std::vector<unsigned char> bytes(static_cast<std::size_t>(stored.samplesPerRecord * m_width));
    for (std::int64_t done = 0; done < count;) {
        const std::int64_t record = (first + done) / stored.samplesPerRecord;
        const std::int64_t within = (first + done) % stored.samplesPerRecord;
        const std::int64_t n = std::min(stored.samplesPerRecord - within, count - done);
        in.seekg(m_headerBytes + record * m_recordBytes + stored.offsetInRecord + within * m_width);
        if (!in.read(reinterpret_cast<char*>(bytes.data()), n * m_width))
            return cutShort(stored.label);
        convert(bytes.data(), m_width, stored, n, out.data() + done);
        done += n;
    }
    return {};
}

Result<void> EdfSource::readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                     std::span<double> out)
{
    constexpr std::int64_t longestRecord = 64LL << 20U; // longer ones are read channel by channel
    const auto stored
        = [&](int channel) -> const EdfStoredChannel& { return m_channels.at(static_cast<std::size_t>(channel)); };
    if (channels.empty())
        return {};
    const std::int64_t perRecord = stored(channels.front()).samplesPerRecord;
    const bool alike = std::ranges::all_of(channels, [&](int c) { return stored(c).samplesPerRecord == perRecord; });
    if (channels.size() == 1 || !alike || m_recordBytes > longestRecord)
        return SampleSource::readTogether(channels, first, count, out);
    if (auto ok = checkRange(stored(channels.front()), first, count); !ok)
        return ok;
    std::ifstream in(m_path, std::ios::binary);
    std::vector<unsigned char> record(static_cast<std::size_t>(m_recordBytes));
    in.seekg(m_headerBytes + first / perRecord * m_recordBytes);
    for (std::int64_t done = 0; done < count;) {
        const std::int64_t within = (first + done) % perRecord;
        const std::int64_t n = std::min(perRecord - within, count - done);
        if (!in.read(reinterpret_cast<char*>(record.data()), m_recordBytes))
            return cutShort(stored(channels.front()).label);
        double* to = out.data() + done;
        for (const int channel : channels) {
            const EdfStoredChannel& own = stored(channel);
            convert(record.data() + own.offsetInRecord + within * m_width, m_width, own, n, to);
            to += count;
        }
        done += n;
    }
    return {};
}

} // namespace maskscope
