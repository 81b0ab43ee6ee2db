// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/prediction/prediction_set.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/data/windowing/window_set.h"

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

namespace {

constexpr std::size_t kRawWindows = 512;

/// From the products of the windows with each other, which are as many as the windows squared however long they are.
void describeRawSpectrum(PredictionSet& set, const WindowSet& windows)
{
    const std::size_t rows = set.position.size(), few = std::min(rows, kRawWindows);
    if (few < 2)
        return;
    const auto length = static_cast<Eigen::Index>(windows.windowLength);
    RowMatrixF raw(static_cast<Eigen::Index>(few), length);
    for (std::size_t i = 0; i < few; ++i) {
        const std::size_t row = (2 * i + 1) * rows / (2 * few);
        const auto samples = windows.windows(static_cast<std::size_t>(set.sequence[row]));
        raw.row(static_cast<Eigen::Index>(i))
            = Eigen::Map<const Eigen::RowVectorXf>(samples.data() + set.tokenIndex[row] * length, length);
    }
    const double squares = raw.cast<double>().squaredNorm();
    raw.rowwise() -= raw.colwise().mean().eval();
    const double centred = raw.cast<double>().squaredNorm();
    const Eigen::MatrixXf products = raw * raw.transpose();
    const double products2 = products.cast<double>().squaredNorm();
    if (!(squares > 0) || !(products2 > 0) || !std::isfinite(products2))
        return;
    set.rawParticipationRatio = centred * centred / products2;
    set.rawVarianceShare = centred / squares;
}

} // namespace

void describeWindows(PredictionSet& set, const WindowSet& windows)
{
    set.samplingRateHz = windows.samplingRateHz;
    describeRawSpectrum(set, windows);
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
