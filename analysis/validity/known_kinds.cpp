// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/validity/known_kinds.h"

namespace maskscope {

namespace {

constexpr double kMisfit = 0.1; // of a model that was trained well

/// What holds of the three factors: it uses them or not, and what it uses it has learned or not.
std::map<std::string, Truth> factorTruths(Truth position, Truth channel, Truth context, bool learned = true)
{
    std::map<std::string, Truth> truths;
    for (const auto& [name, uses] :
         { std::pair { "position", position }, { "channel", channel }, { "context", context } }) {
        truths[std::string(name) + ".depends"] = uses;
        truths[std::string(name) + ".learned"] = uses == Truth::Yes && !learned ? Truth::No : uses;
    }
    return truths;
}

constexpr Truth yes = Truth::Yes, no = Truth::No, open = Truth::Untestable;

/// Targets with something of everything: what a model leaves unused is there to be used.
WorldSpec fullWorld()
{
    WorldSpec world;
    world.position = world.channel = world.context = 0.25;
    return world;
}

void with(KnownKind& kind, std::initializer_list<std::pair<const std::string, Truth>> truths)
{
    for (const auto& [id, truth] : truths)
        kind.truths[id] = truth;
}

std::vector<KnownKind> factorKinds()
{
    std::vector<KnownKind> kinds;
    const WorldSpec full = fullWorld();
    kinds.push_back({ "position-linear",
                      "uses the position alone, a straight course",
                      full,
                      { .position = 1, .misfit = kMisfit },
                      factorTruths(yes, no, no) });
    with(kinds.back(), { { "position_only", yes }, { "reconstructs.global", yes } });
    WorldSpec oscillating = full;
    oscillating.course = PositionCourse::Oscillating;
    kinds.push_back({ "position-oscillating",
                      "uses the position alone, three cycles",
                      oscillating,
                      { .position = 1, .misfit = kMisfit },
                      factorTruths(yes, no, no) });
    with(kinds.back(), { { "position_only", yes }, { "reconstructs.global", yes } });
    kinds.push_back({ "channel-only",
                      "uses the channel alone",
                      full,
                      { .channel = 1, .misfit = kMisfit },
                      factorTruths(no, yes, no) });
    with(kinds.back(), { { "position_only", no }, { "reconstructs.global", yes } });
    kinds.push_back({ "additive",
                      "position and channel, added",
                      full,
                      { .position = 1, .channel = 1, .misfit = kMisfit },
                      factorTruths(yes, yes, no) });
    with(kinds.back(), { { "position_only", no }, { "reconstructs.global", yes } });
    WorldSpec interaction = full;
    interaction.interaction = 0.5;
    interaction.position = interaction.channel = 0;
    kinds.push_back({ "interaction",
                      "a course over position of its own for each channel, with no common one",
                      interaction,
                      { .interaction = 1, .misfit = kMisfit },
                      { { "position.depends", yes },
                        { "channel.depends", yes },
                        { "context.depends", no },
                        { "context.learned", no },
                        { "position_only", no },
                        { "reconstructs.global", yes } } });
    kinds.back().neverDenied = { "position.learned", "channel.learned" }; // it knows both, if only together
    kinds.push_back({ "context",
                      "continues the visible tokens, without any code",
                      full,
                      { .context = 1, .misfit = kMisfit },
                      factorTruths(no, no, yes) });
    // Visible tokens tell it the course and the channel, which its predictions carry.
    with(kinds.back(),
         { { "position.learned", yes },
           { "channel.learned", yes },
           { "position_only", no },
           { "reconstructs.global", yes } });
    kinds.push_back({ "everything",
                      "position, channel and context",
                      full,
                      { .position = 1, .channel = 1, .context = 1, .misfit = kMisfit },
                      factorTruths(yes, yes, yes) });
    with(kinds.back(), { { "position_only", no }, { "collapsed.predictions", no }, { "reconstructs.global", yes } });
    WorldSpec norm = full;
    norm.layerNorm = true;
    kinds.push_back({ "additive-layernorm",
                      "position and channel, with a LayerNorm at the end",
                      norm,
                      { .position = 1, .channel = 1, .misfit = kMisfit },
                      factorTruths(yes, yes, no) });
    with(kinds.back(), { { "position_only", no } });
    return kinds;
}

std::vector<KnownKind> spectrumKinds()
{
    std::vector<KnownKind> kinds;
    WorldSpec codes = fullWorld();
    codes.position = 0.4;
    codes.channel = 0.3;
    codes.context = 0.1;
    kinds.push_back({ "collapsed-1",
                      "position and channel, pressed onto one direction",
                      codes,
                      { .position = 1, .channel = 1, .misfit = kMisfit, .rank = 1 },
                      { { "collapsed.predictions", yes } } });
    WorldSpec channels = codes; // eight channels of seven directions: three are less than half of them
    channels.position = 0.05;
    channels.channel = 0.7;
    kinds.push_back({ "collapsed-3",
                      "everything, pressed onto three directions",
                      channels,
                      { .position = 1, .channel = 1, .context = 1, .misfit = kMisfit, .rank = 3 },
                      { { "collapsed.predictions", yes } } });
    kinds.push_back(
        { "constant", "predicts the same everywhere", fullWorld(), { .scale = 0 }, factorTruths(no, no, no) });
    with(kinds.back(), { { "collapsed.predictions", yes }, { "position_only", no }, { "reconstructs.global", no } });
    return kinds;
}

/// Nothing was learned, and nothing may be said to have been.
std::vector<KnownKind> emptyKinds()
{
    std::vector<KnownKind> kinds;
    const WorldSpec full = fullWorld();
    const auto unlearned = factorTruths(yes, yes, yes, false);
    kinds.push_back({ "noise",
                      "another output for every other input, as if drawn by lot",
                      full,
                      { .noise = true, .scale = 0.7 },
                      unlearned });
    with(kinds.back(), { { "collapsed.predictions", no }, { "position_only", no }, { "reconstructs.global", no } });
    kinds.push_back({ "untrained",
                      "an untrained network",
                      full,
                      {},
                      { { "position.learned", no },
                        { "channel.learned", no },
                        { "context.learned", no },
                        { "position_only", no },
                        { "reconstructs.global", no } },
                      true,
                      {},
                      true });
    kinds.push_back({ "elsewhere",
                      "strong use of everything, learned from recordings of another world",
                      full,
                      { .position = 1, .channel = 1, .context = 1, .ownFactors = true },
                      unlearned });
    with(kinds.back(), { { "position_only", no }, { "reconstructs.global", no } });
    WorldSpec white;
    kinds.push_back({ "nothing-to-learn",
                      "recordings of white noise, and a network that uses everything",
                      white,
                      { .position = 1, .channel = 1, .context = 1, .misfit = 0.3 },
                      { { "position.learned", no },
                        { "channel.learned", no },
                        { "context.learned", no },
                        { "position_only", no },
                        { "reconstructs.global", no } } });
    return kinds;
}

std::vector<KnownKind> limitKinds()
{
    std::vector<KnownKind> kinds;
    WorldSpec hidden = fullWorld();
    hidden.maskRatio = 1;
    kinds.push_back({ "all-masked",
                      "position and channel, every token masked",
                      hidden,
                      { .position = 1, .channel = 1, .misfit = kMisfit },
                      factorTruths(yes, yes, open) });
    with(kinds.back(), { { "position_only", open } });
    kinds.push_back({ "all-masked-no-codes",
                      "every token masked, and no code on masked tokens",
                      hidden,
                      { .position = 1, .channel = 1, .hidesCodes = true },
                      factorTruths(open, open, open) });
    with(kinds.back(), { { "position_only", open } });
    WorldSpec symmetric = fullWorld();
    symmetric.course = PositionCourse::Symmetric;
    kinds.push_back({ "position-symmetric",
                      "uses the position alone, a course that mirroring leaves as it is",
                      symmetric,
                      { .position = 1, .misfit = kMisfit },
                      { { "position.depends", yes },
                        { "position.learned", yes },
                        { "channel.learned", no },
                        { "context.learned", no } } });
    return kinds;
}

/// The same with few recordings: nothing may be made up, but not everything has to be found.
std::vector<KnownKind> fewRecordings(const std::vector<KnownKind>& all)
{
    std::vector<KnownKind> kinds;
    for (const char* id : { "position-linear", "channel-only", "context", "noise", "untrained", "elsewhere" })
        for (const KnownKind& kind : all)
            if (kind.id == id) {
                kinds.push_back(kind);
                kinds.back().id += "-few";
                kinds.back().description += ", 3 recordings";
                kinds.back().world.recordings = 3;
                kinds.back().strong = false;
                if (kind.untrained) // a mean of two other recordings is so poor that small outputs may well beat it
                    kinds.back().truths.erase("reconstructs.global");
            }
    return kinds;
}

/// Weak effects, to see how much it takes.
std::vector<KnownKind> weakKinds()
{
    std::vector<KnownKind> kinds;
    for (const double share : { 0.05, 0.02 }) {
        WorldSpec world;
        world.position = world.channel = world.context = share;
        const std::string percent = share > 0.03 ? "5 %" : "2 %";
        kinds.push_back({ share > 0.03 ? "everything-5" : "everything-2",
                          "position, channel and context, each " + percent + " of the targets' variance",
                          world,
                          { .position = 1, .channel = 1, .context = 1, .misfit = kMisfit * share },
                          factorTruths(yes, yes, yes),
                          false });
    }
    return kinds;
}

} // namespace

const std::vector<KnownKind>& knownKinds()
{
    static const std::vector<KnownKind> kinds = [] {
        std::vector<KnownKind> all;
        for (auto make : { factorKinds, spectrumKinds, emptyKinds, limitKinds, weakKinds })
            for (KnownKind& kind : make())
                all.push_back(std::move(kind));
        for (KnownKind& kind : fewRecordings(all))
            all.push_back(std::move(kind));
        return all;
    }();
    return kinds;
}

} // namespace maskscope
