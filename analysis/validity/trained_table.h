// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/validity/known_recordings.h"

namespace maskscope {

inline constexpr std::array<std::string_view, 3> kTrainedQuestions { "position.learned", "channel.learned",
                                                                     "context.learned" };

/// What the verdict said about one network over some recordings, with one seed of the analysis.
struct TrainedAnswers {
    const RecordedKind* kind = nullptr;
    std::string network; ///< "nopos_2"
    double ratio = 1;
    int recordings = 0;
    std::uint64_t seed = 0;
    std::map<std::string, std::string> findings; ///< findingName() by question

    [[nodiscard]] bool atOwnRatio() const { return ratio == kind->ownRatio; }
};

/// Shares and lists of what trained networks were told about themselves.
struct TrainedScore {
    int answers = 0; ///< all of them
    int clearCut = 0; ///< at the trained ratio, with recordings enough for an interval of the population
    int right = 0; ///< of the clear-cut ones: supported, not supported and not testable where each is true
    std::vector<std::string> wrong; ///< the clear-cut ones that are not right
    std::vector<std::string> falselySupported; ///< an effect that is not there or cannot be asked about
    std::vector<std::string> tooFar; ///< *supported* without a limit from fewer recordings than an interval needs
    std::vector<std::string> denied; ///< *not supported* at the trained ratio, and there
    std::map<std::string, int> moved; ///< by network: answers over seeds that differ from the most frequent one
    std::map<std::string, int> asked; ///< by network: answers over seeds
};
[[nodiscard]] TrainedScore scoreTrained(std::span<const TrainedAnswers> answers);

/// The limits that are broken, in words: none falsely supported, none too far, at least 95 % right, at most 1 of 15
/// answers of a network moves with the seed.
[[nodiscard]] std::vector<std::string> violations(const TrainedScore& score);

/// One row for each kind, ratio and number of recordings: what is true, and how often each finding was given.
[[nodiscard]] std::string trainedMarkdown(std::span<const TrainedAnswers> answers);

} // namespace maskscope
