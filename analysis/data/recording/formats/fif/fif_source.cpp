// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/fif/fif_source.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace maskscope {

FifSource::FifSource(std::span<const FifContent> parts, std::vector<double> gain)
    : m_gain(std::move(gain))
{
    for (const FifContent& part : parts) {
        m_paths.push_back(part.path);
        for (const FifBuffer& buffer : part.buffers) {
            m_stored.push_back({ buffer, m_paths.size() - 1, m_samples });
            m_samples += buffer.samples;
        }
    }
}

/// One call of readTogether(): of each sample, the numbers from the first to the last of the channels asked for.
class FifSource::Reader {
public:
    Reader(const FifSource& source, std::span<const int> channels, std::int64_t count, std::span<double> out)
        : m_source(source)
        , m_channels(channels)
        , m_low(std::ranges::min(channels))
        , m_width(std::ranges::max(channels) - m_low + 1)
        , m_count(count)
        , m_out(out)
    {
    }

    /// Samples [within, within + n) of a buffer become those from `done` on of `out`, in blocks of about a megabyte.
    Result<void> copy(const Stored& stored, std::int64_t within, std::int64_t n, std::int64_t done)
    {
        if (!m_in.is_open() || m_part != stored.part) {
            m_in = std::ifstream(m_source.m_paths[stored.part], std::ios::binary);
            m_part = stored.part;
        }
        const std::int64_t bytes = bytesOf(stored.buffer.type);
        const std::int64_t stride = static_cast<std::int64_t>(m_source.m_gain.size()) * bytes;
        const std::int64_t perBlock = std::max<std::int64_t>(1, (1 << 20) / stride);
        for (std::int64_t at = 0; at < n; at += perBlock) {
            const std::int64_t frames = std::min(perBlock, n - at);
            m_bytes.resize(static_cast<std::size_t>((frames - 1) * stride + m_width * bytes));
            m_in.seekg(stored.buffer.offset + (within + at) * stride + m_low * bytes);
            if (!m_in.read(reinterpret_cast<char*>(m_bytes.data()), static_cast<std::streamsize>(m_bytes.size())))
                return failure(ErrorCode::UnreadableInput, m_source.m_paths[stored.part].string(),
                               "its samples can no longer be read: the file was moved or cut");
            spread(stored.buffer.type, stride, frames, done + at);
        }
        return {};
    }

private:
    void spread(NumberType type, std::int64_t stride, std::int64_t frames, std::int64_t done) const
    {
        for (std::size_t c = 0; c < m_channels.size(); ++c) {
            const auto own = m_out.subspan(c * static_cast<std::size_t>(m_count) + static_cast<std::size_t>(done),
                                           static_cast<std::size_t>(frames));
            const std::int64_t at = (m_channels[c] - m_low) * bytesOf(type);
            decodeNumbers(std::span(m_bytes).subspan(static_cast<std::size_t>(at)), type, true, stride, own);
            const double gain = m_source.m_gain[static_cast<std::size_t>(m_channels[c])];
            for (double& value : own)
                value *= gain;
        }
    }

    const FifSource& m_source;
    std::span<const int> m_channels;
    std::int64_t m_low;
    std::int64_t m_width;
    std::int64_t m_count;
    std::span<double> m_out;
    std::ifstream m_in;
    std::size_t m_part = 0;
    std::vector<std::byte> m_bytes;
};

Result<void> FifSource::readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                     std::span<double> out)
{
    const auto known = static_cast<std::int64_t>(m_gain.size());
    const bool exist = std::ranges::all_of(channels, [&](int channel) { return channel >= 0 && channel < known; });
    if (!exist || first < 0 || count < 0 || first > m_samples || count > m_samples - first)
        return failure(ErrorCode::InvalidArgument, "a recording", "samples beyond the end were asked for");
    if (count == 0 || channels.empty())
        return {};
    Reader reader(*this, channels, count, out);
    auto stored = std::prev(std::ranges::upper_bound(m_stored, first, {}, &Stored::place));
    for (std::int64_t done = 0; done < count; ++stored) {
        const std::int64_t within = first + done - stored->place;
        const std::int64_t n = std::min(stored->buffer.samples - within, count - done);
        if (auto ok = reader.copy(*stored, within, n, done); !ok)
            return ok;
        done += n;
    }
    return {};
}

bool FifSource::mayLackNumbers() const
{
    return std::ranges::any_of(m_stored, [](const Stored& stored) {
        return stored.buffer.type == NumberType::Float32 || stored.buffer.type == NumberType::Float64;
    });
}

} // namespace maskscope
