// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/mixed_rates.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "analysis/data/recording/channels/channel_kinds.h"

namespace maskscope {

namespace {

std::string rateText(double rateHz)
{
    std::array<char, 32> text {};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), rateHz, std::chars_format::general, 6).ptr;
    return std::string(text.data(), end) + " Hz";
}

} // namespace

double mainRate(const std::vector<Channel>& channels) { return rateOfMost(channels); }

void warnAboutOtherRates(Recording& recording)
{
    std::string others;
    for (const Channel& channel : recording.channels) {
        if (channel.samplingRateHz != recording.samplingRateHz)
            others += (others.empty() ? "" : ", ") + channel.label + " (" + rateText(channel.samplingRateHz) + ")";
    }
    if (!others.empty())
        recording.warnings.push_back("channels of another sampling rate than " + rateText(recording.samplingRateHz)
                                     + " are kept apart: " + others);
}

} // namespace maskscope
