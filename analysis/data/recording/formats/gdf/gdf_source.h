// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "analysis/data/recording/formats/gdf/gdf_header.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Where the samples of one channel lie, and what turns a stored number into its unit.
struct GdfStoredChannel {
    std::string label;
    GdfNumbers numbers;
    std::int64_t offsetInRecord = 0; // bytes
    std::int64_t samplesPerRecord = 0;
    double gain = 1;
    double offset = 0;
};

/// Opens the file for each call, like the source of EDF. Data records may be as short as one sample: those are read
/// many at once.
class GdfSource : public SampleSource {
public:
    GdfSource(std::filesystem::path path, const GdfHeader& header, std::vector<GdfStoredChannel> channels)
        : m_path(std::move(path))
        , m_headerBytes(header.headerBytes)
        , m_recordBytes(header.recordBytes)
        , m_records(header.records)
        , m_channels(std::move(channels))
    {
    }
    /// Pieces of time [first, last] in which nothing was measured, in samples of the channels that have
    /// `samplesPerRecord`: not a number comes from there, whatever is stored.
    void setMissing(std::vector<Segment> missing, std::int64_t samplesPerRecord)
    {
        m_missing = std::move(missing);
        m_missingPerRecord = samplesPerRecord;
    }

    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        return readTogether({ &channel, 1 }, first, static_cast<std::int64_t>(out.size()), out);
    }
    Result<void> readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                              std::span<double> out) override;

private:
    [[nodiscard]] const GdfStoredChannel& stored(int channel) const
    {
        return m_channels.at(static_cast<std::size_t>(channel));
    }
    Result<void> readRecords(std::ifstream& in, std::span<const int> channels, std::int64_t first, std::int64_t count,
                             std::span<double> out) const;
    Result<void> readChannel(std::ifstream& in, int channel, std::int64_t first, std::span<double> out) const;
    [[nodiscard]] tl::unexpected<Error> cutShort(const std::string& label) const;
    void markMissing(const GdfStoredChannel& channel, std::int64_t first, std::span<double> out) const;

    std::filesystem::path m_path;
    std::int64_t m_headerBytes;
    std::int64_t m_recordBytes;
    std::int64_t m_records;
    std::vector<GdfStoredChannel> m_channels;
    std::vector<Segment> m_missing;
    std::int64_t m_missingPerRecord = 1;
};

} // namespace maskscope
