// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <new>
#include <sstream>

#include "analysis/data/windowing/window_builder.h"

namespace maskscope {

std::string shortText(double value)
{
    std::ostringstream out;
    out << std::setprecision(6) << value;
    return out.str();
}

bool sameRate(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(a, b); }

Result<WindowSet> WindowBuilder::finish()
{
    if (m_set.sequences.empty())
        return failure(ErrorCode::Mismatch, "recordings", "hold no EEG channel with usable samples");
    if (m_continuous && m_precutRateHz > 0 && !sameRate(m_precutRateHz, m_spec.samplingRateHz))
        return failure(ErrorCode::Mismatch, "recordings",
                       "ready-cut windows and continuous recordings differ in sampling rate",
                       shortText(m_spec.samplingRateHz) + " Hz (the model's)", shortText(m_precutRateHz) + " Hz");
    m_set.samplingRateHz = m_continuous ? m_spec.samplingRateHz : m_precutWithoutRate ? 0.0 : m_precutRateHz;
    if (!m_continuous && m_precutRateHz > 0 && !sameRate(m_precutRateHz, m_spec.samplingRateHz))
        caution("the windows were cut at " + shortText(m_precutRateHz) + " Hz, the model's rate is "
                + shortText(m_spec.samplingRateHz) + " Hz: they are taken as they are");
    std::string unplaced;
    for (const WindowChannel& channel : m_set.channels) {
        if (!channel.position)
            unplaced += (unplaced.empty() ? "" : ", ") + channel.name;
    }
    const auto placed
        = std::ranges::count_if(m_set.channels, [](const WindowChannel& c) { return c.position.has_value(); });
    constexpr std::size_t many = 10; // one place among them (an EGI net's vertex) tells no channels apart either
    if (placed == 0 || (placed == 1 && m_set.channels.size() > many))
        return failure(
            ErrorCode::Mismatch, "recordings",
            (placed == 0 ? "no channel has an electrode position ("
                         : "only one channel has an electrode position (not ")
                + unplaced
                + "), so the model cannot tell channels apart; give a montage file with their places (--montage)");
    if (!unplaced.empty())
        caution("no electrode position, so no spatial code, for " + unplaced);
    return std::move(m_set);
}

Result<WindowSet> makeWindows(std::span<const Recording> recordings, const WindowSpec& spec,
                              const ProgressSink& progress, std::stop_token stop)
{
    if (spec.windowLength < 1 || !(spec.samplingRateHz > 0))
        return failure(ErrorCode::InvalidArgument, "windows", "need a length and a sampling rate above 0");
    WindowBuilder builder(spec, progress, std::move(stop));
    std::vector<Error> leftOut;
    try {
        builder.reserve(recordings);
        for (const Recording& recording : recordings) {
            if (auto fits = builder.checkRate(recording); !fits) {
                leftOut.push_back(fits.error());
                continue;
            }
            if (auto ok = recording.precut ? builder.addPrecut(recording) : builder.addContinuous(recording); !ok)
                return tl::unexpected(ok.error());
        }
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, "recordings", "their windows do not fit into memory");
    }
    if (!leftOut.empty() && leftOut.size() == recordings.size())
        return tl::unexpected(leftOut.front());
    auto set = builder.finish();
    if (set)
        set->leftOut = std::move(leftOut);
    return set;
}

} // namespace maskscope
