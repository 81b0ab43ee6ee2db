// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The bodies of the CUDA kernels, thread by thread on the CPU over the grid that would be launched, against the CPU's
// kernels. What a device adds to this is the launch itself.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "model/layers/kernels/convolution_kernel.h"
#include "model/layers/kernels/convolution_thread.h"
#include "model/layers/kernels/dual_scan_kernel.h"
#include "model/layers/kernels/dual_scan_thread.h"
#include "model/layers/kernels/selective_scan_kernel.h"
#include "model/layers/kernels/selective_scan_thread.h"
#include "tests/model/random_values.h"

namespace maskscope::test {

namespace {

/// Between two barriers the threads of a block run in any order: forwards and backwards must not differ.
enum class Order { Forwards, Backwards };

template <class Thread, class Arguments>
void emulateScan(const Arguments& arguments, const device::Grid& grid, int steps, Order order)
{
    for (unsigned block = 0; block < grid.sequences * grid.tiles; ++block) {
        std::vector<Thread> threads;
        threads.reserve(grid.threads);
        for (unsigned i = 0; i < grid.threads; ++i) {
            const unsigned thread = order == Order::Forwards ? i : grid.threads - 1 - i;
            threads.emplace_back(arguments, static_cast<int>(block / grid.tiles), static_cast<int>(block % grid.tiles),
                                 static_cast<int>(thread));
        }
        auto codes = std::make_unique<typename Thread::Codes>();
        std::memset(codes.get(), 0xFF, sizeof *codes); // NaN: what no thread stages is noticed
        for (int first = 0; first < threads.front().rows.tokens; first += steps) {
            for (auto& thread : threads)
                thread.stage(*codes, first);
            for (auto& thread : threads)
                thread.advance(*codes, first);
        }
    }
}

struct Layout {
    std::vector<device::Span> spans;
    std::size_t rows = 0;
};

Layout layOut(const std::vector<int>& tokens)
{
    Layout layout;
    for (const int t : tokens) {
        layout.spans.push_back({ static_cast<long long>(layout.rows), t });
        layout.rows += static_cast<std::size_t>(t);
    }
    return layout;
}

double largestRelative(const std::vector<float>& found, const std::vector<float>& expected)
{
    double worst = 0, largest = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const double difference = std::abs(static_cast<double>(found[i]) - static_cast<double>(expected[i]));
        worst = std::isnan(difference) ? HUGE_VAL : std::max(worst, difference);
        largest = std::max(largest, std::abs(static_cast<double>(expected[i])));
    }
    return worst / largest;
}

struct ScanCase {
    int channels, states;
    std::vector<int> tokens;
};

class EmulatedSelectiveScan : public testing::TestWithParam<ScanCase> { };

TEST_P(EmulatedSelectiveScan, EqualsTheKernelOfTheCpu)
{
    const auto& [channels, states, tokens] = GetParam();
    const Layout layout = layOut(tokens);
    RandomValues random(static_cast<std::uint32_t>(channels + states));
    const auto e = static_cast<std::size_t>(channels), n = static_cast<std::size_t>(states), codes = 2 * n + 3;
    auto aLog = random.normal(e * n, .05F);
    std::vector<float> decay(e * n); // [state, channel]
    for (std::size_t i = 0; i < aLog.size(); ++i) {
        aLog[i] += std::log(static_cast<float>(i % n + 1));
        decay[i % n * e + i / n] = -std::exp(aLog[i]) * 1.44269504088896340736F;
    }
    const auto skip = random.normal(e, .1F, 1), bias = random.normal(e, 1.5F, -3);
    const auto u = random.normal(layout.rows * e), inner = random.normal(layout.rows * 2 * e);
    const auto code = random.normal(layout.rows * codes), step = random.normal(layout.rows * e);
    auto expected = step, forwards = step, backwards = step;

    std::vector<ScanSequence> sequences;
    for (const auto& s : layout.spans) {
        const auto first = static_cast<std::size_t>(s.first);
        sequences.push_back({ s.tokens, u.data() + first * e, channels, inner.data() + first * 2 * e + e, 2 * channels,
                              code.data() + first * codes + 3, code.data() + first * codes + 3 + n,
                              static_cast<std::int64_t>(codes), expected.data() + first * e, channels });
    }
    selectiveScan(packScanParameters(aLog, skip, bias, states), sequences);

    device::ScanArguments arguments { layout.spans.data(),
                                      static_cast<int>(layout.spans.size()),
                                      channels,
                                      states,
                                      decay.data(),
                                      skip.data(),
                                      bias.data(),
                                      u.data(),
                                      channels,
                                      inner.data() + e,
                                      2 * channels,
                                      code.data() + 3,
                                      code.data() + 3 + n,
                                      static_cast<long long>(codes),
                                      nullptr,
                                      channels };
    for (auto* out : { &forwards, &backwards }) {
        arguments.step = out->data();
        ASSERT_TRUE(device::withScanStates(states, [&](auto width) {
            emulateScan<device::ScanThread<decltype(width)::value>>(
                arguments, device::scanGrid(arguments), device::kScanSteps,
                out == &forwards ? Order::Forwards : Order::Backwards);
        }));
    }
    EXPECT_LT(largestRelative(forwards, expected), 1e-5);
    EXPECT_EQ(forwards, backwards);
    EXPECT_NE(forwards, step);
}

INSTANTIATE_TEST_SUITE_P(Sizes, EmulatedSelectiveScan,
                         testing::Values(ScanCase { 128, 16, { 16 } }, ScanCase { 1024, 16, { 124, 3 } },
                                         ScanCase { 40, 5, { 31, 1, 16, 17 } }, ScanCase { 129, 24, { 33, 2 } },
                                         ScanCase { 300, 64, { 40 } }, ScanCase { 7, 1, { 15, 48 } }));

TEST(EmulatedSelectiveScan, RefusesMoreStatesThanItHolds)
{
    EXPECT_FALSE(device::withScanStates(device::kScanMostStates + 1, [](auto) { FAIL(); }));
    EXPECT_FALSE(device::withDualStates(device::kDualMostStates + 1, [](auto) { FAIL(); }));
    EXPECT_FALSE(device::withConvolutionTaps(device::kConvolutionMostTaps + 1, [](auto) { FAIL(); }));
}

struct DualCase {
    int heads, width, states, groups;
    std::vector<int> tokens;
};

class EmulatedDualScan : public testing::TestWithParam<DualCase> { };

TEST_P(EmulatedDualScan, EqualsTheKernelOfTheCpu)
{
    const auto& [heads, width, states, groups, tokens] = GetParam();
    const Layout layout = layOut(tokens);
    RandomValues random(static_cast<std::uint32_t>(heads + states));
    const auto h = static_cast<std::size_t>(heads), n = static_cast<std::size_t>(states);
    const std::size_t c = h * static_cast<std::size_t>(width), g = static_cast<std::size_t>(groups),
                      columns = c + 2 * g * n;
    const auto decay = random.normal(h, .3F, -2), bias = random.normal(h, 1, -2), skip = random.normal(c);
    const auto in = random.normal(layout.rows * columns), gate = random.normal(layout.rows * c);
    const auto step = random.normal(layout.rows * h);
    auto expected = in, forwards = in, backwards = in;

    std::vector<DualScanSequence> sequences;
    for (const auto& s : layout.spans) {
        const auto first = static_cast<std::size_t>(s.first);
        float* row = expected.data() + first * columns;
        sequences.push_back({ s.tokens, row, row + c, row + c + g * n, static_cast<std::int64_t>(columns),
                              gate.data() + first * c, static_cast<std::int64_t>(c), step.data() + first * h, heads });
    }
    dualScan({ heads, width, states, groups, decay, bias, skip }, sequences);

    for (auto* out : { &forwards, &backwards }) {
        const device::DualScanArguments arguments { layout.spans.data(),
                                                    static_cast<int>(layout.spans.size()),
                                                    heads,
                                                    width,
                                                    states,
                                                    groups,
                                                    decay.data(),
                                                    bias.data(),
                                                    skip.data(),
                                                    out->data(),
                                                    out->data() + c,
                                                    out->data() + c + g * n,
                                                    static_cast<long long>(columns),
                                                    gate.data(),
                                                    static_cast<long long>(c),
                                                    step.data(),
                                                    heads };
        ASSERT_TRUE(device::withDualStates(states, [&](auto registers) {
            emulateScan<device::DualScanThread<decltype(registers)::value>>(
                arguments, device::dualScanGrid(arguments), device::kDualSteps,
                out == &forwards ? Order::Forwards : Order::Backwards);
        }));
    }
    EXPECT_LT(largestRelative(forwards, expected), 1e-5);
    EXPECT_EQ(forwards, backwards);
    EXPECT_NE(forwards, in);
}

INSTANTIATE_TEST_SUITE_P(Sizes, EmulatedDualScan,
                         testing::Values(DualCase { 2, 64, 128, 1, { 17, 8 } }, DualCase { 4, 24, 16, 2, { 9, 1, 30 } },
                                         DualCase { 3, 5, 7, 3, { 31 } }, DualCase { 2, 100, 40, 2, { 12, 7 } },
                                         DualCase { 16, 64, 64, 2, { 40 } }));

struct ConvolutionCase {
    int channels, taps;
    std::vector<int> tokens;
};

class EmulatedConvolution : public testing::TestWithParam<ConvolutionCase> { };

TEST_P(EmulatedConvolution, EqualsTheKernelOfTheCpu)
{
    const auto& [channels, taps, tokens] = GetParam();
    const Layout layout = layOut(tokens);
    RandomValues random(static_cast<std::uint32_t>(channels + taps));
    const auto c = static_cast<std::size_t>(channels);
    const auto in = random.normal(layout.rows * 2 * c), weight = random.normal(static_cast<std::size_t>(taps) * c);
    const auto bias = random.normal(c);
    std::vector<float> expected(layout.rows * c), found(layout.rows * c);
    std::vector<ConvolutionSequence> sequences;
    int most = 0;
    for (const auto& s : layout.spans) {
        const auto first = static_cast<std::size_t>(s.first);
        sequences.push_back(
            { s.tokens, in.data() + first * 2 * c, 2 * channels, expected.data() + first * c, channels });
        most = std::max(most, s.tokens);
    }
    causalConvolutionSilu({ channels, taps, weight, bias }, sequences);
    const device::ConvolutionArguments arguments { layout.spans.data(),
                                                   static_cast<int>(layout.spans.size()),
                                                   most,
                                                   channels,
                                                   taps,
                                                   weight.data(),
                                                   bias.data(),
                                                   in.data(),
                                                   2 * channels,
                                                   found.data(),
                                                   channels };
    const device::Grid grid = device::convolutionGrid(arguments);
    ASSERT_TRUE(device::withConvolutionTaps(taps, [&](auto registers) {
        for (unsigned i = 0; i < grid.sequences * grid.tiles * grid.chunks * grid.threads; ++i) {
            const unsigned block = i / grid.threads;
            device::convolutionThread<decltype(registers)::value>(arguments, static_cast<int>(block % grid.sequences),
                                                                  static_cast<int>(block / grid.sequences % grid.tiles),
                                                                  static_cast<int>(block / grid.sequences / grid.tiles),
                                                                  static_cast<int>(i % grid.threads));
        }
    }));
    EXPECT_LT(largestRelative(found, expected), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Sizes, EmulatedConvolution,
                         testing::Values(ConvolutionCase { 128, 4, { 32 } }, ConvolutionCase { 300, 4, { 2, 65, 1 } },
                                         ConvolutionCase { 7, 3, { 1, 33 } }, ConvolutionCase { 257, 5, { 40, 70 } },
                                         ConvolutionCase { 130, 8, { 96, 5 } }, ConvolutionCase { 5, 1, { 9 } }));

} // namespace

} // namespace maskscope::test
