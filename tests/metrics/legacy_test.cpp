// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The old numbers that rest on pairs of tokens, on raw windows and on masks.
#include <cmath>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/masking/python.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {
namespace {

RowMaker noise(std::uint64_t seed, double offset)
{
    return [offset, random = std::make_shared<Normal>(seed)](const TokenPlace&, Eigen::RowVectorXd& row) {
        for (double& v : row)
            v = offset + (*random)();
    };
}

TEST(BaselineSimilarity, OfEqualOppositeAndZeroRowsIsKnown)
{
    const RowMaker same = [](const TokenPlace&, Eigen::RowVectorXd& row) { row.setConstant(2); };
    // 4 rows: +, -, 0, +. Pairs: +- -1, ++ 1, -+ -1, with 0 none: -1 of 6.
    const RowMaker mixed = [](const TokenPlace& p, Eigen::RowVectorXd& row) {
        row.setConstant(p.token == 0 ? 1 : p.token == 1 ? -3 : p.token == 2 ? 0 : 5);
    };
    const auto r = computeOne("baseline_similarity", makeSet({ 1, 1, 4, 3, 0, false }, same, mixed));
    EXPECT_NEAR(number(r, "legacy.baseline_similarity", "predictions"), 1, 1e-12);
    EXPECT_NEAR(number(r, "legacy.baseline_similarity", "targets"), -1.0 / 6, 1e-12);
    EXPECT_NEAR(number(r, "legacy.baseline_similarity", "difference"), 7.0 / 6, 1e-12);
}

TEST(BaselineSimilarity, IsTheMeanOverAllPairsInNumPy)
{
    if (!pythonHas("numpy"))
        GTEST_SKIP() << "python3-numpy is not installed";
    const auto set = makeSet({ 2, 3, 10, 5, 0, false }, noise(1, 0.7), noise(2, 0));
    std::ostringstream rows;
    rows.precision(9);
    for (Eigen::Index i = 0; i < set->rows(); ++i) {
        rows << '[';
        for (const float v : set->predictions.row(i))
            rows << v << ',';
        rows << "],";
    }
    const auto output = runPython("import numpy as np\nz=np.array([" + rows.str()
                                  + "])\nu=z/np.linalg.norm(z,axis=1)[:,None]\nc=u@u.T\n"
                                    "print(c[np.triu_indices(len(c),1)].mean())");
    ASSERT_TRUE(output);
    EXPECT_NEAR(number(computeOne("baseline_similarity", set), "legacy.baseline_similarity", "predictions"),
                std::stod(*output), 1e-9);
}

TEST(WindowMoments, AreTheCorrelationsWithTheRawWindow)
{
    auto set = makeSet({ 2, 3, 10, 8, 0, false }, noise(3, 0));
    for (Eigen::Index i = 0; i < set->rows(); ++i) {
        const Eigen::RowVectorXd row = set->predictions.row(i).cast<double>();
        set->windowMeanUv.push_back(3 - 2 * row.mean());
        set->windowStdUv.push_back(i % 2 == 0 ? 1 : 2);
    }
    EXPECT_TRUE(computeOne("window_moments", set).values.empty()); // embeddings have no window mean
    set->output = OutputKind::Signal;
    const auto r = computeOne("window_moments", set);
    EXPECT_NEAR(number(r, "legacy.mean_correlation"), -1, 1e-6);
    EXPECT_LT(std::abs(number(r, "legacy.std_correlation")), 0.5);
    set->windowMeanUv.assign(set->windowMeanUv.size(), 4);
    EXPECT_EQ(number(computeOne("window_moments", set), "legacy.mean_correlation"), 0);
    for (Eigen::Index i = 0; i < set->rows(); ++i) {
        const Eigen::ArrayXd row = set->predictions.row(i).cast<double>();
        set->windowStdUv[static_cast<std::size_t>(i)] = 5 * std::sqrt((row - row.mean()).square().mean());
    }
    EXPECT_NEAR(number(computeOne("window_moments", set), "legacy.std_correlation"), 1, 1e-6);
}

/// Keeps the tokens of each channel for which `masked` holds, 8 tokens a sequence.
std::shared_ptr<PredictionSet> maskedSet(int channels, const std::function<bool(int channel, int token)>& masked)
{
    auto set = std::make_shared<PredictionSet>();
    set->recordings = { "r" };
    for (int c = 0; c < channels; ++c) {
        set->channels.push_back({ std::to_string(c), std::nullopt });
        for (int t = 0; t < 8; ++t) {
            if (!masked(c, t))
                continue;
            set->position.push_back(t / 8.0);
            set->tokenIndex.push_back(t);
            set->seqLen.push_back(8);
            set->sequence.push_back(c);
            set->channel.push_back(c);
            set->recording.push_back(0);
        }
    }
    set->predictions = RowMatrixF::Ones(static_cast<Eigen::Index>(set->position.size()), 2);
    return set;
}

TEST(MaskSynchronisation, CountsTokensMaskedAlike)
{
    const std::string key = "legacy.mask_synchronisation";
    const auto same = computeOne("mask_synchronisation", maskedSet(3, [](int, int t) { return t < 4; }));
    EXPECT_NEAR(number(same, key, "mean"), 1, 1e-12);
    EXPECT_NEAR(number(same, key, "independent"), 0.5, 1e-12);
    const auto opposite
        = computeOne("mask_synchronisation", maskedSet(2, [](int c, int t) { return c == 0 ? t < 4 : t >= 4; }));
    EXPECT_NEAR(number(opposite, key, "mean"), 0, 1e-12);
    // Channels 0 and 1 share 6 of 8 tokens, each of them 4 and 2 with channel 2.
    const auto mixed = computeOne("mask_synchronisation", maskedSet(3, [](int c, int t) {
                                      return c == 0 ? t < 4 : c == 1 ? t < 2 : t >= 4 || t < 2;
                                  }));
    // Agreements: 0-1 differ in tokens 2, 3; 0-2 differ in 2, 3, 4..7; 1-2 differ in 4..7.
    EXPECT_NEAR(number(mixed, key, "mean"), (6.0 + 2.0 + 4.0) / 24, 1e-12);
    EXPECT_NEAR(number(mixed, key, "independent"), (0.5 + 0.5 + (0.25 * 0.75 + 0.75 * 0.25)) / 3, 1e-12);
    EXPECT_TRUE(computeOne("mask_synchronisation", maskedSet(1, [](int, int) { return true; })).values.empty());
}

} // namespace
} // namespace maskscope::test
