// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/masking/mask_plan.h"

#include <array>

namespace maskscope {

namespace {

using namespace std::string_view_literals;
constexpr std::array styleNames { "mae"sv, "bert"sv, "within_token"sv, "multi_channel"sv };
constexpr std::array replacementNames { "zeros"sv, "gaussian_noise"sv };

template <typename Enum, std::size_t N>
std::optional<Enum> fromName(const std::array<std::string_view, N>& names, std::string_view name)
{
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name)
            return static_cast<Enum>(i);
    return std::nullopt;
}

} // namespace

std::string_view maskStyleName(MaskStyle style) { return styleNames[static_cast<std::size_t>(style)]; }

std::string_view maskReplacementName(MaskReplacement replacement)
{
    return replacementNames[static_cast<std::size_t>(replacement)];
}

std::optional<MaskStyle> maskStyleFromName(std::string_view name) { return fromName<MaskStyle>(styleNames, name); }

std::optional<MaskReplacement> maskReplacementFromName(std::string_view name)
{
    return fromName<MaskReplacement>(replacementNames, name);
}

} // namespace maskscope
