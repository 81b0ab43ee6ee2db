// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/samples/scaled_source.h"

#include <utility>

namespace maskscope {

ScaledSource::ScaledSource(std::shared_ptr<SampleSource> source, std::vector<double> factors)
    : m_source(std::move(source))
    , m_factors(std::move(factors))
{
}

Result<void> ScaledSource::read(int channel, std::int64_t first, std::span<double> out)
{
    auto ok = m_source->read(channel, first, out);
    if (ok)
        scale(channel, out);
    return ok;
}

Result<void> ScaledSource::readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                        std::span<double> out)
{
    auto ok = m_source->readTogether(channels, first, count, out);
    for (std::size_t i = 0; ok && i < channels.size(); ++i)
        scale(channels[i], out.subspan(i * static_cast<std::size_t>(count), static_cast<std::size_t>(count)));
    return ok;
}

void ScaledSource::scale(int channel, std::span<double> samples) const
{
    const double factor = m_factors[static_cast<std::size_t>(channel)];
    for (double& sample : samples)
        sample *= factor;
}

std::shared_ptr<const PrecutWindows> scaled(const PrecutWindows& windows, const std::vector<double>& factors)
{
    auto copy = std::make_shared<PrecutWindows>(windows);
    std::size_t at = 0;
    for (std::size_t s = 0; s < copy->tokens.size(); ++s) {
        const auto factor = static_cast<float>(factors[static_cast<std::size_t>(copy->channel[s])]);
        const auto size = static_cast<std::size_t>(copy->tokens[s]) * static_cast<std::size_t>(copy->windowLength);
        for (const std::size_t end = at + size; at < end; ++at)
            copy->samples[at] *= factor;
    }
    return copy;
}

} // namespace maskscope
