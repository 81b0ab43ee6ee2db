// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The channel probe against closed forms and against the definition written out in NumPy.
#include <cmath>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/masking/python.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {
namespace {

using ::testing::HasSubstr;
const std::string kKey = "diag.v1.channel_probe";

double nullNumber(const MetricResult& result, const std::string& name)
{
    for (const auto& [entry, v] : std::get<MetricNumbers>(*result.value(kKey)->null))
        if (entry == name)
            return v;
    ADD_FAILURE() << name << " is missing";
    return std::nan("");
}

/// A code of the channel of size `code`, an offset of the recording, and noise.
RowMaker coded(double code, std::uint64_t seed)
{
    return [code, random = std::make_shared<Normal>(seed)](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = (d % 6 == p.channel ? code : 0.0) + 0.2 * p.recording + (*random)();
    };
}

TEST(ChannelProbe, AClearCodeIsAlwaysToldAndItsLabelsMeanIt)
{
    const auto r = computeOne("channel_probe", makeSet({ 5, 6, 20, 12, 0, false }, coded(50, 1)));
    EXPECT_EQ(number(r, kKey), 1);
    EXPECT_NEAR(nullNumber(r, "chance"), 1.0 / 6, 1e-12);
    EXPECT_NEAR(nullNumber(r, "shuffled_mean"), 1.0 / 6, 0.03); // a shuffled label is right one time in six
    EXPECT_LT(nullNumber(r, "quantile_97.5"), 0.5);
    ASSERT_TRUE(r.value(kKey)->interval);
    EXPECT_EQ(r.value(kKey)->interval->low, 1);
    for (const double v : r.array("accuracy")->values)
        EXPECT_EQ(v, 1);
}

TEST(ChannelProbe, NoiseLiesInTheNull)
{
    const auto r = computeOne("channel_probe", makeSet({ 6, 6, 40, 12, 0, false }, coded(0, 2)));
    EXPECT_NEAR(number(r, kKey), 1.0 / 6, 0.03);
    EXPECT_LE(number(r, kKey), nullNumber(r, "quantile_97.5"));
}

TEST(ChannelProbe, OneRecordingOrOneChannelIsNotTestable)
{
    const auto one = computeOne("channel_probe", makeSet({ 1, 6, 20, 12, 0, false }, coded(50, 3)));
    EXPECT_THAT(one.value(kKey)->untestable, HasSubstr("one recording"));
    EXPECT_TRUE(std::isnan(number(one, kKey)));
    EXPECT_FALSE(one.value(kKey)->interval);
    EXPECT_THAT(computeOne("channel_probe", makeSet({ 3, 1, 20, 12, 0, false }, coded(50, 3))).value(kKey)->untestable,
                HasSubstr("one channel"));
}

TEST(ChannelProbe, AChannelOfOneRecordingCannotBeToldAndDoesNotCount)
{
    auto set = makeSet({ 2, 6, 20, 12, 0, true }, coded(50, 4)); // the second recording lacks channel 5
    const auto r = computeOne("channel_probe", set);
    EXPECT_EQ(number(r, kKey), 1);
    EXPECT_THAT(r.value(kKey)->note, HasSubstr("Left out: 20 tokens"));
    // Rows of the first recording have 5 candidates, those of the second 6.
    EXPECT_NEAR(nullNumber(r, "chance"), (5 * 20 / 5.0 + 5 * 23 / 6.0) / (5 * 20 + 5 * 23), 1e-12);
    EXPECT_TRUE(std::isnan(r.array("accuracy")->values[5]));
}

constexpr const char* kDefinition = R"(
import numpy as np
z, p, c, r = (np.array(v) for v in (Z, P, C, R))
hit, rows = np.zeros((len(set(r)), len(set(c)))), np.zeros((len(set(r)), len(set(c))))
for i in range(len(z)):
    d = [((z[i] - z[(r != r[i]) & (c == k)].mean(0)) ** 2).sum() for k in range(c.max() + 1)]
    rows[r[i], c[i]] += 1
    hit[r[i], c[i]] += np.argmin(d) == c[i]
print(hit.sum() / rows.sum(), *(hit.sum(0) / rows.sum(0)))
)";

TEST(ChannelProbe, IsTheDefinitionWrittenOut)
{
    if (!pythonHas("numpy"))
        GTEST_SKIP() << "python3-numpy is not installed";
    const auto set = makeSet({ 3, 4, 10, 5, 0.2, false }, coded(1, 5));
    std::ostringstream z, c, r;
    z.precision(9);
    for (Eigen::Index i = 0; i < set->rows(); ++i) {
        z << '[';
        for (const float v : set->predictions.row(i))
            z << v << ',';
        z << "],";
        c << set->channel[static_cast<std::size_t>(i)] << ',';
        r << set->recording[static_cast<std::size_t>(i)] << ',';
    }
    const std::string given
        = "Z = [" + z.str() + "]\nP = []\nC = [" + c.str() + "]\nR = [" + r.str() + "]\n" + kDefinition;
    const auto output = runPython(given);
    ASSERT_TRUE(output);
    std::istringstream numbers(*output);
    double accuracy = 0;
    numbers >> accuracy;
    const auto found = computeOne("channel_probe", set);
    EXPECT_GT(accuracy, 0.3);
    EXPECT_LT(accuracy, 0.95);
    EXPECT_NEAR(number(found, kKey), accuracy, 1e-12);
    for (const double v : found.array("accuracy")->values) {
        double theirs = 0;
        numbers >> theirs;
        EXPECT_NEAR(v, theirs, 1e-12);
    }
}

} // namespace
} // namespace maskscope::test
