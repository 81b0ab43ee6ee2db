// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/input_change.h"

namespace maskscope {

PassInput passInput(InputChange change, const InferenceInput& input, const SignalCodec::Traits& traits)
{
    PassInput pass { { traits.standardises, traits.noiseScale, traits.hidesCodes }, {} };
    pass.rules.positions = input.positions;
    pass.rules.sameWindows = changesCodesOnly(change);
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
    case InputChange::PositionTurned:
        pass.rules.turnPosition = true;
        break;
    case InputChange::ChannelFar:
        pass.rules.channelInstead = input.farChannel;
        break;
    case InputChange::ContextOtherChannel:
        pass.rules.visible = VisibleTokens::Other;
        pass.rules.otherContext = &input.farContext;
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

bool changesContextOnly(InputChange change)
{
    return change == InputChange::ContextSwapped || change == InputChange::ContextZeroed
        || change == InputChange::ContextOtherChannel;
}

bool changesCodesOnly(InputChange change) { return change != InputChange::None && !changesContextOnly(change); }

std::string obstacle(InputChange change, const InferenceInput& input)
{
    const std::size_t sequences = input.windows->sequences.size();
    if ((change == InputChange::ChannelMoved && input.movedChannel.size() != sequences)
        || (change == InputChange::ChannelFar && input.farChannel.size() != sequences))
        return "no recording has a second channel whose code could stand in";
    const bool far = change == InputChange::ContextOtherChannel;
    if (change != InputChange::ContextSwapped && !far)
        return {};
    const auto& other = far ? input.farContext : input.otherContext;
    for (std::size_t s = 0; s < sequences; ++s)
        if (!other || other(s).empty())
            return far ? "no other recording holds another channel, so no other channel's context can stand in"
                       : "no other recording holds the same channel, so no other context can stand in";
    return {};
}

std::string unchangedReason(InputChange change, bool nothingVisible, bool hidesCodes)
{
    switch (change) {
    case InputChange::ContextSwapped:
    case InputChange::ContextZeroed:
    case InputChange::ContextOtherChannel:
        return nothingVisible ? "every token is masked: there is no context to replace"
                              : "replacing the visible tokens does not change the model's input";
    case InputChange::PositionMirrored:
    case InputChange::PositionTurned:
    case InputChange::NoTemporalCode:
        return nothingVisible && hidesCodes
            ? "every token is masked, and this model gives masked tokens no temporal code"
            : "the temporal code does not change the model's input";
    case InputChange::ChannelMoved:
    case InputChange::ChannelFar:
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
