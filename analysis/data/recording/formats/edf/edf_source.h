// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "analysis/data/recording/formats/edf/edf_header.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Where the samples of one delivered channel lie, and what turns a stored number into its unit.
struct EdfStoredChannel {
    std::string label;
    std::int64_t offsetInRecord = 0; // bytes
    std::int64_t samplesPerRecord = 0;
    double gain = 1;
    double offset = 0;
};

/// Opens the file for each call: hundreds of recordings can be loaded without running out of open files.
class EdfSource : public SampleSource {
public:
    EdfSource(std::filesystem::path path, const EdfHeader& header, std::vector<EdfStoredChannel> channels)
        : m_path(std::move(path))
        , m_headerBytes(header.headerBytes)
        , m_recordBytes(header.recordBytes)
        , m_records(header.records)
        , m_width(header.sampleBytes())
        , m_channels(std::move(channels))
    {
    }

    Result<void> read(int channel, std::int64_t first, std::span<double> out) override;
    /// Record by record: each is read once for all channels.
    Result<void> readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                              std::span<double> out) override;

    [[nodiscard]] bool mayLackNumbers() const override { return false; }

private:
    [[nodiscard]] Result<void> checkRange(const EdfStoredChannel& channel, std::int64_t first,
                                          std::int64_t count) const;
    [[nodiscard]] tl::unexpected<Error> cutShort(const std::string& label) const;

    std::filesystem::path m_path;
    std::int64_t m_headerBytes;
    std::int64_t m_recordBytes;
    std::int64_t m_records;
    int m_width;
    std::vector<EdfStoredChannel> m_channels;
};

} // namespace maskscope
