// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/windowing/resampler.h"

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
        m_buffer.resize(static_cast<std::size_t>(std::ceil(chunkSamples * outRateHz / inRateHz)) + 4096);
    }
    [[nodiscard]] bool valid() const { return m_soxr != nullptr; }

    /// An empty piece ends the stream: call until it gives nothing.
    bool push(std::span<const double> piece, std::vector<double>& out)
    {
        std::size_t used = 0;
        do {
            std::size_t taken = 0;
            std::size_t made = 0;
            const double* data = piece.empty() ? nullptr : piece.data() + used;
            if (soxr_process(m_soxr.get(), data, piece.size() - used, &taken, m_buffer.data(), m_buffer.size(), &made)
                != nullptr)
                return false;
            out.insert(out.end(), m_buffer.begin(), m_buffer.begin() + static_cast<std::ptrdiff_t>(made));
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
    std::vector<double> m_buffer;
};

/// Point reflection of the `pad` samples next to `edge` (at index 0), nearest first: 2 x0 - x[k].
void reflect(std::span<double> out, double edge, const std::function<double(std::size_t)>& neighbour)
{
    for (std::size_t k = 0; k < out.size(); ++k)
        out[k] = 2 * edge - neighbour(k + 1);
}

/// Appends what lies in [skip, skip + length) of the stream's output, plus `level`.
class Collector {
public:
    Collector(std::int64_t skip, std::int64_t length, double level, std::vector<float>& out)
        : m_skip(skip)
        , m_left(length)
        , m_level(level)
        , m_out(out)
    {
    }
    void take(std::vector<double>& made)
    {
        for (const double value : made) {
            if (m_skip > 0) {
                --m_skip;
            } else if (m_left > 0) {
                --m_left;
                m_out.push_back(static_cast<float>(value + m_level));
            }
        }
        made.clear();
    }
    /// soxr's own rounding may leave one sample short.
    void finish()
    {
        const float last = m_out.empty() ? 0.0F : m_out.back();
        m_out.insert(m_out.end(), static_cast<std::size_t>(m_left), last);
    }

private:
    std::int64_t m_skip;
    std::int64_t m_left;
    double m_level;
    std::vector<float>& m_out;
};

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
    Stream stream(m_inRateHz, m_outRateHz);
    if (!stream.valid())
        return failure(ErrorCode::InvalidArgument, "resampling",
                       "impossible from " + std::to_string(m_inRateHz) + " to " + std::to_string(m_outRateHz) + " Hz");
    const std::int64_t pad = padding(samples);
    const auto padSize = static_cast<std::size_t>(pad);
    std::vector<double> edge(padSize + 1);
    if (auto ok = input(0, edge); !ok)
        return ok;
    const double level = edge.front(); // taken off: beyond the padding soxr sees zeros
    Collector collector(pad == 0 ? 0 : pad / m_inStep * m_outStep, outputLength(samples), level, out);
    std::vector<double> made;
    std::vector<double> piece(padSize);
    const auto push = [&](std::span<double> values) {
        for (double& value : values)
            value -= level;
        const bool ok = values.empty() || stream.push(values, made);
        collector.take(made);
        return ok;
    };
    bool ok = true;
    reflect(piece, level, [&](std::size_t k) { return edge[k]; });
    std::ranges::reverse(piece);
    ok = push(piece);
    for (std::int64_t first = 0; ok && first < samples; first += chunkSamples) {
        piece.resize(static_cast<std::size_t>(std::min(chunkSamples, samples - first)));
        if (auto read = input(first, piece); !read)
            return read;
        ok = push(piece);
    }
    if (auto read = input(samples - pad - 1, edge); !read)
        return read;
    piece.resize(padSize);
    reflect(piece, edge.back(), [&](std::size_t k) { return edge[padSize - k]; });
    ok = ok && push(piece) && stream.push({}, made);
    if (!ok)
        return failure(ErrorCode::OutOfMemory, "resampling", "the resampler failed");
    collector.take(made);
    collector.finish();
    return {};
}

} // namespace maskscope
