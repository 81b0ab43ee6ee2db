// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/masking/mask_plan.h"

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/masking/python.h"
#include "tests/masking/windows.h"

namespace maskscope {

namespace {

using test::equalSequences;
using test::windowSet;

MaskPlan planOf(const WindowSet& windows, const MaskSpec& spec)
{
    auto plan = makeMask(windows, spec);
    EXPECT_TRUE(plan) << (plan ? "" : plan.error().sentence());
    return plan ? *plan : MaskPlan {};
}

std::vector<std::uint8_t> bitsOf(const MaskPlan& plan, const WindowSet& windows, std::size_t s)
{
    std::vector<std::uint8_t> bits;
    for (int t = 0; t < windows.sequences[s].tokens; ++t)
        bits.push_back(plan.tokenMasked(s, t) ? 1 : 0);
    return bits;
}

TEST(MaskPlan, NamesRoundTrip)
{
    for (const auto style : { MaskStyle::Mae, MaskStyle::Bert, MaskStyle::WithinToken, MaskStyle::MultiChannel })
        EXPECT_EQ(maskStyleFromName(maskStyleName(style)), style);
    for (const auto replacement : { MaskReplacement::Zeros, MaskReplacement::GaussianNoise })
        EXPECT_EQ(maskReplacementFromName(maskReplacementName(replacement)), replacement);
    EXPECT_FALSE(maskStyleFromName("MAE"));
}

TEST(MaskPlan, RefusesRatiosOutsideItsRange)
{
    const WindowSet windows = equalSequences(1, 4, 8);
    for (const double ratio : { 0.0, -0.1, 1.0000001, std::numeric_limits<double>::quiet_NaN() }) {
        const auto plan = makeMask(windows, { .ratio = ratio });
        ASSERT_FALSE(plan);
        EXPECT_EQ(plan.error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_FALSE(makeMask(WindowSet {}, {}));
}

/// Counts of the definition, ceil(ratio * T) in double: Python says how many.
TEST(MaskPlan, CountsEqualPythonsCeil)
{
    const std::string program = "import math\n"
                                "print(*[max(1, math.ceil(r / 20 * T)) for r in range(1, 21) for T in range(1, 61)])\n";
    const auto expected = test::runPython(program);
    if (!expected)
        GTEST_SKIP() << "no /usr/bin/python3";
    std::istringstream counts(*expected);
    for (int r = 1; r <= 20; ++r) {
        for (int tokens = 1; tokens <= 60; ++tokens) {
            std::int64_t count = 0;
            counts >> count;
            const auto plan = planOf(equalSequences(1, tokens, 1), { .ratio = r / 20.0 });
            EXPECT_EQ(plan.maskedTokens(), count) << "ratio " << r / 20.0 << ", T " << tokens;
        }
    }
}

TEST(MaskPlan, DrawsDependOnSeedAndSequenceAlone)
{
    const WindowSet many = windowSet({ { 0, 11 }, { 0, 11 }, { 1, 17 }, { 1, 17 } }, 16);
    const WindowSet few = windowSet({ { 0, 11 }, { 0, 11 } }, 16);
    for (const auto style : { MaskStyle::Mae, MaskStyle::Bert, MaskStyle::WithinToken, MaskStyle::MultiChannel }) {
        const MaskSpec spec { .ratio = 0.5, .style = style, .seed = 42 };
        const MaskPlan a = planOf(many, spec), b = planOf(many, spec), c = planOf(few, spec);
        EXPECT_EQ(a.bits, b.bits);
        EXPECT_EQ(a.actions, b.actions);
        EXPECT_TRUE(std::equal(c.bits.begin(), c.bits.end(), a.bits.begin())) << "another sequence changed the draws";
        EXPECT_TRUE(std::equal(c.actions.begin(), c.actions.end(), a.actions.begin()));
        MaskSpec other = spec;
        other.seed = 43;
        EXPECT_NE(planOf(many, other).bits, a.bits);
        EXPECT_EQ(a.source, "seed 42");
    }
    const MaskPlan plan = planOf(many, { .ratio = 0.5 });
    std::vector<float> first(16), second(16), again(16);
    plan.noise(2, 5, first);
    plan.noise(2, 6, second);
    plan.noise(2, 5, again);
    EXPECT_EQ(first, again);
    EXPECT_NE(first, second);
}

TEST(MaskPlan, DrawsCanBeRepeatedInPython)
{
    if (!test::pythonHas("numpy"))
        GTEST_SKIP() << "/usr/bin/python3 has no numpy";
    const WindowSet windows = windowSet({ { 0, 20 }, { 0, 13 }, { 1, 30 }, { 1, 31 } }, 40);
    const auto expected = test::runPython("import numpy as np\n"
                                          "rng = lambda *w: np.random.default_rng([9, *w])\n"
                                          "print(*sorted(rng(1, 1).choice(13, 7, replace=False, shuffle=False)))\n"
                                          "print(*rng(2, 2).choice(3, 30, p=[.8, .1, .1]))\n"
                                          "print(*sorted(rng(4, 1).choice(30, 15, replace=False, shuffle=False)))\n"
                                          "print('%.9g' % rng(3, 3, 12).standard_normal(40).astype('f4')[39])\n");
    ASSERT_TRUE(expected);
    std::ostringstream ours;
    const auto printMasked = [&](const MaskPlan& plan, std::size_t s) {
        for (int t = 0, n = 0; t < windows.sequences[s].tokens; ++t)
            if (plan.tokenMasked(s, t))
                ours << (n++ ? " " : "") << t;
        ours << '\n';
    };
    printMasked(planOf(windows, { .ratio = 0.5, .seed = 9 }), 1);
    const MaskPlan bert = planOf(windows, { .ratio = 0.5, .style = MaskStyle::Bert, .seed = 9 });
    for (int t = 0; t < 30; ++t)
        ours << (t ? " " : "") << int { bert.actions[static_cast<std::size_t>(33 + t)] };
    ours << '\n';
    printMasked(planOf(windows, { .ratio = 0.5, .style = MaskStyle::MultiChannel, .seed = 9 }), 3);
    std::vector<float> noise(40);
    bert.noise(3, 12, noise);
    ours.precision(9);
    ours << static_cast<double>(noise[39]) << '\n';
    EXPECT_EQ(ours.str(), *expected);
}

/// Sum of (observed - expected)^2 / expected.
double chiSquare(std::span<const int> counts, double expected)
{
    return std::accumulate(counts.begin(), counts.end(), 0.0,
                           [&](double sum, int n) { return sum + (n - expected) * (n - expected) / expected; });
}

TEST(MaskPlan, EveryTokenIsMaskedEquallyOften)
{
    constexpr int sequences = 4000, tokens = 20;
    const MaskPlan plan = planOf(equalSequences(sequences, tokens, 1), { .ratio = 0.25, .seed = 5 });
    std::array<int, tokens> counts {};
    for (int s = 0; s < sequences; ++s)
        for (int t = 0; t < tokens; ++t)
            counts[static_cast<std::size_t>(t)] += plan.tokenMasked(static_cast<std::size_t>(s), t) ? 1 : 0;
    // Draws without replacement spread less than a multinomial, by (T - k) / (T - 1): 0.999 quantile at 19 df, 43.8.
    EXPECT_LT(chiSquare(counts, sequences * 0.25) / (15.0 / 19.0), 43.8);
    EXPECT_GT(chiSquare(counts, sequences * 0.25) / (15.0 / 19.0), 5.4); // 0.001 quantile: too even is wrong, too
}

TEST(MaskPlan, BertActionsAreEightyTenTen)
{
    constexpr int sequences = 1000, tokens = 30;
    const MaskPlan plan
        = planOf(equalSequences(sequences, tokens, 1), { .ratio = 0.5, .style = MaskStyle::Bert, .seed = 1 });
    std::array<int, 3> counts {};
    for (int s = 0; s < sequences; ++s)
        for (int t = 0; t < tokens; ++t)
            if (plan.tokenMasked(static_cast<std::size_t>(s), t))
                ++counts.at(plan.actions[static_cast<std::size_t>(s * tokens + t)]);
    constexpr double n = sequences * tokens * 0.5;
    EXPECT_NEAR(counts[0] / n, 0.8, 4 * std::sqrt(0.16 / n));
    EXPECT_NEAR(counts[1] / n, 0.1, 4 * std::sqrt(0.09 / n));
    EXPECT_NEAR(counts[2] / n, 0.1, 4 * std::sqrt(0.09 / n));
}

TEST(MaskPlan, WithinTokenMasksSamplesOfEveryToken)
{
    const WindowSet windows = windowSet({ { 0, 5 }, { 1, 3 } }, 33);
    const MaskPlan plan = planOf(windows, { .ratio = 0.3, .style = MaskStyle::WithinToken });
    ASSERT_TRUE(plan.perSample);
    for (std::size_t s = 0; s < 2; ++s) {
        for (int t = 0; t < windows.sequences[s].tokens; ++t) {
            int masked = 0;
            for (int i = 0; i < 33; ++i)
                masked += plan.sampleMasked(s, t, i) ? 1 : 0;
            EXPECT_EQ(masked, 10); // ceil(9.9)
        }
    }
    EXPECT_EQ(plan.maskedTokens(), 8);
}

TEST(MaskPlan, MultiChannelSharesOneMaskOverTheShortestSequence)
{
    const WindowSet windows = windowSet({ { 0, 12 }, { 0, 9 }, { 0, 12 }, { 1, 20 }, { 1, 20 } }, 4);
    const MaskPlan plan = planOf(windows, { .ratio = 0.5, .style = MaskStyle::MultiChannel });
    const auto longer = bitsOf(plan, windows, 0), shorter = bitsOf(plan, windows, 1);
    EXPECT_EQ(std::accumulate(shorter.begin(), shorter.end(), 0), 5); // ceil(0.5 * 9)
    EXPECT_TRUE(std::equal(shorter.begin(), shorter.end(), longer.begin()));
    EXPECT_EQ(std::accumulate(longer.begin() + 9, longer.end(), 0), 0);
    EXPECT_EQ(longer, bitsOf(plan, windows, 2));
    EXPECT_EQ(bitsOf(plan, windows, 3), bitsOf(plan, windows, 4));
    const MaskPlan samples
        = planOf(windows, { .ratio = 0.5, .style = MaskStyle::MultiChannel, .samplesWithinToken = true });
    ASSERT_TRUE(samples.perSample);
    for (int t = 0; t < 12; ++t)
        for (int i = 0; i < 4; ++i)
            EXPECT_EQ(samples.sampleMasked(0, t, i), samples.sampleMasked(2, t, i));
    EXPECT_FALSE(samples.tokenMasked(0, 10));
    EXPECT_EQ(samples.maskedTokens(), 9 * 3 + 20 * 2);
}

TEST(MaskPlan, ZerosReplaceMaskedTokensOnly)
{
    const WindowSet windows = windowSet({ { 0, 10 } }, 8);
    const MaskPlan plan = planOf(windows, { .ratio = 0.4 });
    std::vector<float> out(80);
    plan.apply(0, windows.windows(0), out, 0);
    for (int t = 0; t < 10; ++t)
        for (int i = 0; i < 8; ++i) {
            const auto at = static_cast<std::size_t>(t * 8 + i);
            EXPECT_EQ(out[at], plan.tokenMasked(0, t) ? 0.0F : windows.samples[at]);
        }
}

} // namespace

} // namespace maskscope
