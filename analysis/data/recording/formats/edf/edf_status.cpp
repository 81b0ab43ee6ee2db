// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/edf/edf_status.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace maskscope {

namespace {

constexpr std::uint32_t restartBit = 1U << 16U;
constexpr std::int64_t blockSamples = 1 << 16;

/// Samples at which the bit goes up.
Result<std::vector<std::int64_t>> restartsOf(Recording& recording, int status)
{
    std::vector<std::int64_t> restarts;
    std::vector<double> bits;
    bool before = true; // a recording begins with it
    for (std::int64_t first = 0; first < recording.samples; first += blockSamples) {
        bits.resize(static_cast<std::size_t>(std::min(blockSamples, recording.samples - first)));
        if (auto ok = recording.source->read(status, first, bits); !ok)
            return tl::unexpected(ok.error());
        for (std::size_t i = 0; i < bits.size(); ++i) {
            const bool up = (static_cast<std::uint32_t>(static_cast<std::int32_t>(bits[i])) & restartBit) != 0;
            if (up && !before)
                restarts.push_back(first + static_cast<std::int64_t>(i));
            before = up;
        }
    }
    return restarts;
}

std::vector<Segment> cutAt(const std::vector<Segment>& segments, const std::vector<std::int64_t>& borders)
{
    std::vector<Segment> pieces;
    for (const Segment& segment : segments) {
        pieces.push_back(segment);
        for (const std::int64_t border : borders) {
            if (border <= pieces.back().first || border > pieces.back().last)
                continue;
            pieces.back().last = border - 1;
            pieces.push_back({ border, segment.last, std::nullopt, segment.part });
        }
    }
    return pieces;
}

} // namespace

Result<void> cutAtRestarts(Recording& recording, int status)
{
    const auto restarts = restartsOf(recording, status);
    if (!restarts)
        return tl::unexpected(restarts.error());
    if (restarts->empty())
        return {};
    const std::string label = recording.channels[static_cast<std::size_t>(status)].label;
    constexpr double fewestSecondsEach = 2; // nobody begins anew more often: another device's bit
    constexpr std::size_t few = 3;
    if (restarts->size() > few && recording.durationS() < fewestSecondsEach * static_cast<double>(restarts->size())) {
        recording.warnings.push_back("bit 16 of " + label + " goes up " + std::to_string(restarts->size())
                                     + " times: too often to mark where recording began anew");
        return {};
    }
    recording.segments = cutAt(recording.segments, *restarts);
    recording.warnings.push_back("the amplifier began anew " + std::to_string(restarts->size())
                                 + (restarts->size() == 1 ? " time" : " times") + " (bit 16 of " + label
                                 + "): windows do not straddle these borders");
    return {};
}

} // namespace maskscope
