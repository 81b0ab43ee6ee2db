// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/band_power.h"

#include <array>
#include <cmath>
#include <utility>

#include <unsupported/Eigen/FFT>

namespace maskscope {

std::span<const FrequencyBand> eegBands()
{
    static const std::array<FrequencyBand, 5> bands {
        { { "delta", 1, 4 }, { "theta", 4, 8 }, { "alpha", 8, 13 }, { "beta", 13, 30 }, { "gamma", 30, 45 } }
    };
    return bands;
}

struct BandPower::Transform {
    Eigen::FFT<double> fft;
    std::vector<double> samples;
    std::vector<std::complex<double>> spectrum;
};

BandPower::BandPower(int windowLength, double samplingRateHz, std::span<const FrequencyBand> bands)
    : m_transform(std::make_unique<Transform>())
{
    m_transform->samples.resize(static_cast<std::size_t>(windowLength));
    m_transform->fft.SetFlag(Eigen::FFT<double>::HalfSpectrum);
    const double step = samplingRateHz / windowLength;
    // Frequencies on a border belong to the band above; a rounding error must not move them.
    const auto binAt = [&](double hz) { return static_cast<int>(std::ceil(hz / step - 1e-9)); };
    for (const FrequencyBand& band : bands) {
        const bool below = band.highHz <= samplingRateHz / 2;
        m_bins.emplace_back(below ? binAt(band.lowHz) : 0, below ? binAt(band.highHz) : 0);
    }
}

BandPower::~BandPower() = default;
BandPower::BandPower(BandPower&&) noexcept = default;
BandPower& BandPower::operator=(BandPower&&) noexcept = default;

bool BandPower::covers(std::size_t band) const { return m_bins[band].second > m_bins[band].first; }

Eigen::VectorXd BandPower::operator()(const Eigen::Ref<const Eigen::RowVectorXf>& window)
{
    auto& samples = m_transform->samples;
    const auto length = static_cast<double>(samples.size());
    const double mean = window.cast<double>().mean();
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<double>(window(static_cast<Eigen::Index>(i))) - mean;
    m_transform->fft.fwd(m_transform->spectrum, samples);
    Eigen::VectorXd power = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(m_bins.size()));
    for (std::size_t b = 0; b < m_bins.size(); ++b)
        for (int k = m_bins[b].first; k < m_bins[b].second; ++k) // k < W / 2: the band ends below half the rate
            power(static_cast<Eigen::Index>(b)) += 2 * std::norm(m_transform->spectrum[static_cast<std::size_t>(k)]);
    return power / (length * length); // P_k rate / W: the rate cancels
}

} // namespace maskscope
