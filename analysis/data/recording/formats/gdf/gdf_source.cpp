// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/gdf/gdf_source.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>

namespace maskscope {

namespace {

constexpr std::int64_t blockBytes = 4LL << 20U;

/// `out.size()` stored numbers from `bytes` on, in the channel's unit.
void convert(std::span<const std::byte> bytes, const GdfStoredChannel& channel, std::span<double> out)
{
    decodeGdfNumbers(bytes, channel.numbers, out);
    for (double& value : out)
        value = value * channel.gain + channel.offset;
}

} // namespace

tl::unexpected<Error> GdfSource::cutShort(const std::string& label) const
{
    return failure(ErrorCode::UnreadableInput, m_path.string() + ": channel " + label,
                   "its samples can no longer be read: the file was moved or cut");
}

void GdfSource::markMissing(const GdfStoredChannel& channel, std::int64_t first, std::span<double> out) const
{
    const auto scale = static_cast<double>(channel.samplesPerRecord) / static_cast<double>(m_missingPerRecord);
    const auto own = [&](std::int64_t sample) { return std::llround(static_cast<double>(sample) * scale); };
    const auto end = first + static_cast<std::int64_t>(out.size());
    auto gap = std::ranges::partition_point(m_missing, [&](const Segment& g) { return own(g.last + 1) <= first; });
    for (; gap != m_missing.end() && own(gap->first) < end; ++gap) {
        const auto from = std::max<std::int64_t>(first, own(gap->first)) - first;
        const auto to = std::min<std::int64_t>(end, own(gap->last + 1)) - first;
        std::fill(out.begin() + from, out.begin() + std::max(from, to), std::numeric_limits<double>::quiet_NaN());
    }
}

/// Whole records, as many as fit a block, for all channels at once.
Result<void> GdfSource::readRecords(std::ifstream& in, std::span<const int> channels, std::int64_t first,
                                    std::int64_t count, std::span<double> out) const
{
    const std::int64_t perRecord = stored(channels.front()).samplesPerRecord;
    const std::int64_t most = std::max<std::int64_t>(1, blockBytes / m_recordBytes);
    std::vector<std::byte> bytes;
    for (std::int64_t done = 0; done < count;) {
        const std::int64_t record = (first + done) / perRecord;
        const std::int64_t needed = (first + count - 1) / perRecord - record + 1;
        const std::int64_t records = std::min(most, needed);
        bytes.resize(static_cast<std::size_t>(records * m_recordBytes));
        in.seekg(m_headerBytes + record * m_recordBytes);
        if (!in.read(reinterpret_cast<char*>(bytes.data()), records * m_recordBytes))
            return cutShort(stored(channels.front()).label);
        for (std::int64_t r = 0; r < records; ++r) {
            const std::int64_t within = (first + done) % perRecord;
            const std::int64_t n = std::min(perRecord - within, count - done);
            double* to = out.data() + done;
            for (const int channel : channels) {
                const GdfStoredChannel& own = stored(channel);
                const std::int64_t at = r * m_recordBytes + own.offsetInRecord + within * own.numbers.bytes;
                convert(std::span(bytes).subspan(static_cast<std::size_t>(at)), own,
                        { to, static_cast<std::size_t>(n) });
                to += count;
            }
            done += n;
        }
    }
    return {};
}

/// The channel's own bytes only.
Result<void> GdfSource::readChannel(std::ifstream& in, int channel, std::int64_t first, std::span<double> out) const
{
    const GdfStoredChannel& own = stored(channel);
    const auto count = static_cast<std::int64_t>(out.size());
    std::vector<std::byte> bytes;
    for (std::int64_t done = 0; done < count;) {
        const std::int64_t record = (first + done) / own.samplesPerRecord;
        const std::int64_t within = (first + done) % own.samplesPerRecord;
        const std::int64_t n
            = std::min({ own.samplesPerRecord - within, count - done, blockBytes / own.numbers.bytes });
        bytes.resize(static_cast<std::size_t>(n * own.numbers.bytes));
        in.seekg(m_headerBytes + record * m_recordBytes + own.offsetInRecord + within * own.numbers.bytes);
        if (!in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())))
            return cutShort(own.label);
        convert(bytes, own, out.subspan(static_cast<std::size_t>(done), static_cast<std::size_t>(n)));
        done += n;
    }
    return {};
}

Result<void> GdfSource::readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                     std::span<double> out)
{
    if (channels.empty() || count == 0)
        return {};
    constexpr std::int64_t shortRecord = 64LL << 10U; // to seek within it saves nothing
    const std::int64_t perRecord = stored(channels.front()).samplesPerRecord;
    bool alike = true;
    for (const int channel : channels) {
        const std::int64_t samples = stored(channel).samplesPerRecord * m_records;
        if (first < 0 || first > samples || count > samples - first)
            return failure(ErrorCode::InvalidArgument, m_path.string() + ": channel " + stored(channel).label,
                           "samples beyond the end were asked for");
        alike = alike && stored(channel).samplesPerRecord == perRecord;
    }
    std::ifstream in(m_path, std::ios::binary);
    const auto row = static_cast<std::size_t>(count);
    const bool whole = m_recordBytes <= shortRecord || (channels.size() > 3 && m_recordBytes <= blockBytes);
    if (alike && whole) {
        if (auto ok = readRecords(in, channels, first, count, out); !ok)
            return ok;
    } else {
        for (std::size_t i = 0; i < channels.size(); ++i) {
            if (auto ok = readChannel(in, channels[i], first, out.subspan(i * row, row)); !ok)
                return ok;
        }
    }
    for (std::size_t i = 0; i < channels.size(); ++i)
        markMissing(stored(channels[i]), first, out.subspan(i * row, row));
    return {};
}

} // namespace maskscope
