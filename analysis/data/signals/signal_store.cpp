// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/signals/signal_store.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <map>

namespace maskscope {

std::int64_t pyramidBin(std::int64_t samplesOfAllTracks)
{
    constexpr std::int64_t mostBins = 1 << 23;
    std::int64_t bin = 8;
    while (samplesOfAllTracks / bin > mostBins)
        bin *= 2;
    return bin;
}

SignalStore::SignalStore(std::vector<SignalTrack> tracks, std::shared_ptr<SampleSource> source)
    : m_tracks(std::move(tracks))
    , m_source(std::move(source))
{
    std::int64_t total = 0;
    for (const SignalTrack& track : m_tracks)
        total += track.samples;
    const std::int64_t bin = pyramidBin(total);
    std::map<std::int64_t, std::vector<int>> tracksOfLength;
    for (std::size_t t = 0; t < m_tracks.size(); ++t) {
        m_pyramids.push_back(std::make_unique<SignalPyramid>(m_tracks[t].samples, bin));
        if (m_tracks[t].samples > 0)
            tracksOfLength[m_tracks[t].samples].push_back(static_cast<int>(t));
    }
    const auto together = static_cast<std::size_t>(std::max(1, m_source->mostTogether()));
    for (const auto& [samples, own] : tracksOfLength)
        for (std::size_t first = 0; first < own.size(); first += together) {
            const auto begin = own.begin() + static_cast<std::ptrdiff_t>(first);
            m_blocks.push_back({ { begin, begin + std::ptrdiff_t(std::min(together, own.size() - first)) }, 0 });
        }
    std::ranges::reverse(m_blocks); // taken from the back
}

double SignalStore::finestS(std::size_t track) const
{
    return static_cast<double>(m_pyramids[track]->binSamples()) / m_tracks[track].rateHz;
}

Result<bool> SignalStore::fillNext()
{
    constexpr std::int64_t mostValues = 1 << 20; // 8 MB: requests for a stretch come in between
    if (m_blocks.empty())
        return false;
    Block& block = m_blocks.back();
    const std::int64_t length = m_tracks[static_cast<std::size_t>(block.tracks.front())].samples;
    const auto width = static_cast<std::int64_t>(block.tracks.size());
    const std::int64_t count = std::min(std::max<std::int64_t>(1, mostValues / width), length - block.next);
    m_samples.resize(static_cast<std::size_t>(count * width));
    if (auto ok = m_source->readTogether(block.tracks, block.next, count, m_samples); !ok)
        return tl::unexpected(ok.error());
    for (std::size_t i = 0; i < block.tracks.size(); ++i)
        m_pyramids[static_cast<std::size_t>(block.tracks[i])]->append(
            std::span(m_samples).subspan(i * static_cast<std::size_t>(count), static_cast<std::size_t>(count)));
    block.next += count;
    if (block.next == length)
        m_blocks.pop_back();
    if (m_blocks.empty())
        m_samples = {};
    return !m_blocks.empty();
}

double SignalStore::filledShare() const
{
    double filled = 0, total = 0;
    for (const auto& pyramid : m_pyramids) {
        filled += static_cast<double>(pyramid->filled());
        total += static_cast<double>(pyramid->samples());
    }
    return total > 0 ? filled / total : 1;
}

bool SignalStore::wantsSamples(double fromS, double toS, double columnS) const
{
    constexpr double mostSamples = 1 << 23;
    double samples = 0;
    for (std::size_t t = 0; t < m_tracks.size(); ++t)
        if (columnS < finestS(t))
            samples += (toS - fromS) * m_tracks[t].rateHz;
    return samples > 0 && samples <= mostSamples;
}

Result<SignalStretch> SignalStore::read(double fromS, double toS, double columnS) const
{
    SignalStretch stretch { fromS, toS, {}, std::vector<std::vector<float>>(m_tracks.size()) };
    std::vector<double> samples;
    struct Range {
        double rateHz;
        std::int64_t first, count;
        auto operator<=>(const Range&) const = default;
    };
    std::map<Range, std::vector<int>> tracksOfRange;
    for (std::size_t t = 0; t < m_tracks.size(); ++t) {
        const SignalTrack& track = m_tracks[t];
        const auto length = static_cast<double>(track.samples);
        const auto first = static_cast<std::int64_t>(std::clamp(std::floor(fromS * track.rateHz), 0.0, length));
        const auto last = static_cast<std::int64_t>(std::clamp(std::ceil(toS * track.rateHz) + 1, 0.0, length));
        stretch.first.push_back(first);
        if (last > first && columnS < finestS(t))
            tracksOfRange[{ track.rateHz, first, last - first }].push_back(static_cast<int>(t));
    }
    for (const auto& [range, tracks] : tracksOfRange) {
        const auto count = static_cast<std::size_t>(range.count);
        samples.resize(count * tracks.size());
        if (auto ok = m_source->readTogether(tracks, range.first, range.count, samples); !ok)
            return tl::unexpected(ok.error());
        for (std::size_t i = 0; i < tracks.size(); ++i) {
            const auto own = std::span<const double>(samples).subspan(i * count, count);
            std::vector<float>& to = stretch.samples[static_cast<std::size_t>(tracks[i])];
            to.resize(count);
            std::ranges::transform(own, to.begin(), [](double v) { return static_cast<float>(v); });
        }
    }
    return stretch;
}

} // namespace maskscope
