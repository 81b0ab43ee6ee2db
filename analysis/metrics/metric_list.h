// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/metrics/metric.h"

// One function a metric, each in the file of its name.
namespace maskscope {

[[nodiscard]] Metric channelMeans();
[[nodiscard]] Metric positionCorrelation();
[[nodiscard]] Metric channelDiversity();
[[nodiscard]] Metric pcaSpectrum();
[[nodiscard]] Metric heldOutVariance();
[[nodiscard]] Metric positionPolynomial();
[[nodiscard]] Metric variancePartition();
[[nodiscard]] Metric skill();
[[nodiscard]] Metric channelProbe();
[[nodiscard]] Metric unitProbe();
[[nodiscard]] Metric reconstruction();
[[nodiscard]] Metric legacyNumbers();
[[nodiscard]] Metric patternCorrelation();
[[nodiscard]] Metric baselineSimilarity();
[[nodiscard]] Metric windowMoments();
[[nodiscard]] Metric maskSynchronisation();
[[nodiscard]] Metric carries();
[[nodiscard]] Metric collapse();
[[nodiscard]] Metric representation();
[[nodiscard]] Metric gains();
[[nodiscard]] Metric gainsByRatio();
[[nodiscard]] Metric gainsByAmount();
[[nodiscard]] Metric gainMap(const std::string& factor);
[[nodiscard]] Metric ablation();
[[nodiscard]] Metric legacyConsistency();
[[nodiscard]] Metric consistencyCentred();
[[nodiscard]] Metric gradients();
[[nodiscard]] Metric layerSpectra();

} // namespace maskscope
