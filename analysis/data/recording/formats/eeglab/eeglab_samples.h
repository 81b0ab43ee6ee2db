// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/eeglab/eeglab_container.h"

namespace maskscope {

struct EeglabSizes {
    std::int64_t channels = 0;
    std::int64_t samplesPerTrial = 0;
    std::int64_t trials = 1;
    double samplingRateHz = 0;
    std::int64_t described = 0; ///< channels that EEG.chanlocs lists

    [[nodiscard]] std::int64_t samples() const { return samplesPerTrial * trials; }
    [[nodiscard]] std::string text() const
    {
        return std::to_string(channels) + " channels x " + std::to_string(samplesPerTrial) + " samples x "
            + std::to_string(trials) + " epochs";
    }
};

struct EeglabSamples {
    EeglabSizes sizes;
    std::shared_ptr<SampleSource> source;
};

/// The samples of a dataset, inside it or in a file beside it. Where EEG.nbchan, EEG.pnts or EEG.trials contradict the
/// samples, these decide, as EEGLAB's own check does (said); a file of samples that was cut is read to its end (said).
[[nodiscard]] Result<EeglabSamples> openEeglabSamples(const EeglabContainer& set, const std::filesystem::path& path,
                                                      std::vector<std::string>& warnings);

} // namespace maskscope
