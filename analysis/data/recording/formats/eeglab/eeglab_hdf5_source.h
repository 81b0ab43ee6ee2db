// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analysis/data/hdf5/hdf5_block_reader.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Samples of a dataset [sample, channel] or [epoch, sample, channel], read block by block.
class EeglabHdf5Source : public SampleSource {
public:
    EeglabHdf5Source(std::shared_ptr<const Hdf5File> file, Hdf5BlockReader data, std::int64_t channels,
                     std::int64_t samples)
        : m_file(std::move(file))
        , m_data(std::move(data))
        , m_epochs(m_data.shape().size() == 3)
        , m_channels(channels)
        , m_epochSamples(m_data.shape()[m_data.shape().size() - 2])
        , m_samples(samples)
    {
    }
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        return readTogether({ &channel, 1 }, first, static_cast<std::int64_t>(out.size()), out);
    }
    /// `out` [channel, sample]
    Result<void> readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                              std::span<double> out) override;

private:
    Result<void> readFrames(std::int64_t channel, std::int64_t wide, std::int64_t first, std::span<double> out) const;

    std::shared_ptr<const Hdf5File> m_file; // outlives what reads from it
    Hdf5BlockReader m_data;
    bool m_epochs;
    std::int64_t m_channels;
    std::int64_t m_epochSamples;
    std::int64_t m_samples; ///< a channel, all epochs
};

} // namespace maskscope
