// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/precut_layout.h"

#include <algorithm>
#include <limits>

namespace maskscope {

namespace {

class PrecutSource : public SampleSource {
public:
    explicit PrecutSource(std::shared_ptr<const PrecutWindows> windows)
        : m_windows(std::move(windows))
        , m_layout(layOutPrecut(*m_windows))
    {
    }

    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        std::ranges::fill(out, std::numeric_limits<double>::quiet_NaN());
        const std::int64_t end = first + static_cast<std::int64_t>(out.size());
        auto own = std::ranges::upper_bound(m_layout.parts, first, {}, &PrecutLayout::Part::first);
        for (own -= own == m_layout.parts.begin() ? 0 : 1; own != m_layout.parts.end() && own->first < end; ++own) {
            const PrecutLayout::Part& part = *own;
            const auto sequence = part.sequenceOfChannel.find(channel);
            if (sequence == part.sequenceOfChannel.end())
                continue;
            const std::int64_t length
                = static_cast<std::int64_t>(m_windows->tokens[sequence->second]) * m_windows->windowLength;
            const std::int64_t from = std::max(first, part.first);
            const std::int64_t to = std::min(end, part.first + length);
            if (from < to)
                std::copy_n(m_windows->samples.begin() + m_layout.offset[sequence->second] + (from - part.first),
                            to - from, out.begin() + (from - first));
        }
        return {};
    }

private:
    std::shared_ptr<const PrecutWindows> m_windows;
    PrecutLayout m_layout;
};

} // namespace

PrecutLayout layOutPrecut(const PrecutWindows& windows)
{
    PrecutLayout layout;
    std::int64_t offset = 0;
    std::map<int, std::size_t> partOf;
    for (std::size_t s = 0; s < windows.tokens.size(); ++s) {
        const auto [place, isNew] = partOf.try_emplace(windows.recording[s], layout.parts.size());
        if (isNew)
            layout.parts.push_back({ windows.recording[s], 0, 0, {} });
        PrecutLayout::Part& part = layout.parts[place->second];
        const std::int64_t samples = static_cast<std::int64_t>(windows.tokens[s]) * windows.windowLength;
        part.samples = std::max(part.samples, samples);
        part.sequenceOfChannel.try_emplace(windows.channel[s], s);
        layout.offset.push_back(offset);
        offset += samples;
    }
    for (PrecutLayout::Part& part : layout.parts) {
        part.first = layout.samples;
        layout.samples += part.samples;
    }
    return layout;
}

std::shared_ptr<SampleSource> precutSource(std::shared_ptr<const PrecutWindows> windows)
{
    return std::make_shared<PrecutSource>(std::move(windows));
}

} // namespace maskscope
