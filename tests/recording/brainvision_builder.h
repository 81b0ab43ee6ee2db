// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "tests/recording/temporary_folder.h"

namespace maskscope::test {

/// A small BrainVision recording, written as three files. Sample t of channel c is stored as 100 c + t.
struct BrainVisionBuilder {
    std::string heading = "Brain Vision Data Exchange Header File Version 1.0";
    std::string common = "Codepage=UTF-8\nDataFormat=BINARY\nNumberOfChannels=3\nSamplingInterval=4000\n";
    std::string dataFile = "a.eeg";
    std::string markerFile = "a.vmrk";
    std::string orientation = "MULTIPLEXED";
    std::string type = "INT_16";
    std::string binary; ///< further lines of [Binary Infos]
    std::vector<std::string> channels { "Fz,,0.5,µV", "Cz,,0.5,µV", "Pz,,0.5,µV" };
    std::string sections; ///< after the channels
    std::string markers = "Mk1=New Segment,,1,1,0,20240229235959500000\nMk2=Stimulus,S  1,3,2,0\n";
    int samples = 20;

    [[nodiscard]] std::string header() const
    {
        std::string text = heading + "\n\n[Common Infos]\n" + common + "DataFile=" + dataFile
            + "\nMarkerFile=" + markerFile + "\nDataOrientation=" + orientation
            + "\n[Binary Infos]\nBinaryFormat=" + type + "\n" + binary + "[Channel Infos]\n";
        for (std::size_t c = 0; c < channels.size(); ++c)
            text += "Ch" + std::to_string(c + 1) + "=" + channels[c] + "\n";
        return text + sections;
    }

    [[nodiscard]] std::string data() const
    {
        std::string bytes;
        const bool bigEndian = binary.find("UseBigEndianOrder=YES") != std::string::npos;
        const int n = static_cast<int>(channels.size());
        for (int i = 0; i < n * samples; ++i) {
            const int c = orientation == "MULTIPLEXED" ? i % n : i / samples;
            const int t = orientation == "MULTIPLEXED" ? i / n : i % samples;
            std::string number = type == "INT_16" ? bytesOf(static_cast<std::int16_t>(100 * c + t))
                : type == "INT_32"                ? bytesOf(static_cast<std::int32_t>(100 * c + t))
                                                  : bytesOf(static_cast<float>(100 * c + t));
            if (bigEndian)
                std::ranges::reverse(number);
            bytes += number;
        }
        return bytes;
    }

    /// Writes "a.vhdr", "a.eeg" and "a.vmrk", whatever the header calls them.
    [[nodiscard]] std::filesystem::path write(const TemporaryFolder& folder) const
    {
        static_cast<void>(folder.write("a.eeg", data()));
        static_cast<void>(folder.write(
            "a.vmrk",
            "Brain Vision Data Exchange Marker File, Version 1.0\n[Common Infos]\n[Marker Infos]\n" + markers));
        return folder.write("a.vhdr", header());
    }

    template <typename T>
    static std::string bytesOf(T value)
    {
        std::string bytes(sizeof(T), '\0');
        std::memcpy(bytes.data(), &value, sizeof(T)); // the tests run on little-endian machines
        return bytes;
    }
};

} // namespace maskscope::test
