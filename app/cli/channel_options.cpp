// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/channel_options.h"

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

/// Names between commas, of every use of the option.
Result<std::vector<std::string>> namesOf(const std::vector<std::string>& texts, const std::string& option)
{
    std::vector<std::string> names;
    for (const std::string& text : texts)
        for (std::size_t from = 0; from <= text.size();) {
            const std::size_t comma = std::min(text.find(',', from), text.size());
            const auto name = trimmed(std::string_view(text).substr(from, comma - from));
            if (name.empty())
                return failure(ErrorCode::InvalidArgument, option, "has an empty name", "names between commas: Fp1,Fp2",
                               text);
            names.emplace_back(name);
            from = comma + 1;
        }
    return names;
}

} // namespace

void addChannelOptions(CLI::App& command, ChannelOptions& options)
{
    // One argument a use: what follows may be a file.
    command.add_option("--channels", options.only, "Only these channels take part, whatever their kind: A,B,...")
        ->allow_extra_args(false);
    command.add_option("--exclude", options.exclude, "These channels do not take part: A,B,...")
        ->allow_extra_args(false);
    command
        .add_option("--kind", options.kinds,
                    "NAME=eog, eeg, ref or other: what a channel is, whatever its name, unit or rate say")
        ->allow_extra_args(false);
    command.add_option("--unit", options.unit, "uV, mV or V: of the numbers in the recordings, whatever they state");
}

Result<ChannelChoices> toChoices(const ChannelOptions& options)
{
    ChannelChoices choices;
    auto only = namesOf(options.only, "--channels");
    auto exclude = namesOf(options.exclude, "--exclude");
    const auto kinds = namesOf(options.kinds, "--kind");
    if (!only || !exclude || !kinds)
        return tl::unexpected(!only ? only.error() : !exclude ? exclude.error() : kinds.error());
    choices.only = std::move(*only);
    choices.exclude = std::move(*exclude);
    for (const std::string& text : *kinds) {
        auto kind = parseKindChoice(text);
        if (!kind)
            return tl::unexpected(kind.error());
        choices.kinds.push_back(std::move(*kind));
    }
    if (options.unit.empty())
        return choices;
    auto unit = parseUnitChoice(options.unit);
    if (!unit)
        return tl::unexpected(unit.error());
    choices.unit = std::move(*unit);
    return choices;
}

} // namespace maskscope
