// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/data/recording/formats/byte_source.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

enum class NumberType { Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64, Float32, Float64 };
[[nodiscard]] std::int64_t bytesOf(NumberType type);

/// `out[i]` becomes the number that begins at byte i * stride.
void decodeNumbers(std::span<const std::byte> bytes, NumberType type, bool bigEndian, std::int64_t strideBytes,
                   std::span<double> out);

/// Samples of all channels as one block of numbers.
struct NumberMatrix {
    std::shared_ptr<const ByteSource> bytes {};
    std::int64_t offset = 0; ///< of the first number, in bytes
    NumberType type = NumberType::Float32;
    bool bigEndian = false;
    bool multiplexed = true; ///< [sample][channel]; false: [channel][sample]
    std::int64_t channels = 0;
    std::int64_t samples = 0;
};

/// Bytes that so many numbers take, none where that is beyond counting.
[[nodiscard]] std::optional<std::int64_t> matrixBytes(std::int64_t channels, std::int64_t samples, NumberType type);

/// Reads a matrix in blocks, so that the length of a recording costs no memory. Where all channels of a sample lie
/// together, several channels cost hardly more than one.
class NumberMatrixSource : public SampleSource {
public:
    /// `gain` [channel] turns a stored number into the channel's unit.
    NumberMatrixSource(NumberMatrix matrix, std::vector<double> gain)
        : m_matrix(std::move(matrix))
        , m_gain(std::move(gain))
    {
    }
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        return readTogether({ &channel, 1 }, first, static_cast<std::int64_t>(out.size()), out);
    }
    /// `out` [channel, sample]
    Result<void> readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                              std::span<double> out) override;

    [[nodiscard]] bool mayLackNumbers() const override
    {
        return m_matrix.type == NumberType::Float32 || m_matrix.type == NumberType::Float64;
    }

private:
    Result<void> readRun(std::int64_t channel, std::int64_t first, std::span<double> out) const;
    Result<void> readFrames(std::span<const int> channels, std::int64_t first, std::int64_t count,
                            std::span<double> out) const;

    NumberMatrix m_matrix;
    std::vector<double> m_gain;
};

} // namespace maskscope
