// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/prediction/prediction_set.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/windowing/window_set.h"

namespace maskscope {

InferenceUnits inferenceUnits(std::size_t recordings, const std::vector<std::string>& subjects)
{
    InferenceUnits units;
    const bool known = subjects.size() == recordings && std::ranges::count(subjects, "") == 0;
    const bool several = known && std::ranges::adjacent_find(subjects, std::ranges::not_equal_to()) != subjects.end();
    std::vector<std::string> names; // [unit]
    for (std::size_t r = 0; r < recordings; ++r) {
        const std::string name = several ? subjects[r] : std::to_string(r);
        const auto at = std::ranges::find(names, name);
        units.ofRecording.push_back(static_cast<int>(at - names.begin()));
        if (at == names.end())
            names.push_back(name);
    }
    if (several)
        units.name = "subject";
    units.count = static_cast<int>(names.size());
    return units;
}

void describeWindows(PredictionSet& set, const WindowSet& windows)
{
    set.samplingRateHz = windows.samplingRateHz;
    set.windowMeanUv.clear();
    set.windowStdUv.clear();
    const auto length = static_cast<Eigen::Index>(windows.windowLength);
    for (std::size_t row = 0; row < set.position.size(); ++row) {
        if (row > 0 && set.sequence[row] != set.sequence[row - 1])
            windows.release(static_cast<std::size_t>(set.sequence[row - 1]),
                            static_cast<std::size_t>(set.sequence[row - 1]) + 1);
        const auto samples = windows.windows(static_cast<std::size_t>(set.sequence[row]));
        const Eigen::Map<const Eigen::VectorXf> window(samples.data() + set.tokenIndex[row] * length, length);
        const double mean = window.cast<double>().mean();
        set.windowMeanUv.push_back(mean);
        set.windowStdUv.push_back(std::sqrt((window.cast<double>().array() - mean).square().mean()));
    }
}

} // namespace maskscope
