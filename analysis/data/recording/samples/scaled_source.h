// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Another source's samples, each channel's times its own factor.
class ScaledSource : public SampleSource {
public:
    ScaledSource(std::shared_ptr<SampleSource> source, std::vector<double> factors);

    [[nodiscard]] Result<void> read(int channel, std::int64_t first, std::span<double> out) override;
    [[nodiscard]] Result<void> readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                            std::span<double> out) override;
    [[nodiscard]] bool mayLackNumbers() const override { return m_source->mayLackNumbers(); }
    [[nodiscard]] int mostTogether() const override { return m_source->mostTogether(); }

private:
    void scale(int channel, std::span<double> samples) const;

    std::shared_ptr<SampleSource> m_source;
    std::vector<double> m_factors; // [channel]
};

/// Windows of a file that brings them ready cut, times the factor of their channel.
[[nodiscard]] std::shared_ptr<const PrecutWindows> scaled(const PrecutWindows& windows,
                                                          const std::vector<double>& factors);

} // namespace maskscope
