// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace maskscope {

/// A raw label taken apart, in upper case: "EEG Fp1-REF" is prefix EEG, electrode FP1, second REF.
struct LabelParts {
    std::string prefix;
    std::string electrode; ///< without dots and colons at the end
    std::string second; ///< a reference, the other electrode of a derivation, or an ending that nothing is known of
    std::string whole; ///< electrode and second where the latter stays: "FP1-F7"; else the electrode
    bool twoNames = false; ///< "T7/T3": two names of one electrode, the new one is kept
};
/// A dash divides whatever stands beside it. Other signs (/ _ . : blanks, brackets), or nothing at all ("C3REF",
/// "EEGC4"), divide only where a known electrode comes out.
[[nodiscard]] LabelParts takeApart(std::string_view label);

/// T7 of T3, T8 of T4, P7 of T5, P8 of T6; any other name as it is.
[[nodiscard]] std::string modernName(const std::string& upper);
/// The other name of the same electrode: T3 of T7, A1 of M1 and the reverse; empty where there is none.
[[nodiscard]] std::string otherElectrodeName(const std::string& upper);

/// Without the "-0" of a duplicate: "T8-P8-1" is T8-P8.
[[nodiscard]] std::string withoutCopyNumber(const std::string& name);

/// Number of a name like "E129"; 0 for any other.
[[nodiscard]] int numberOfE(std::string_view upper);
/// "E129" where the labels are those of an EGI net of 128 electrodes with its vertex reference (E33, E65, E129, E257):
/// the highest number, and a quarter of the net at least. Else empty.
[[nodiscard]] std::string vertexOfNet(const std::vector<std::string>& labels);

} // namespace maskscope
