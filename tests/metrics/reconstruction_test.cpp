// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Predicted samples against true ones: closed forms, and the periodogram against SciPy's.
#include <array>
#include <cmath>
#include <numbers>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/numerics/band_power.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/masking/python.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {
namespace {

using std::numbers::pi;
using ::testing::HasSubstr;

Eigen::RowVectorXf sine(Eigen::Index samples, double rateHz, double hz, double amplitude)
{
    Eigen::RowVectorXf x(samples);
    for (Eigen::Index n = 0; n < samples; ++n)
        x(n) = static_cast<float>(amplitude * std::cos(2 * pi * hz * static_cast<double>(n) / rateHz));
    return x;
}

TEST(BandPower, OfASineIsHalfItsSquareInItsBandOnly)
{
    BandPower power(512, 128, eegBands());
    const Eigen::VectorXd p = power(sine(512, 128, 10, 3).array() + 100);
    EXPECT_NEAR(p(2), 4.5, 1e-4); // alpha
    EXPECT_NEAR(p.sum() - p(2), 0, 1e-6);
}

/// A frequency on a border belongs to the band above it.
TEST(BandPower, BordersGoUp)
{
    BandPower power(300, 100, eegBands()); // steps of 1/3 Hz: not exact in floating point
    EXPECT_NEAR(power(sine(300, 100, 4, 1))(1), 0.5, 1e-4);
    EXPECT_NEAR(power(sine(300, 100, 13, 1))(3), 0.5, 1e-4);
    EXPECT_NEAR(power(sine(300, 100, 30, 1))(4), 0.5, 1e-4);
}

TEST(BandPower, SaysWhatItCannotCover)
{
    const BandPower slow(64, 64, eegBands()); // half the rate is 32 Hz
    EXPECT_TRUE(slow.covers(0) && slow.covers(3));
    EXPECT_FALSE(slow.covers(4));
    const BandPower brief(16, 128, eegBands()); // steps of 8 Hz
    EXPECT_FALSE(brief.covers(0) || brief.covers(1));
    EXPECT_TRUE(brief.covers(2));
}

TEST(BandPower, IsSciPysPeriodogram)
{
    if (!pythonHas("numpy, scipy"))
        GTEST_SKIP() << "python3-numpy and python3-scipy are not installed";
    for (const int length : { 256, 250, 243 }) { // a power of two, one with a factor of 5, an odd one
        Normal random(3);
        Eigen::RowVectorXf x(length);
        std::ostringstream list;
        list.precision(9);
        for (float& v : x) {
            v = static_cast<float>(2 + random());
            list << v << ',';
        }
        const auto output
            = runPython("import numpy as np\nfrom scipy.signal import periodogram\nx=np.array([" + list.str()
                        + "])\nf,p=periodogram(x,125.0,detrend='constant')\n"
                          "for a,b in ((1,4),(4,8),(8,13),(13,30),(30,45)):"
                          " print(p[(f>=a)&(f<b)].sum()*125.0/len(x))");
        ASSERT_TRUE(output);
        std::istringstream numbers(*output);
        BandPower power(length, 125, eegBands());
        for (const double own : power(x)) {
            double theirs = 0;
            numbers >> theirs;
            EXPECT_GT(theirs, 0);
            EXPECT_NEAR(own, theirs, 1e-6 * theirs) << length;
        }
    }
}

/// 256 samples at 128 Hz: sines of 2, 6, 10, 20 and 40 Hz, each `gain` times the amplitude that the true window has.
RowMaker fiveBands(const std::vector<double>& gain)
{
    return [gain](const TokenPlace& p, Eigen::RowVectorXd& row) {
        constexpr std::array hz { 2.0, 6.0, 10.0, 20.0, 40.0 };
        row.setZero();
        for (std::size_t b = 0; b < hz.size(); ++b)
            row += gain[b] * (1 + 0.3 * p.channel) * sine(256, 128, hz[b], 1 + static_cast<double>(b)).cast<double>();
    };
}

std::shared_ptr<PredictionSet> signalSet(const std::vector<double>& gain, double rateHz = 128)
{
    auto set = makeSet({ 9, 3, 4, 256, 0, false }, fiveBands(gain), fiveBands({ 1, 1, 1, 1, 1 }));
    set->output = OutputKind::Signal;
    set->samplingRateHz = rateHz;
    return set;
}

TEST(Reconstruction, AmplitudesGiveTheirLogPower)
{
    const auto r = computeOne("reconstruction", signalSet({ 1, 10, 0.1, 2, 0 }));
    const std::string key = "diag.v1.reconstruction_log_power_";
    EXPECT_NEAR(number(r, key + "error_delta"), 0, 1e-6);
    EXPECT_NEAR(number(r, key + "bias_theta"), 2, 1e-6);
    EXPECT_NEAR(number(r, key + "error_alpha"), 2, 1e-5);
    EXPECT_NEAR(number(r, key + "bias_alpha"), -2, 1e-5);
    EXPECT_NEAR(number(r, key + "bias_beta"), 2 * std::log10(2), 1e-6);
    EXPECT_LT(number(r, key + "bias_gamma"), -8); // nothing there: as low as it counts
    const MetricValue* value = r.value(key + "bias_theta");
    ASSERT_TRUE(value->interval);
    EXPECT_EQ(value->intervalUnit, "recording");
    EXPECT_NEAR(value->interval->low, 2, 1e-5);
    EXPECT_NEAR(value->interval->high, 2, 1e-5);
    EXPECT_EQ(value->n, 9);
    // Squares of the amplitudes 1 to 5: errors 0, 9, 0.9, 1, 1 times them.
    const double error = 81 * 4 + 0.81 * 9 + 16 + 25, all = 1 + 4 + 9 + 16 + 25;
    EXPECT_NEAR(number(r, "diag.v1.reconstruction_nmse"), error / all, 1e-5);
    const double product = 1 + 10 * 4 + 0.1 * 9 + 2 * 16, own = 1 + 100 * 4 + 0.01 * 9 + 4 * 16;
    EXPECT_NEAR(number(r, "diag.v1.reconstruction_pattern_r"), product / std::sqrt(own * all), 1e-5);
}

TEST(Reconstruction, AMirroredWaveHasTheRightPowerAndTheWrongPattern)
{
    const auto r = computeOne("reconstruction", signalSet({ -1, -1, -1, -1, -1 }));
    EXPECT_NEAR(number(r, "diag.v1.reconstruction_pattern_r"), -1, 1e-6);
    EXPECT_NEAR(number(r, "diag.v1.reconstruction_nmse"), 4, 1e-5);
    EXPECT_NEAR(number(r, "diag.v1.reconstruction_log_power_error_beta"), 0, 1e-6);
}

TEST(Reconstruction, NeedsSamplesAndTheirRate)
{
    auto set = signalSet({ 1, 1, 1, 1, 1 });
    set->output = OutputKind::Embedding;
    EXPECT_TRUE(computeOne("reconstruction", set).values.empty());
    const auto unknown = computeOne("reconstruction", signalSet({ 1, 1, 1, 1, 1 }, 0));
    EXPECT_NEAR(number(unknown, "diag.v1.reconstruction_pattern_r"), 1, 1e-6);
    EXPECT_THAT(unknown.value("diag.v1.reconstruction_log_power_error_delta")->untestable,
                HasSubstr("rate of the windows is not known"));
    const auto slow = computeOne("reconstruction", signalSet({ 1, 1, 1, 1, 1 }, 64));
    EXPECT_THAT(slow.value("diag.v1.reconstruction_log_power_bias_gamma")->untestable, HasSubstr("too slowly sampled"));
    EXPECT_TRUE(slow.value("diag.v1.reconstruction_log_power_bias_beta")->untestable.empty());
}

TEST(Reconstruction, TheFigurePutsRunsSideBySideOnOneAxis)
{
    std::vector<MetricResult> results { computeOne("reconstruction", signalSet({ 1, 10, 0.1, 2, 0.5 })),
                                        computeOne("reconstruction", signalSet({ 1, 1, 1, 1, 1 })) };
    for (MetricValue& value : results[0].values)
        value.untrained = { 0.5, 3 };
    std::vector<RunView> runs { { "a", Rgb { 1, 2, 3 }, {}, {}, &results[0] },
                                { "b", Rgb { 4, 5, 6 }, {}, {}, &results[1] } };
    const Figure f = findMetric("reconstruction")->figure(runs);
    ASSERT_EQ(f.panels.size(), 2U);
    const auto &a = std::get<CartesianPlot>(f.panels[0].plot), &b = std::get<CartesianPlot>(f.panels[1].plot);
    EXPECT_EQ(a.y.low, b.y.low);
    EXPECT_EQ(a.y.high, b.y.high);
    EXPECT_GE(a.y.high, 3); // the untrained copies' range is inside
    ASSERT_EQ(a.series.size(), 3U);
    ASSERT_EQ(a.series[0].y.size(), 5U);
    EXPECT_NEAR(a.series[0].y[1], 2, 1e-5);
    EXPECT_EQ(a.series[2].low[0], 0.5);
    EXPECT_EQ(a.x.categories.size(), 5U);
    EXPECT_EQ(f.panels[1].column, 1);
}

TEST(Reconstruction, WhereNoModelPredictsSamplesThereIsNothingToDraw)
{
    const MetricResult none { "reconstruction", {}, {} };
    const std::vector<RunView> runs { { "a", Rgb { 1, 2, 3 }, {}, {}, &none } };
    const Figure f = findMetric("reconstruction")->figure(runs);
    EXPECT_TRUE(f.panels.empty());
    EXPECT_THAT(f.caption, HasSubstr("None of these models"));
}

TEST(DescribeWindows, GivesRateMeanAndSpreadOfEachRow)
{
    WindowSet windows;
    windows.windowLength = 4;
    windows.samplingRateHz = 200;
    windows.sequences = { { 0, 0, 2, 0 }, { 0, 1, 1, 8 } };
    windows.samples = { 0, 0, 0, 0, 1, 3, 1, 3, 5, 5, 5, 9 };
    PredictionSet set;
    set.position = { 0.5, 0 };
    set.sequence = { 0, 1 };
    set.tokenIndex = { 1, 0 };
    describeWindows(set, windows);
    EXPECT_EQ(set.samplingRateHz, 200);
    EXPECT_THAT(set.windowMeanUv, ::testing::ElementsAre(2, 6));
    EXPECT_NEAR(set.windowStdUv[0], 1, 1e-12);
    EXPECT_NEAR(set.windowStdUv[1], std::sqrt(3), 1e-12);
}

} // namespace
} // namespace maskscope::test
