// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "analysis/data/recording/formats/gdf/gdf_header.h"

namespace maskscope {

/// Fills everything but types and sizes of samples from the channels' part of the header, which holds each field for
/// all channels before the next field. `text`: 256 bytes a channel, `types` [channel]: codes of the sample types.
void readGdfChannelFields(std::string_view text, double version, std::vector<GdfChannel>& channels,
                          std::vector<std::uint32_t>& types, std::vector<std::uint32_t>& samplesPerRecord);

/// The texts of the file's own events, from the tagged part of a header (2.x) behind its channels.
[[nodiscard]] std::vector<std::string> readGdfEventTexts(std::string_view tagged);

} // namespace maskscope
