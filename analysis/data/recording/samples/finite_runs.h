// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/data/recording/bad_marks.h"

namespace maskscope {

/// Where a channel's samples are no finite numbers, on the recording's axis of samples.
class FiniteRuns {
public:
    /// Samples from `first` on; `ratio` is the channel's rate over the recording's.
    void add(std::span<const double> samples, std::int64_t first, double ratio);
    [[nodiscard]] std::int64_t count() const { return m_count; }
    [[nodiscard]] std::int64_t samples() const { return m_samples; }
    [[nodiscard]] const std::vector<LeftOutSpan>& runs() const { return m_runs; }

private:
    std::int64_t m_count = 0; // no finite numbers
    std::int64_t m_samples = 0;
    std::vector<LeftOutSpan> m_runs;
};

/// What an analysis leaves out because of them: as little as it can.
struct NonFinite {
    std::vector<std::size_t> channels; ///< wholly
    std::vector<LeftOutSpan> spans; ///< of all channels
    std::int64_t places = 0; ///< spans that do not touch
};

/// Channels most of whose samples are no finite numbers go. Then stretches of time where half of the others and more
/// lack numbers. What is left costs its channels where they are no more than half, else its stretches of time.
[[nodiscard]] NonFinite decideNonFinite(std::span<const FiniteRuns> channels);

} // namespace maskscope
