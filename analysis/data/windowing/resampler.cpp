// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/windowing/resampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <soxr.h>

namespace maskscope {

namespace {

constexpr std::int64_t chunkSamples = 1 << 16;

/// Feeds pieces to soxr and keeps what lies after the leading padding.
class Stream {
public:
    Stream(double inRateHz, double outRateHz)
    {
        const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT64_I, SOXR_FLOAT64_I);
        // Without roll-off the pass band is flat to 1e-9; the default loses 7e-4 at 0.9 of the Nyquist rate.
        const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, SOXR_ROLLOFF_NONE);
        soxr_error_t error = nullptr;
        m_soxr.reset(soxr_create(inRateHz, outRateHz, 1, &error, &io, &quality, nullptr));
        m_pieceSize = static_cast<std::size_t>(std::ceil(chunkSamples * outRateHz / inRateHz)) + 4096;
    }
    [[nodiscard]] bool valid() const { return m_soxr != nullptr; }

    /// An empty piece ends the stream: call until it gives nothing.
    bool push(std::span<const double> piece, std::vector<double>& out)
    {
        std::size_t used = 0;
        std::vector<double> buffer(m_pieceSize); // kept by none of the many streams that run side by side
        do {
            std::size_t taken = 0;
            std::size_t made = 0;
            const double* data = piece.empty() ? nullptr : piece.data() + used;
            if (soxr_process(m_soxr.get(), data, piece.size() - used, &taken, buffer.data(), buffer.size(), &made)
                != nullptr)
                return false;
            out.insert(out.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(made));
            used += taken;
            if (piece.empty() && made == 0)
                break;
        } while (piece.empty() || used < piece.size());
        return true;
    }

private:
    struct Closer {
        void operator()(soxr* s) const { soxr_delete(s); }
    };
    std::unique_ptr<soxr, Closer> m_soxr;
    std::size_t m_pieceSize = 0;
};

/// Point reflection at `edge`: 2 x0 - x[k] for each of `neighbours`.
std::vector<double> reflected(std::span<const double> neighbours, double edge)
{
    std::vector<double> out(neighbours.size());
    std::ranges::transform(neighbours, out.begin(), [edge](double value) { return 2 * edge - value; });
    std::ranges::reverse(out);
    return out;
}

} // namespace

Resampler::Resampler(double inRateHz, double outRateHz)
    : m_inRateHz(inRateHz)
    , m_outRateHz(outRateHz)
{
    // in : out = inStep : outStep in whole numbers, looked for over rates in thousandths of a hertz.
    const double scaledIn = inRateHz * 1000;
    const double scaledOut = outRateHz * 1000;
    if (std::abs(scaledIn - std::round(scaledIn)) > 1e-6 || std::abs(scaledOut - std::round(scaledOut)) > 1e-6)
        return;
    const std::int64_t in = std::llround(scaledIn);
    const std::int64_t out = std::llround(scaledOut);
    const std::int64_t divisor = std::gcd(in, out);
    m_inStep = in / divisor;
    m_outStep = out / divisor;
}

std::int64_t Resampler::outputLength(std::int64_t samples) const
{
    return std::llround(static_cast<double>(samples) * m_outRateHz / m_inRateHz);
}

std::int64_t Resampler::padding(std::int64_t samples) const
{
    if (m_inStep == 0)
        return 0;
    // The filter reaches some 150 periods of the lower rate to each side.
    const double reach = 300 * std::max(1.0, m_inRateHz / m_outRateHz);
    const auto wanted = std::min<std::int64_t>(static_cast<std::int64_t>(reach) + m_inStep, samples - 1);
    return wanted / m_inStep * m_inStep;
}

Result<void> Resampler::run(std::int64_t samples, const Input& input, std::vector<float>& out) const
{
    if (samples <= 0)
        return {};
    ResampleStream stream(*this, samples);
    std::vector<double> piece;
    for (std::int64_t first = 0; first < samples; first += chunkSamples) {
        piece.resize(static_cast<std::size_t>(std::min(chunkSamples, samples - first)));
        if (auto ok = input(first, piece); !ok)
            return ok;
        if (auto ok = stream.push(piece, out); !ok)
            return ok;
    }
    return stream.finish(out);
}

