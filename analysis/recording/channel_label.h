// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/recording/recording.h"

namespace maskscope {

[[nodiscard]] std::string upperCased(std::string_view text);

/// A raw label taken apart, in upper case: "EEG Fp1-REF" is prefix EEG, electrode FP1, reference REF.
struct LabelParts {
    std::string prefix;
    std::string electrode; ///< without dots and colons at the end
    std::string reference;
};
[[nodiscard]] LabelParts takeApart(std::string_view label);

/// Whether it is a word for a reference ("REF", "LE", "A1", "CPZ", ...), so that "F3-LE" is F3.
[[nodiscard]] bool isReferenceWord(std::string_view upper);

/// Kind by name alone, of an upper-case name.
[[nodiscard]] ChannelKind kindOfName(std::string_view upper);

/// T7 of T3, T8 of T4, P7 of T5, P8 of T6; any other name as it is.
[[nodiscard]] std::string modernName(const std::string& upper);
/// The other name of the same electrode: T3 of T7, A1 of M1 and the reverse; empty where there is none.
[[nodiscard]] std::string otherElectrodeName(const std::string& upper);

/// Number of a name like "E129"; 0 for any other.
[[nodiscard]] int numberOfE(std::string_view upper);
/// "E129" where the labels are those of an EGI net of 128 electrodes with its vertex reference (E33, E65, E129, E257):
/// the highest number, and a quarter of the net at least. Else empty.
[[nodiscard]] std::string vertexOfNet(const std::vector<std::string>& labels);

} // namespace maskscope
