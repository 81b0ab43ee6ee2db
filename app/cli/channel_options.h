// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "analysis/data/recording/channel_choices.h"

namespace maskscope {

/// Choices about channels, as written on the command line.
struct ChannelOptions {
    std::vector<std::string> only, exclude, kinds;
    std::string unit;
};

/// --channels, --exclude, --kind and --unit, of any command that reads recordings.
void addChannelOptions(CLI::App& command, ChannelOptions& options);

[[nodiscard]] Result<ChannelChoices> toChoices(const ChannelOptions& options);

} // namespace maskscope