struct ResampleStream::State {
    State(const Resampler& resampler, double inHz, double outHz, std::int64_t pad)
        : rates(resampler)
        , stream(inHz, outHz)
        , padSize(static_cast<std::size_t>(pad))
    {
    }

    /// Hands values to soxr and appends what comes out after the leading padding.
    bool feed(std::span<const double> values, std::vector<float>& out)
    {
        if (values.empty())
            return true;
        std::vector<double> shifted(values.begin(), values.end());
        for (double& value : shifted)
            value -= level;
        return push(shifted, out);
    }
    /// An empty piece ends the stream.
    bool push(std::span<const double> piece, std::vector<float>& out)
    {
        std::vector<double> made;
        if (!stream.push(piece, made))
            return false;
        for (const double value : made) {
            if (skip > 0) {
                --skip;
            } else if (left > 0) {
                --left;
                last = static_cast<float>(value + level);
                out.push_back(last);
            }
        }
        return true;
    }
    void remember(std::span<const double> piece)
    {
        tail.insert(tail.end(), piece.begin(), piece.end());
        if (tail.size() > padSize + 1)
            tail.erase(tail.begin(), tail.end() - static_cast<std::ptrdiff_t>(padSize + 1));
    }

    Resampler rates;
    Stream stream;
    std::size_t padSize;
    std::int64_t skip = 0; // outputs of the leading padding
    std::int64_t left = 0; // outputs still to come
    bool begun = false;
    double level = 0; // of the first sample, taken off: beyond the padding soxr sees zeros
    float last = 0;
    std::vector<double> head; // until padSize + 1 samples are there
    std::vector<double> tail; // the last padSize + 1 samples
};

ResampleStream::ResampleStream(const Resampler& resampler, std::int64_t samples)
    : m_state(
        std::make_unique<State>(resampler, resampler.m_inRateHz, resampler.m_outRateHz, resampler.padding(samples)))
{
    const auto pad = static_cast<std::int64_t>(m_state->padSize);
    m_state->skip = pad == 0 ? 0 : pad / resampler.m_inStep * resampler.m_outStep;
    m_state->left = resampler.outputLength(samples);
}

ResampleStream::ResampleStream(ResampleStream&&) noexcept = default;
ResampleStream& ResampleStream::operator=(ResampleStream&&) noexcept = default;
ResampleStream::~ResampleStream() = default;

std::int64_t ResampleStream::kept() const { return static_cast<std::int64_t>(m_state->padSize) + 1; }

namespace {

tl::unexpected<Error> resamplingFailed(bool valid)
{
    return valid ? failure(ErrorCode::OutOfMemory, "resampling", "the resampler failed")
                 : failure(ErrorCode::InvalidArgument, "resampling", "is impossible between these sampling rates");
}

} // namespace

Result<void> ResampleStream::push(std::span<const double> piece, std::vector<float>& out)
{
    State& state = *m_state;
    if (!state.stream.valid())
        return resamplingFailed(false);
    state.remember(piece);
    bool ok = true;
    if (!state.begun) {
        state.head.insert(state.head.end(), piece.begin(), piece.end());
        if (state.head.size() < state.padSize + 1)
            return {};
        state.begun = true;
        state.level = state.head.front();
        ok = state.feed(reflected(std::span(state.head).subspan(1, state.padSize), state.level), out)
            && state.feed(state.head, out);
        state.head = {};
    } else {
        ok = state.feed(piece, out);
    }
    return ok ? Result<void> {} : resamplingFailed(true);
}

Result<void> ResampleStream::finish(std::vector<float>& out)
{
    State& state = *m_state;
    if (!state.begun)
        return resamplingFailed(state.stream.valid());
    const double edge = state.tail.back();
    const bool ok = state.feed(reflected(std::span(state.tail).first(state.padSize), edge), out) && state.push({}, out);
    if (!ok)
        return resamplingFailed(true);
    out.insert(out.end(), static_cast<std::size_t>(state.left), state.last); // soxr's rounding may leave one short
    state.left = 0;
    return {};
}

} // namespace maskscope
