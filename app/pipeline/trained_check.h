// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/validity/trained_table.h"

namespace maskscope {

struct TrainedCheckOptions {
    std::vector<std::string> names; ///< kinds ("nopos") or networks ("nopos_2"); empty: all
    std::vector<int> recordings { 10, 2 };
    bool otherRatio = true; ///< at a ratio that it was not trained at, too
    int seeds = 5; ///< analyses of each network, which draw other masks and untrained copies
    std::uint64_t firstSeed = 0;
    int copies = 5; ///< untrained copies beside each network, as `analyze` has by default
    int threads = 1;
};

/// Where the networks lie that were trained for this check: beside the installed resources, else in the source tree.
[[nodiscard]] std::filesystem::path trainedNetworksFolder();

/// Every network of a folder (KIND_SEED.pt with its KIND_SEED.projection.npy, and world.json) through the analysis that
/// users run, over recordings drawn from its world. `kinds` of the world must outlive the answers. Progress counts
/// analyses. Fails where an analysis fails or a name is not in the folder; Cancelled where stopped.
[[nodiscard]] Result<std::vector<TrainedAnswers>>
trainedAnswers(const std::filesystem::path& folder, const RecordedWorld& world, const TrainedCheckOptions& options,
               const std::function<void(int done, int total)>& progress, const std::stop_token& stop);

} // namespace maskscope
