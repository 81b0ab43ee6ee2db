// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace maskscope {

struct FrequencyBand {
    std::string name;
    double lowHz = 0, highHz = 0; ///< low <= f < high
};
/// The bands of clinical EEG as SPEC names them: delta 1-4, theta 4-8, alpha 8-13, beta 13-30, gamma 30-45 Hz.
[[nodiscard]] std::span<const FrequencyBand> eegBands();

/// Power of windows in frequency bands, from the periodogram of the window x less its mean, without a taper:
///   P_k = 2 |sum_n x_n exp(-2 pi i k n / W)|^2 / (rate W) at f_k = k rate / W  (not doubled at k = W / 2),
///   power of a band = sum of P_k rate / W over low <= f_k < high
/// (one-sided, so that all bands together hold the window's variance; scipy.signal.periodogram with
/// detrend="constant").
class BandPower {
public:
    BandPower(int windowLength, double samplingRateHz, std::span<const FrequencyBand> bands);
    ~BandPower();
    BandPower(BandPower&&) noexcept;
    BandPower& operator=(BandPower&&) noexcept;

    /// Whether the band lies below half the sampling rate and holds at least one frequency.
    [[nodiscard]] bool covers(std::size_t band) const;
    /// [band]; 0 for a band that is not covered.
    [[nodiscard]] Eigen::VectorXd operator()(const Eigen::Ref<const Eigen::RowVectorXf>& window);

private:
    struct Transform;
    std::unique_ptr<Transform> m_transform;
    std::vector<std::pair<int, int>> m_bins; // [band] first and one past the last k
};

} // namespace maskscope
