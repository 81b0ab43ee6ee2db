// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/input_change.h"

namespace maskscope {

PassInput passInput(InputChange change, const InferenceInput& input, const SignalCodec::Traits& traits)
{
    PassInput pass { { traits.standardises, traits.noiseScale, traits.hidesCodes }, {} };
    pass.rules.positions = input.positions;
    switch (change) {
    case InputChange::None:
        break;
    case InputChange::ContextSwapped:
        pass.rules.visible = VisibleTokens::Other;
        pass.rules.otherContext = &input.otherContext;
        break;
    case InputChange::ContextZeroed:
        pass.rules.visible = VisibleTokens::Zeros;
        break;
    case InputChange::PositionMirrored:
        pass.rules.mirrorPosition = true;
        break;
    case InputChange::ChannelMoved:
        pass.rules.channelInstead = input.movedChannel;
        break;
    case InputChange::NoTemporalCode:
        pass.codes.temporal = false;
        break;
    case InputChange::NoSpatialCode:
        pass.codes.spatial = false;
        break;
    }
    return pass;
}

std::string obstacle(InputChange change, const InferenceInput& input)
{
    if (change == InputChange::ChannelMoved && input.movedChannel.size() != input.windows->sequences.size())
        return "no recording has a second channel whose code could stand in";
    if (change != InputChange::ContextSwapped)
        return {};
    for (std::size_t s = 0; s < input.windows->sequences.size(); ++s)
        if (!input.otherContext || input.otherContext(s).empty())
            return "no other recording holds the same channel, so no other context can stand in";
    return {};
}

std::string unchangedReason(InputChange change, bool nothingVisible, bool hidesCodes)
{
    switch (change) {
    case InputChange::ContextSwapped:
    case InputChange::ContextZeroed:
        return nothingVisible ? "every token is masked: there is no context to replace"
                              : "replacing the visible tokens does not change the model's input";
    case InputChange::PositionMirrored:
    case InputChange::NoTemporalCode:
        return nothingVisible && hidesCodes
            ? "every token is masked, and this model gives masked tokens no temporal code"
            : "the temporal code does not change the model's input";
    case InputChange::ChannelMoved:
    case InputChange::NoSpatialCode:
        return nothingVisible && hidesCodes
            ? "every token is masked, and this model gives masked tokens no spatial code"
            : "the spatial code does not change the model's input: no electrode has a position of its own";
    case InputChange::None:
        break;
    }
    return {};
}

} // namespace maskscope
