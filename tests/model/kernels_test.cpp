// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The loops over raw memory against step by step references in double precision. Run with every vector width.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "model/layers/kernels/convolution_kernel.h"
#include "model/layers/kernels/dual_scan_kernel.h"
#include "model/layers/kernels/lanes.h"
#include "model/layers/kernels/row_kernels.h"
#include "model/layers/kernels/selective_scan_kernel.h"
#include "tests/model/random_values.h"

namespace maskscope::test {

namespace {

double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

double silu(double x) { return x / (1 + std::exp(-x)); }

struct Elementwise {
    template <int W>
    static MASKSCOPE_INLINE void run(const float* x, float* out, std::int64_t count, int function)
    {
        using namespace lanes;
        for (std::int64_t i = 0; i < count; i += W) {
            const auto v = load<W>(x + i, count - i);
            store<W>(out + i,
                     function == 0       ? lanes::exp2<W>(v)
                         : function == 1 ? lanes::softplus<W>(v)
                         : function == 2 ? lanes::silu<W>(v)
                                         : lanes::exp2OfNegative<W>(v),
                     count - i);
        }
    }
};

/// Largest relative error of a function over a fine grid.
template <typename Reference>
double worstRelativeError(int function, float low, float high, const Reference& reference)
{
    constexpr std::int64_t count = 400'003;
    std::vector<float> x(count), out(count);
    for (std::int64_t i = 0; i < count; ++i)
        x[static_cast<std::size_t>(i)] = low + (high - low) * static_cast<float>(i) / static_cast<float>(count - 1);
    lanes::dispatch<Elementwise>(static_cast<const float*>(x.data()), out.data(), count, function);
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double expected = reference(static_cast<double>(x[i]));
        worst = std::max(worst, std::abs(static_cast<double>(out[i]) - expected) / std::max(std::abs(expected), 1e-30));
    }
    return worst;
}

TEST(Lanes, ExponentialIsExactToRounding)
{
    EXPECT_LT(worstRelativeError(0, -125, 125, [](double x) { return std::exp2(x); }), 1.3e-7);
}

TEST(Lanes, DecaysExponentialIsNearlyExact)
{
    EXPECT_LT(worstRelativeError(3, -125, 0, [](double x) { return std::exp2(x); }), 2.4e-7);
    EXPECT_LT(worstRelativeError(3, -1, 0, [](double x) { return std::exp2(x); }), 2.4e-7);
}

TEST(Lanes, SoftplusKeepsRelativePrecisionOfSmallValues)
{
    EXPECT_LT(worstRelativeError(1, -20, 30, softplus), 2e-6); // x log2(e) is rounded once: |x| 2^-24
    EXPECT_LT(worstRelativeError(1, -4, 4, softplus), 6e-7);
}

TEST(Lanes, SiluIsExactToRounding) { EXPECT_LT(worstRelativeError(2, -8, 8, silu), 1.2e-6); }

TEST(Lanes, UndefinedStaysUndefinedAndTheEndsAreHeld)
{
    const std::vector<float> x { NAN, INFINITY, -INFINITY, 1000.F, -1000.F };
    std::vector<float> out(x.size());
    lanes::dispatch<Elementwise>(static_cast<const float*>(x.data()), out.data(), std::int64_t { 5 }, 0);
    EXPECT_TRUE(std::isnan(out[0]));
    EXPECT_TRUE(std::isfinite(out[1]) && out[1] > 1e38F);
    EXPECT_TRUE(out[2] > 0 && out[2] < 1e-37F);
    lanes::dispatch<Elementwise>(static_cast<const float*>(x.data()), out.data(), std::int64_t { 5 }, 1);
    EXPECT_TRUE(std::isnan(out[0]));
    EXPECT_FLOAT_EQ(out[3], 1000.F);
    EXPECT_NEAR(out[4], 0.F, 1e-37F);
}

struct ScanSize {
    int channels, states;
    std::vector<int> tokens;
};

class ScanTest : public testing::TestWithParam<ScanSize> { };

TEST_P(ScanTest, AgreesWithStepByStepDoubles)
{
    const auto& [channels, states, tokens] = GetParam();
    RandomValues random(static_cast<std::uint32_t>(channels * 31 + states));
    const auto e = static_cast<std::size_t>(channels), n = static_cast<std::size_t>(states), codes = 2 * n + 3;
    std::size_t rows = 0;
    for (const int t : tokens)
        rows += static_cast<std::size_t>(t);
    auto aLog = random.normal(e * n, .05F);
    for (std::size_t i = 0; i < aLog.size(); ++i)
        aLog[i] += std::log(static_cast<float>(i % n + 1));
    const auto skip = random.normal(e, .1F, 1), bias = random.normal(e, 1.5F, -3), u = random.normal(rows * e);
    const auto inner = random.normal(rows * 2 * e), code = random.normal(rows * codes), step = random.normal(rows * e);
    auto out = step;
    std::vector<ScanSequence> sequences;
    std::size_t first = 0;
    for (const int t : tokens) {
        sequences.push_back({ t, u.data() + first * e, channels, inner.data() + first * 2 * e + e, 2 * channels,
                              code.data() + first * codes + 3, code.data() + first * codes + 3 + n,
                              static_cast<std::int64_t>(codes), out.data() + first * e, channels });
        first += static_cast<std::size_t>(t);
    }
    selectiveScan(packScanParameters(aLog, skip, bias, states), sequences);

    double worst = 0, largest = 0;
    first = 0;
    for (const int t : tokens) {
        for (std::size_t c = 0; c < e; ++c) {
            std::vector<double> h(n, 0.0);
            for (std::size_t r = first; r < first + static_cast<std::size_t>(t); ++r) {
                const double dt = softplus(static_cast<double>(step[r * e + c]) + static_cast<double>(bias[c]));
                const double x = static_cast<double>(u[r * e + c]);
                double y = static_cast<double>(skip[c]) * x;
                for (std::size_t s = 0; s < n; ++s) {
                    h[s] = std::exp(-std::exp(static_cast<double>(aLog[c * n + s])) * dt) * h[s]
                        + dt * x * static_cast<double>(code[r * codes + 3 + s]);
                    y += h[s] * static_cast<double>(code[r * codes + 3 + n + s]);
                }
                y *= silu(static_cast<double>(inner[r * 2 * e + e + c]));
                worst = std::max(worst, std::abs(y - static_cast<double>(out[r * e + c])));
                largest = std::max(largest, std::abs(y));
            }
        }
        first += static_cast<std::size_t>(t);
    }
    EXPECT_LT(worst, 1e-6 * largest + 1e-9);
    RecordProperty("worst_over_largest", std::to_string(worst / largest));
}

INSTANTIATE_TEST_SUITE_P(Sizes, ScanTest,
                         testing::Values(ScanSize { 32, 16, { 7, 1, 12 } }, ScanSize { 1024, 16, { 124 } },
                                         ScanSize { 40, 16, { 31, 2 } }, ScanSize { 9, 5, { 64 } },
                                         ScanSize { 64, 64, { 200 } }, ScanSize { 16, 1, { 3 } }));

TEST(Convolution, AgreesWithItsFormula)
{
    RandomValues random(5);
    for (const auto& [channels, width, tokens] :
         { std::tuple { 32, 4, 9 }, { 300, 4, 2 }, { 7, 3, 1 }, { 257, 5, 40 } }) {
        const auto c = static_cast<std::size_t>(channels), k = static_cast<std::size_t>(width);
        const auto in = random.normal(static_cast<std::size_t>(tokens) * 2 * c), weight = random.normal(k * c);
        const auto bias = random.normal(c);
        std::vector<float> out(static_cast<std::size_t>(tokens) * c);
        const ConvolutionSequence sequence { tokens, in.data(), 2 * channels, out.data(), channels };
        causalConvolutionSilu({ channels, width, weight, bias }, { &sequence, 1 });
        for (std::size_t t = 0; t < static_cast<std::size_t>(tokens); ++t)
            for (std::size_t i = 0; i < c; ++i) {
                double sum = static_cast<double>(bias[i]);
                for (std::size_t tap = 0; tap < k; ++tap)
                    if (t + tap + 1 >= k)
                        sum += static_cast<double>(weight[tap * c + i])
                            * static_cast<double>(in[(t + tap + 1 - k) * 2 * c + i]);
                ASSERT_NEAR(static_cast<double>(out[t * c + i]), silu(sum), 4e-6) << channels << " " << t << " " << i;
            }
    }
}

TEST(DualScan, AgreesWithStepByStepDoubles)
{
    RandomValues random(6);
    for (const auto& [heads, width, states, groups, tokens] :
         { std::tuple { 2, 64, 128, 1, 17 }, { 4, 24, 16, 2, 9 }, { 3, 5, 7, 3, 30 } }) {
        const auto h = static_cast<std::size_t>(heads), p = static_cast<std::size_t>(width),
                   n = static_cast<std::size_t>(states);
        const std::size_t c = h * p, g = static_cast<std::size_t>(groups), columns = c + 2 * g * n;
        const auto rows = static_cast<std::size_t>(tokens);
        const auto decay = random.normal(h, .3F, -2), bias = random.normal(h, 1, -2), skip = random.normal(c);
        const auto in = random.normal(rows * columns), gate = random.normal(rows * c), step = random.normal(rows * h);
        auto out = in;
        const DualScanSequence sequence { tokens,
                                          out.data(),
                                          out.data() + c,
                                          out.data() + c + g * n,
                                          static_cast<std::int64_t>(columns),
                                          gate.data(),
                                          static_cast<std::int64_t>(c),
                                          step.data(),
                                          heads };
        dualScan({ heads, width, states, groups, decay, bias, skip }, { &sequence, 1 });
        for (std::size_t i = 0; i < c; ++i) {
            std::vector<double> state(n, 0.0);
            const std::size_t head = i / p, code = head / (h / g) * n;
            for (std::size_t t = 0; t < rows; ++t) {
                const double dt = softplus(static_cast<double>(step[t * h + head]) + static_cast<double>(bias[head]));
                const double u = static_cast<double>(in[t * columns + i]);
                double y = static_cast<double>(skip[i]) * u;
                for (std::size_t s = 0; s < n; ++s) {
                    state[s] = std::exp(dt * static_cast<double>(decay[head])) * state[s]
                        + dt * u * static_cast<double>(in[t * columns + c + code + s]);
                    y += state[s] * static_cast<double>(in[t * columns + c + g * n + code + s]);
                }
                y *= silu(static_cast<double>(gate[t * c + i]));
                ASSERT_NEAR(static_cast<double>(out[t * columns + i]), y, 2e-5 * (1 + std::abs(y))) << i << " " << t;
            }
        }
    }
}

TEST(Rows, NormAndStandardisationAgreeWithDoubles)
{
    RandomValues random(7);
    for (const std::int64_t width : { 1, 5, 16, 37, 512, 2048 }) {
        const auto n = static_cast<std::size_t>(width);
        const auto x = random.normal(40 * n, 20, 30), y = random.normal(40 * n), weight = random.normal(n),
                   bias = random.normal(n);
        auto normed = x, standardised = x;
        addLayerNormRows(normed.data(), y.data(), { 40, width }, weight, bias);
        standardiseRows(x.data(), standardised.data(), { 40, width });
        for (std::size_t r = 0; r < 40; ++r) {
            double mean = 0, own = 0, variance = 0, ownVariance = 0;
            for (std::size_t i = r * n; i < (r + 1) * n; ++i) {
                mean += static_cast<double>(x[i] + y[i]) / static_cast<double>(n);
                own += static_cast<double>(x[i]) / static_cast<double>(n);
            }
            for (std::size_t i = r * n; i < (r + 1) * n; ++i) {
                variance += std::pow(static_cast<double>(x[i] + y[i]) - mean, 2) / static_cast<double>(n);
                ownVariance += std::pow(static_cast<double>(x[i]) - own, 2);
            }
            for (std::size_t i = 0; i < n; ++i) {
                const double z = (static_cast<double>(x[r * n + i] + y[r * n + i]) - mean) / std::sqrt(variance + 1e-5);
                const double expected = z * static_cast<double>(weight[i]) + static_cast<double>(bias[i]);
                ASSERT_NEAR(static_cast<double>(normed[r * n + i]), expected, 2e-5) << width;
                if (width > 1) {
                    ASSERT_NEAR(static_cast<double>(standardised[r * n + i]),
                                (static_cast<double>(x[r * n + i]) - own)
                                    / std::max(std::sqrt(ownVariance / static_cast<double>(width - 1)), 1e-6),
                                2e-5);
                }
            }
        }
    }
}

TEST(Rows, ConstantRowsStayFinite)
{
    std::vector<float> row(64, 3.F);
    standardiseRows(row.data(), row.data(), { 1, 64 });
    EXPECT_TRUE(std::ranges::all_of(row, [](float v) { return v == 0.F; }));
}

} // namespace

} // namespace maskscope::test
