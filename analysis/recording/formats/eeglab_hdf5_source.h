// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analysis/recording/recording.h"

namespace maskscope {

class Hdf5File;

/// Samples of a dataset [sample, channel] or [epoch, sample, channel], read block by block.
class EeglabHdf5Source : public SampleSource {
public:
    /// `epochs`: the dataset has three dimensions.
    EeglabHdf5Source(std::shared_ptr<const Hdf5File> file, std::string dataset, bool epochs, std::int64_t channels,
                     std::int64_t epochSamples, std::int64_t samples)
        : m_file(std::move(file))
        , m_dataset(std::move(dataset))
        , m_epochs(epochs)
        , m_channels(channels)
        , m_epochSamples(epochSamples)
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

    std::shared_ptr<const Hdf5File> m_file;
    std::string m_dataset;
    bool m_epochs;
    std::int64_t m_channels;
    std::int64_t m_epochSamples;
    std::int64_t m_samples; ///< a channel, all epochs
};

} // namespace maskscope
