// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/recording/recording.h"

namespace maskscope {

struct ChannelIdentity {
    std::string name; ///< canonical, upper case: "FP1", "T7", "STATUS"
    ChannelKind kind = ChannelKind::Eeg;
    std::string note {}; ///< what was done to the label; empty: nothing
    bool known = false; ///< an electrode, a derivation of two, or a signal of a known kind
};

/// What a raw label stands for: prefixes ("EEG ", "POL "), dots ("Fc5.") and references ("-REF", "/A1", "_ref", "REF")
/// are taken off, old 10-20 names become new ones (T3 is T7, T4 T8, T5 P7, T6 P8). A label that nothing is known of
/// counts as EEG here; what becomes of it beside known ones is decided where all are known (placeChannels()).
[[nodiscard]] ChannelIdentity identifyChannel(std::string_view label);

/// Identities of all labels of one recording, which tell more than one alone: a common second electrode, or whatever
/// else several electrodes share ("-Vw"), is a reference, and "A1" among A3, A4, ... is an electrode of a cap, not an
/// ear.
[[nodiscard]] std::vector<ChannelIdentity> identifyChannels(const std::vector<std::string>& labels);

/// BioSemi's ABCD caps and intracranial grids number their electrodes A1, A2, ... B1, B2, ...: their C3 or F4 is
/// not the one of the 10-20 system and must not be placed there.
[[nodiscard]] bool numberedByLetter(const std::vector<std::string>& labels);

/// Sets Channel::name, Channel::note, Channel::knownName and, where the reader left it to the label, Channel::kind;
/// duplicates get "-0", "-1" and a warning. Of invented names nothing is concluded.
void nameChannels(Recording& recording);

} // namespace maskscope
