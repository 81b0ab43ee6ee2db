// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// Resamples a stretch of signal that is read piece by piece, with soxr's "very high quality" filter (pass band to
/// 0.91 of the lower Nyquist rate, aliases below -160 dB). The output is aligned in time with the input and
/// round(n * out / in) long. Both ends are continued by point reflection (2 x0 - x[k]), so that an offset of
/// millivolts, as BDF files have it, rings at neither end.
class Resampler {
public:
    Resampler(double inRateHz, double outRateHz);

    /// Fills `out` with samples [first, first + out.size()) of the input.
    using Input = std::function<Result<void>(std::int64_t first, std::span<double> out)>;
    /// Appends the resampled stretch of `samples` input samples to `out`.
    [[nodiscard]] Result<void> run(std::int64_t samples, const Input& input, std::vector<float>& out) const;
    [[nodiscard]] std::int64_t outputLength(std::int64_t samples) const;

private:
    friend class ResampleStream;
    [[nodiscard]] std::int64_t padding(std::int64_t samples) const;

    double m_inRateHz;
    double m_outRateHz;
    std::int64_t m_inStep = 0; // input samples after which the grids meet again; 0: never within reach
    std::int64_t m_outStep = 0;
};

/// The same for a stretch whose pieces are handed in: many channels can be resampled side by side.
class ResampleStream {
public:
    ResampleStream(const Resampler& resampler, std::int64_t samples);
    ResampleStream(ResampleStream&&) noexcept;
    ResampleStream& operator=(ResampleStream&&) noexcept;
    ~ResampleStream();

    /// Takes the next piece and appends to `out` what is ready. The pieces must add up to `samples`.
    [[nodiscard]] Result<void> push(std::span<const double> piece, std::vector<float>& out);
    /// After the last piece: appends the rest.
    [[nodiscard]] Result<void> finish(std::vector<float>& out);
    /// Input samples that are kept of the beginning and of the end.
    [[nodiscard]] std::int64_t kept() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace maskscope
