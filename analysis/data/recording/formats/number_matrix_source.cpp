// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/number_matrix_source.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

namespace maskscope {

namespace {

template <typename T>
void decodeAs(std::span<const std::byte> bytes, bool bigEndian, std::int64_t stride, std::span<double> out)
{
    const bool swap = bigEndian != (std::endian::native == std::endian::big);
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::array<std::byte, sizeof(T)> raw {};
        std::memcpy(raw.data(), bytes.data() + i * static_cast<std::size_t>(stride), sizeof(T));
        if (swap)
            std::ranges::reverse(raw);
        out[i] = static_cast<double>(std::bit_cast<T>(raw));
    }
}

} // namespace

std::int64_t bytesOf(NumberType type)
{
    constexpr std::array<std::int64_t, 10> widths { 1, 1, 2, 2, 4, 4, 8, 8, 4, 8 };
    return widths.at(static_cast<std::size_t>(type));
}

void decodeNumbers(std::span<const std::byte> bytes, NumberType type, bool bigEndian, std::int64_t strideBytes,
                   std::span<double> out)
{
    using Decoder = void (*)(std::span<const std::byte>, bool, std::int64_t, std::span<double>);
    constexpr std::array<Decoder, 10> decoders { decodeAs<std::int8_t>,  decodeAs<std::uint8_t>,
                                                 decodeAs<std::int16_t>, decodeAs<std::uint16_t>,
                                                 decodeAs<std::int32_t>, decodeAs<std::uint32_t>,
                                                 decodeAs<std::int64_t>, decodeAs<std::uint64_t>,
                                                 decodeAs<float>,        decodeAs<double> };
    decoders.at(static_cast<std::size_t>(type))(bytes, bigEndian, strideBytes, out);
}

std::optional<std::int64_t> matrixBytes(std::int64_t channels, std::int64_t samples, NumberType type)
{
    const std::int64_t most = std::numeric_limits<std::int64_t>::max() / bytesOf(type);
    if (channels < 0 || samples < 0 || (channels > 0 && samples > most / channels))
        return std::nullopt;
    return channels * samples * bytesOf(type);
}

/// A channel that lies in one piece.
Result<void> NumberMatrixSource::readRun(std::int64_t channel, std::int64_t first, std::span<double> out) const
{
    const std::int64_t width = bytesOf(m_matrix.type);
    constexpr std::size_t blockNumbers = 1U << 17U;
    std::vector<std::byte> bytes;
    std::int64_t at = m_matrix.offset + (channel * m_matrix.samples + first) * width;
    while (!out.empty()) {
        const std::size_t n = std::min(blockNumbers, out.size());
        bytes.resize(n * static_cast<std::size_t>(width));
        if (auto ok = m_matrix.bytes->read(at, bytes); !ok)
            return ok;
        decodeNumbers(bytes, m_matrix.type, m_matrix.bigEndian, width, out.first(n));
        out = out.subspan(n);
        at += static_cast<std::int64_t>(bytes.size());
    }
    return {};
}

/// Channels that lie sample by sample beside each other: from the first to the last of them at once.
Result<void> NumberMatrixSource::readFrames(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                            std::span<double> out) const
{
    const auto [low, high] = std::ranges::minmax(channels);
    const std::int64_t width = bytesOf(m_matrix.type);
    const std::int64_t stride = m_matrix.channels * width;
    const std::int64_t used = (static_cast<std::int64_t>(high) - low + 1) * width;
    constexpr std::int64_t blockBytes = 1 << 20;
    const std::int64_t perBlock = std::max<std::int64_t>(1, blockBytes / stride);
    std::vector<std::byte> bytes;
    for (std::int64_t done = 0; done < count; done += perBlock) {
        const std::int64_t n = std::min(perBlock, count - done);
        bytes.resize(static_cast<std::size_t>((n - 1) * stride + used));
        if (auto ok = m_matrix.bytes->read(m_matrix.offset + (first + done) * stride + low * width, bytes); !ok)
            return ok;
        for (std::size_t c = 0; c < channels.size(); ++c) {
            const auto place = c * static_cast<std::size_t>(count) + static_cast<std::size_t>(done);
            decodeNumbers(std::span(bytes).subspan(static_cast<std::size_t>((channels[c] - low) * width)),
                          m_matrix.type, m_matrix.bigEndian, stride, out.subspan(place, static_cast<std::size_t>(n)));
        }
    }
    return {};
}

Result<void> NumberMatrixSource::readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                              std::span<double> out)
{
    const bool known
        = std::ranges::all_of(channels, [this](int channel) { return channel >= 0 && channel < m_matrix.channels; });
    if (!known || first < 0 || first > m_matrix.samples || count > m_matrix.samples - first)
        return failure(ErrorCode::InvalidArgument, "a recording", "samples beyond the end were asked for");
    if (count == 0 || channels.empty())
        return {};
    if (m_matrix.multiplexed) {
        if (auto ok = readFrames(channels, first, count, out); !ok)
            return ok;
    }
    for (std::size_t c = 0; c < channels.size(); ++c) {
        const auto own = out.subspan(c * static_cast<std::size_t>(count), static_cast<std::size_t>(count));
        if (!m_matrix.multiplexed) {
            if (auto ok = readRun(channels[c], first, own); !ok)
                return ok;
        }
        for (double& value : own)
            value *= m_gain[static_cast<std::size_t>(channels[c])];
    }
    return {};
}

} // namespace maskscope
