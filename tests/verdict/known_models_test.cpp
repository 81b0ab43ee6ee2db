// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Models whose structure is known: trained ones (../shared/trained) and networks that never saw a training step.
#include <array>
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/recording/temporary_folder.h"
#include "tests/verdict/verdict_cases.h"

namespace maskscope::test {

namespace {

using Copies = std::array<double, 8>;

/// Eight untrained networks on trained/val.h5, as the oracle's `context` gives them: `make-checkpoint --generation A
/// --window 256 --seed 0` to 7, `--projection seed:0` to 7, masks of trained/.
struct Untrained {
    double ratio;
    Copies error, position, channel, context;
};
const std::array<Untrained, 2> kUntrained { {
    { 0.5,
      { 2.03598, 2.09126, 2.02656, 1.93363, 2.04736, 1.90416, 1.94062, 2.01863 },
      { 0.00408, -0.00459, -0.00446, -0.02496, 0.00610, 0.00017, 0.00088, 0.01233 },
      { -0.00010, 0.00249, -0.00140, 0.00277, -0.00061, -0.00186, 0.00081, -0.00106 },
      { -0.00531, -0.00005, -0.00243, 0.00327, 0.00121, 0.00644, -0.00054, -0.00016 } },
    { 1.0,
      { 2.02703, 2.09037, 2.03174, 1.93026, 2.04342, 1.91281, 1.94184, 2.01167 },
      { 0.00292, -0.00190, -0.00419, -0.02453, 0.00570, 0.00200, -0.00004, 0.01275 },
      { -0.00039, 0.00270, -0.00164, 0.00286, -0.00046, -0.00181, 0.00099, -0.00105 },
      {} },
} };

std::vector<double> pick(const Copies& all, const std::vector<std::size_t>& which)
{
    std::vector<double> values;
    for (const std::size_t i : which)
        values.push_back(all[i]);
    return values;
}

Interval around(double value, double halfWidth) { return { value - halfWidth, value + halfWidth }; }

struct Gains {
    double error, position, channel, context;
};

/// `copies`: which untrained networks it is held against.
JudgedRun runOf(const Gains& g, double ratio, double halfWidth, const Untrained& untrained,
                const std::vector<std::size_t>& copies)
{
    JudgedRun run;
    run.context.maskRatio = ratio;
    run.context.untrainedCopies = static_cast<int>(copies.size());
    run.set(number("diag.v1.masked_mse", g.error, {}, pick(untrained.error, copies)));
    run.set(
        number("diag.v1.position_gain", g.position, around(g.position, halfWidth), pick(untrained.position, copies)));
    run.set(number("diag.v1.channel_gain", g.channel, around(g.channel, halfWidth), pick(untrained.channel, copies)));
    MetricValue context = number("diag.v1.context_gain_swapped", g.context, around(g.context, halfWidth),
                                 pick(untrained.context, copies));
    if (ratio >= 1)
        context.untestable = "no token is visible";
    run.set(context);
    return run;
}

/// Every choice of five of the other seven, with an interval so narrow that it excuses nothing, and with the copies'
/// errors known or not.
TEST(KnownModels, NoUntrainedNetworkEverLearned)
{
    int judged = 0;
    for (const Untrained& u : kUntrained)
        for (std::size_t self = 0; self < 8; ++self)
            for (unsigned chosen = 0; chosen < 256; ++chosen) {
                if (__builtin_popcount(chosen) != 5 || (chosen >> self & 1U))
                    continue;
                std::vector<std::size_t> copies;
                for (std::size_t i = 0; i < 8; ++i)
                    if (chosen >> i & 1U)
                        copies.push_back(i);
                JudgedRun run = runOf({ u.error[self], u.position[self], u.channel[self], u.context[self] }, u.ratio,
                                      1e-5, u, copies);
                for (const bool errorsKnown : { true, false }) {
                    if (!errorsKnown)
                        run.set(number("diag.v1.masked_mse", u.error[self]));
                    for (const char* id : { "position.learned", "channel.learned", "context.learned" }) {
                        const Statement s = run.statement(id);
                        EXPECT_NE(s.finding, Finding::Supported) << "copy " << self << ": " << s.reason;
                        ++judged;
                    }
                    EXPECT_NE(run.judged().positionOnly, Finding::Supported);
                }
            }
    EXPECT_EQ(judged, 2 * 8 * 21 * 2 * 3);
}

struct Known {
    const char* model;
    const char* ratio;
    Gains gains;
    Finding position, channel, context, positionOnly;
};

void PrintTo(const Known& known, std::ostream* out) { *out << known.model << "@" << known.ratio; }

class TrainedVerdict : public testing::TestWithParam<Known> { };

TEST_P(TrainedVerdict, IsWhatIsKnown)
{
    const Known& k = GetParam();
    const double ratio = std::stod(k.ratio);
    const Untrained& untrained = kUntrained[ratio >= 1 ? 1 : 0];
    const Verdict verdict = runOf(k.gains, ratio, 0.001, untrained, { 0, 1, 2, 3, 4 }).judged();
    EXPECT_EQ(verdict.statement("position.learned")->finding, k.position);
    EXPECT_EQ(verdict.statement("channel.learned")->finding, k.channel);
    EXPECT_EQ(verdict.statement("context.learned")->finding, k.context);
    EXPECT_EQ(verdict.positionOnly, k.positionOnly);
}

/// The table above against the oracle's own files.
TEST_P(TrainedVerdict, RestsOnTheReferenceNumbers)
{
    const Known& k = GetParam();
    std::ifstream in(shared / "trained"
                     / ("expected_context_" + std::string(k.model) + "_" + std::string(k.ratio) + ".json"));
    if (!in)
        GTEST_SKIP() << "no ../shared/trained";
    const auto json = nlohmann::json::parse(in);
    EXPECT_NEAR(k.gains.error, json["mse"].get<double>(), 1e-5);
    EXPECT_NEAR(k.gains.position, json["position_gain"].get<double>(), 1e-5);
    EXPECT_NEAR(k.gains.channel, json["channel_gain"].get<double>(), 1e-5);
    EXPECT_NEAR(k.gains.context, json["context_gain_swapped"].get<double>(), 1e-5);
}

// Copy 3 loses 0.025 by its position, so that five copies with it do not exclude the 0.015 of M50: it stays open.
INSTANTIATE_TEST_SUITE_P(Table, TrainedVerdict,
                         testing::Values(Known { "M100",
                                                 "1.0",
                                                 { 1.239055, 0.119416, 0.078704, 0 },
                                                 Finding::Supported,
                                                 Finding::Supported,
                                                 Finding::NotTestable,
                                                 Finding::NotTestable },
                                         Known { "M100",
                                                 "0.5",
                                                 { 1.474042, 0.176933, 0.061238, -0.139145 },
                                                 Finding::Supported,
                                                 Finding::Supported,
                                                 Finding::NotSupported,
                                                 Finding::NotSupported },
                                         Known { "M75",
                                                 "0.75",
                                                 { 0.540798, 0.075467, 0.000644, 0.668634 },
                                                 Finding::Supported,
                                                 Finding::NotSupported,
                                                 Finding::Supported,
                                                 Finding::NotSupported },
                                         Known { "M50",
                                                 "0.5",
                                                 { 0.419493, 0.015105, 0.002324, 0.787209 },
                                                 Finding::TooLittleData,
                                                 Finding::TooLittleData,
                                                 Finding::Supported,
                                                 Finding::NotSupported }),
                         [](const auto& c) {
                             return std::string(c.param.model) + "At"
                                 + std::to_string(std::lround(100 * std::stod(c.param.ratio)));
                         });

} // namespace

} // namespace maskscope::test
