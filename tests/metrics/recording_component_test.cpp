// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What only the recording itself can tell: closed forms, and simulations whose truth is known.
#include <cmath>
#include <map>
#include <numeric>

#include <gtest/gtest.h>

#include "analysis/metrics/components/recording_component.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {

namespace {

constexpr const char* kKey = "diag.v1.carries_recording";

/// Something that all recordings share, of position, channel and both.
double shared(const TokenPlace& p, Eigen::Index d)
{
    const auto k = static_cast<double>(d);
    return 4 * p.position + 0.5 * p.channel * std::cos(k) + 2 * p.position * p.channel;
}

/// Recordings of the same length with a row in every cell.
std::shared_ptr<PredictionSet> sameLength(int recordings, const RowMaker& prediction, const RowMaker& target)
{
    auto set = makeSet({ 1, 3 * recordings, 20, 2, 0, false }, prediction, target);
    set->channels.resize(3);
    set->recordings.clear();
    for (int r = 0; r < recordings; ++r)
        set->recordings.push_back(std::to_string(r));
    for (std::size_t i = 0; i < set->channel.size(); ++i) {
        set->recording[i] = set->channel[i] / 3;
        set->channel[i] %= 3;
    }
    return set;
}

RowMaker sharedAndOwn(std::vector<double> own, double share)
{
    return [own = std::move(own), share](const TokenPlace& p, Eigen::RowVectorXd& row) {
        const TokenPlace place { p.channel / 3, p.channel % 3, p.token, p.position };
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = share * shared(place, d) + own[static_cast<std::size_t>(place.recording)];
    };
}

/// With one row a cell the mean over recordings is the sample variance of what they have of their own.
TEST(RecordingComponent, OfOffsetsIsTheirVariance)
{
    const auto set = sameLength(3, sharedAndOwn({ 2, 1, 3 }, 0.3), sharedAndOwn({ 1, 2, 6 }, 1));
    const MetricResult result = computeOne("carries", set);
    EXPECT_NEAR(number(result, kKey, "size"), 1, 1e-5);
    EXPECT_NEAR(number(result, kKey, "target_size"), 7, 1e-5); // -2, -1 and 3 about the mean
    EXPECT_NEAR(number(result, kKey, "alignment"), 2, 1e-5); // (0 x -2 + -1 x -1 + 1 x 3) / 2
    EXPECT_NEAR(number(result, kKey, "cosine"), 2 / std::sqrt(7), 1e-5);
    EXPECT_NEAR(number(result, kKey, "scale"), 2, 1e-5);
    EXPECT_NEAR(number(result, kKey, "worth"), 3, 1e-5); // 2 x 2 - 1
    const auto target = std::get<MetricNumbers>(result.value(kKey)->value);
    auto statistics = PredictionStatistics::create(set, 20);
    const auto component = recordingComponent(*statistics);
    ASSERT_TRUE(component);
    const Eigen::VectorXd perUnit = component->perUnit(component->target);
    EXPECT_NEAR(perUnit(0), 6, 1e-5); // (1 - (2 + 6) / 2)^2 x 2 / 3
    EXPECT_NEAR(perUnit(1), 1.5, 1e-5);
    EXPECT_NEAR(perUnit(2), 13.5, 1e-5);
    const std::vector<double> sequences = component->perSequence(component->target);
    ASSERT_EQ(sequences.size(), 9U);
    EXPECT_NEAR(std::accumulate(sequences.begin(), sequences.end(), 0.0) / 9, perUnit.mean(), 1e-12);
}

/// Recordings of other lengths put other positions into a bin: a bin's mean would leave the course's steepness there.
TEST(RecordingComponent, ASteepSharedCourseLeavesNothing)
{
    const auto course = [](auto of) {
        return [of](const TokenPlace& p, Eigen::RowVectorXd& row) { row.setConstant(of(p.position)); };
    };
    const SyntheticSpec spec { 6, 4, 24, 3, 0.4, false }; // lengths 24 to 39, 20 bins
    const auto partOf = [&](const RowMaker& maker, const char* name) {
        return number(computeOne("carries", makeSet(spec, maker, maker)), kKey, name);
    };
    const auto steep = course([](double p) { return 50 * p; });
    EXPECT_LT(partOf(steep, "target_size"), 1e-9); // float32 of numbers up to 50; a bin's mean leaves 0.3
    EXPECT_LT(partOf(steep, "size"), 1e-9);
    const auto bent = course([](double p) { return 10 * std::cos(3 * p); }); // variance 43
    EXPECT_LT(partOf(bent, "target_size"), 1e-3);
}

/// Which channels are masked where differs between recordings: their offsets must not pass for a course, which would be
/// the same in predictions and targets.
TEST(RecordingComponent, AnAdditiveWorldLeavesNothingHoweverMasksFall)
{
    const auto additive = [](double strength) {
        return [strength](const TokenPlace& p, Eigen::RowVectorXd& row) {
            for (Eigen::Index d = 0; d < row.size(); ++d)
                row(d) = strength * (4 * p.position + 3 * std::cos(2.0 * p.channel + static_cast<double>(d)));
        };
    };
    for (const int recordings : { 2, 6 }) {
        const auto set = makeSet({ recordings, 8, 24, 4, 0.5, false }, additive(0.5), additive(1));
        const MetricResult result = computeOne("carries", set);
        for (const char* name : { "size", "alignment", "target_size" })
            EXPECT_LT(number(result, kKey, name), 1e-9) << recordings << " recordings: " << name; // of variances of 4.5
    }
}

/// Own parts of variance 1 a sequence; predictions hold half of them, and noise of their own.
TEST(RecordingComponent, AnOwnPartOfKnownSizeComesOutInExpectation)
{
    constexpr int draws = 150;
    Normal own(31);
    std::map<std::string, std::pair<double, double>> moments; // mean, mean square
    for (int i = 0; i < draws; ++i) {
        std::map<std::pair<int, int>, double> offsets;
        const auto maker = [&](double share, double part, double noise) {
            return [&, share, part, noise](const TokenPlace& p, Eigen::RowVectorXd& row) {
                auto [at, isNew] = offsets.try_emplace({ p.recording, p.channel });
                if (isNew)
                    at->second = own();
                for (Eigen::Index d = 0; d < row.size(); ++d)
                    row(d) = share * 3 * p.position + part * at->second + noise * own();
            };
        };
        const MetricResult result
            = computeOne("carries", makeSet({ 6, 5, 22, 2, 0.3, false }, maker(0.7, 0.5, 0.5), maker(1, 1, 1)),
                         { .intervals = false });
        for (const char* name : { "size", "alignment", "target_size" }) {
            const double v = number(result, kKey, name);
            moments[name].first += v / draws;
            moments[name].second += v * v / draws;
        }
    }
    for (const auto& [name, truth, noise] : { std::tuple { "size", 0.25, 0.25 }, std::tuple { "alignment", 0.5, 0.0 },
                                              std::tuple { "target_size", 1.0, 1.0 } }) {
        const auto [mean, square] = moments[name];
        const double error = std::sqrt((square - mean * mean) / draws);
        // A row's noise is its own, too; where a unit holds several rows of a cell, up to a fifth of it is missing.
        EXPECT_GT(mean, truth + 0.8 * noise - 4 * error) << name;
        EXPECT_LT(mean, truth + noise + 4 * error) << name;
        EXPECT_LT(error, 0.05) << name;
    }
}

TEST(RecordingComponent, NothingOfItsOwnIsNotCarried)
{
    Normal random(12);
    int above = 0;
    for (int i = 0; i < 100; ++i) {
        const auto maker = [&](const TokenPlace& p, Eigen::RowVectorXd& row) {
            for (Eigen::Index d = 0; d < row.size(); ++d)
                row(d) = 3 * p.position + p.channel + static_cast<double>(d) + random();
        };
        const MetricResult result = computeOne("carries", makeSet({ 6, 4, 20, 4, 0.3, false }, maker, maker));
        above += namedInterval(*result.value(kKey), "alignment")->low > 0 ? 1 : 0;
    }
    EXPECT_LE(above, 8); // 2.5 expected
}

TEST(RecordingComponent, IsMissingWhereARecordingSharesNothing)
{
    const auto maker = [](const TokenPlace& p, Eigen::RowVectorXd& row) { row.setConstant(p.position); };
    auto set = makeSet({ 2, 1, 20, 2, 0, false }, maker, maker);
    EXPECT_NE(computeOne("carries", set).value(kKey), nullptr);
    set->channels.push_back({ "other", std::nullopt });
    for (std::size_t i = 0; i < set->channel.size(); ++i)
        set->channel[i] = set->recording[i] == 0 ? 0 : static_cast<std::int32_t>(set->channels.size()) - 1;
    EXPECT_EQ(computeOne("carries", set).value(kKey), nullptr);
}

} // namespace

} // namespace maskscope::test
