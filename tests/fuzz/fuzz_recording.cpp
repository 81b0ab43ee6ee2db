// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a recording and reads it to its end. MASKSCOPE_FUZZ_FORMAT names the format; an input of several files
// (BrainVision: header, markers, samples) holds them one after another, "\n@@@\n" between them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/recording/samples/channel_statistics.h"
#include "analysis/data/recording/recording.h"

using namespace maskscope;

namespace {

constexpr std::string_view format = MASKSCOPE_FUZZ_FORMAT;
constexpr std::int64_t mostSamples = 1 << 20; // of all channels: more costs time and teaches nothing
constexpr std::string_view border = "\n@@@\n";

std::vector<std::string_view> suffixes()
{
    if (format == "brainvision")
        return { ".vhdr", ".vmrk", ".eeg" };
    if (format == "eeglab")
        return { ".set", ".fdt" };
    if (format == "fif")
        return { ".fif", "-1.fif" };
    if (format == "gdf")
        return { ".gdf" };
    return { format == "edf" ? ".edf" : ".h5" };
}

/// Never destroyed: the function that removes it runs at the very end.
const std::filesystem::path& folder()
{
    static const auto* path = [] {
        std::string name = (std::filesystem::temp_directory_path() / "maskscope-fuzz-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            std::abort();
        std::atexit([] {
            std::error_code ignored;
            std::filesystem::remove_all(folder(), ignored);
        });
        return new std::filesystem::path(name);
    }();
    return *path;
}

/// Writes the files of one input; the path of the first.
std::filesystem::path writeFiles(std::string_view bytes)
{
    const auto parts = suffixes();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto end = i + 1 < parts.size() ? std::min(bytes.find(border), bytes.size()) : bytes.size();
        const std::string_view own = bytes.substr(0, end);
        bytes.remove_prefix(std::min(end + border.size(), bytes.size()));
        const auto path = folder() / ("a" + std::string(parts[i]));
        std::ofstream(path, std::ios::binary).write(own.data(), static_cast<std::streamsize>(own.size()));
    }
    return folder() / ("a" + std::string(parts.front()));
}

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void checkSegments(const Recording& recording)
{
    std::int64_t next = 0;
    for (const Segment& segment : recording.segments) {
        require(segment.first >= next && segment.last >= segment.first && segment.last < recording.samples);
        next = segment.last + 1;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto path = writeFiles({ reinterpret_cast<const char*>(data), size });
    const auto recording = readRecording(path);
    if (!recording) {
        require(recording.error().sentence().find(folder().string()) != std::string::npos);
        return 0;
    }
    require(!recording->channels.empty() && recording->samples > 0);
    checkSegments(*recording);
    for (const Channel& channel : recording->channels)
        require(!channel.position || channel.position->allFinite());
    const auto channels = static_cast<std::int64_t>(recording->channels.size());
    if (recording->samples <= mostSamples / channels)
        static_cast<void>(channelStatistics(*recording));
    return 0;
}
