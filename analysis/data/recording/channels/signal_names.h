// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Kind by name alone, of an upper-case name: "VEOL", "ERG1", "CQ_AF3", "TIB SX". None where nothing is known of it; an
/// electrode is not asked for here (see isElectrode()).
[[nodiscard]] std::optional<ChannelKind> kindOfName(std::string_view upper);

struct NumberedName {
    std::string stem;
    int number = 0;
};
/// A name like "ACC3" that counts as another signal for how it begins, and could as well be a contact of a depth
/// electrode or a grid: where there are many of the stem. None of inputs that amplifiers number (EXG, AUX, DC, ...).
[[nodiscard]] std::optional<NumberedName> numberedSensor(std::string_view upper);

/// A word for a reference ("REF", "LE", "A1", "CPZ", "(A1+A2)/2", ...), so that "F3-LE" is F3.
[[nodiscard]] bool isReferenceWord(std::string_view upper);

/// An electrode of the 10-05 system by its new or old name, or one that has a name and no place on the scalp (T1, SP1,
/// PG1). Ears and mastoids are references.
[[nodiscard]] bool isElectrode(std::string_view upper);

/// Words before a name: "EEG Fp1", "POL Cz".
[[nodiscard]] std::span<const std::string_view> labelPrefixes();

} // namespace maskscope
