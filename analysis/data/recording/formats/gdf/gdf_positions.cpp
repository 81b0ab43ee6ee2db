// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/gdf/gdf_positions.h"

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/channels/montage.h"

namespace maskscope {

namespace {

/// Mean cosine between the positions and where electrodes of these names sit; 0 where no name is known.
double agreement(const GdfHeader& header)
{
    std::vector<std::string> labels;
    for (const GdfChannel& channel : header.channels)
        labels.push_back(channel.label);
    const auto identities = identifyChannels(labels);
    double sum = 0;
    int known = 0;
    for (std::size_t c = 0; c < header.channels.size(); ++c) {
        const auto& point = header.channels[c].position;
        const auto place = builtInMontage().position(identities[c].name);
        if (!point || !place)
            continue;
        sum += point->normalized().dot(*place);
        ++known;
    }
    return known > 0 ? sum / known : 0;
}

} // namespace

void placeGdfChannels(const GdfHeader& header, const std::vector<int>& index, Recording& recording)
{
    constexpr double alike = 0.7; // cosine: 45 degrees, more than separates head shapes
    std::vector<double> radii;
    for (const GdfChannel& channel : header.channels) {
        if (channel.position)
            radii.push_back(channel.position->norm());
    }
    if (radii.empty())
        return;
    if (agreement(header) < alike) {
        recording.warnings.emplace_back("the header's electrode positions are not used: no names confirm which way "
                                        "their axes point");
        return;
    }
    const double factor = lengthScale(std::move(radii)).factor;
    for (std::size_t c = 0; c < header.channels.size(); ++c) {
        if (index[c] < 0 || !header.channels[c].position)
            continue;
        Channel& channel = recording.channels[static_cast<std::size_t>(index[c])];
        channel.position = *header.channels[c].position * factor;
        channel.positionSource = "file";
    }
}

} // namespace maskscope
