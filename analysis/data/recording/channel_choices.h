// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

enum class ChannelKind { Eeg, Eog, Ecg, Emg, Reference, Trigger, Other };
[[nodiscard]] std::string_view channelKindName(ChannelKind kind); // "EEG", "EOG", ...

/// What a user decided about a recording's channels. Names are labels as the file says them or canonical names, in any
/// case.
struct ChannelChoices {
    std::vector<std::string> only {}; ///< these alone take part, whatever their kind; empty: no such choice
    std::vector<std::string> exclude {}; ///< these do not, even if named in `only`
    std::vector<std::pair<std::string, ChannelKind>> kinds {}; ///< the last word on a name counts
    std::string unit {}; ///< of the file's numbers: "uV", "mV" or "V"; empty: as the file says
    bool keepBad = false; ///< what the recording marks as bad takes part all the same

    [[nodiscard]] bool empty() const { return *this == ChannelChoices {}; }
    friend bool operator==(const ChannelChoices&, const ChannelChoices&) = default;
};

/// "eeg", "eog", "ref", "other", "ecg", "emg", "trigger": the words of --kind.
[[nodiscard]] std::string_view kindWord(ChannelKind kind);
[[nodiscard]] std::optional<ChannelKind> kindOfWord(std::string_view word);
/// "NAME=eog"; the name may hold an equals sign.
[[nodiscard]] Result<std::pair<std::string, ChannelKind>> parseKindChoice(std::string_view text);
/// "uV", "mV" or "V", else an error.
[[nodiscard]] Result<std::string> parseUnitChoice(std::string_view text);

/// Every name that is chosen, once.
[[nodiscard]] std::set<std::string> namesIn(const ChannelChoices& choices);

/// As the options of the command line: "--channels Fp1,Fp2 --kind X1=eog"; empty without a choice.
[[nodiscard]] std::string choicesText(const ChannelChoices& choices);

} // namespace maskscope
