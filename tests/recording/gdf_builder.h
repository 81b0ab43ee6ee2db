// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace maskscope::test {

struct GdfBuilderChannel {
    std::string label = "EEG:Cz";
    std::string unit = "uV"; ///< of 1.x; 2.x: see unitCode
    std::uint16_t unitCode = 4275;
    double physicalMin = -3276.8;
    double physicalMax = 3276.7;
    double digitalMin = -32768;
    double digitalMax = 32767;
    std::uint32_t type = 3;
    std::uint32_t perRecord = 10;
    std::array<float, 3> position {}; ///< of 2.x
};

struct GdfBuilderEvent {
    std::uint32_t position = 1; ///< counts from 1
    std::uint16_t code = 769;
    std::uint32_t duration = 0; ///< mode 3
    std::uint16_t channel = 0; ///< mode 3
};

/// Bytes of a small GDF file of version 1.x or 2.x.
struct GdfBuilder {
    std::string version = "2.20";
    std::int64_t statedRecords = -2; ///< -2: as many as are written
    std::int64_t writtenRecords = 3;
    std::uint32_t durationNumerator = 1;
    std::uint32_t durationDenominator = 1;
    double floatDuration = 0; ///< above 0: in place of the fraction
    std::vector<GdfBuilderChannel> channels { {} };
    std::vector<GdfBuilderEvent> events;
    int mode = 3; ///< of the event table; 0: no table
    double eventRate = 0;
    std::string tagged; ///< behind the channels' header, padded to 256 bytes
    /// Stored number of a channel's sample; counts up from 1000 times the channel unless given.
    std::function<double(std::size_t channel, std::int64_t sample)> value;

    [[nodiscard]] bool first() const { return version < "1.9"; }
    [[nodiscard]] std::string header() const;
    [[nodiscard]] std::string samples() const;
    [[nodiscard]] std::string eventTable() const;
    [[nodiscard]] std::string bytes() const { return header() + samples() + eventTable(); }
};

/// Appends a number as GDF stores it.
template <typename T>
void put(std::string& out, T value)
{
    out.append(reinterpret_cast<const char*>(&value), sizeof(T)); // the tests run on little-endian machines
}

} // namespace maskscope::test
