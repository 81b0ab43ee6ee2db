// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Intervals and nulls of the numbers of one prediction set: against a jackknife of the reference implementation over
// recordings, against one of errors summed in NumPy, and against closed forms.
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <span>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/masking/python.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

template <typename T>
void writeRaw(const fs::path& path, const T* values, Eigen::Index count)
{
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(values), static_cast<std::streamsize>(sizeof(T)) * count);
}

void writeSet(const fs::path& folder, const PredictionSet& set)
{
    writeRaw(folder / "predictions.f4", set.predictions.data(), set.predictions.size());
    writeRaw(folder / "targets.f4", set.targets.data(), set.targets.size());
    writeRaw(folder / "position.f8", set.position.data(), set.rows());
    writeRaw(folder / "recording.i4", set.recording.data(), set.rows());
    writeRaw(folder / "channel.i4", set.channel.data(), set.rows());
}

/// Every recording has its own offset, its own strength of position, channel and both together, and its own error.
std::shared_ptr<PredictionSet> variedRecordings(int recordings)
{
    auto random = std::make_shared<Normal>(21);
    auto effects = std::make_shared<std::map<int, std::array<double, 4>>>();
    const auto of = [random, effects](int recording) -> const std::array<double, 4>& {
        auto [at, isNew] = effects->try_emplace(recording);
        if (isNew)
            for (double& v : at->second)
                v = (*random)();
        return at->second;
    };
    const auto signal = [of](const TokenPlace& p, Eigen::Index d) {
        const auto& e = of(p.recording);
        const auto k = static_cast<double>(d);
        return (2 + 0.6 * e[0]) * std::cos(k + 2.5 * p.position)
            + (1 + 0.4 * e[1]) * std::sin((k + 1) * (p.channel + 1)) + 0.3 * e[2] * std::cos(2 * k)
            + (2 + 0.5 * e[3]) * p.position * std::cos((k + 1) * p.channel);
    };
    const auto prediction = [random, signal](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = signal(p, d) + 0.5 * (1 + static_cast<double>(d) / 4) * (*random)();
    };
    const auto target = [random, signal, of](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = signal(p, d) + (1 + 0.5 * std::tanh(of(p.recording)[3])) * (*random)();
    };
    SyntheticSpec spec { recordings, 4, 20, 6, 0.1, false };
    return makeSet(spec, prediction, target);
}

constexpr const char* kJackknife = R"(
import os; os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import importlib.util, json, sys, numpy as np
from scipy import stats
d = "FOLDER/"; dim = 6
spec = importlib.util.spec_from_file_location("reference", "ORACLE")
reference = importlib.util.module_from_spec(spec); spec.loader.exec_module(reference)
z = np.fromfile(d + "predictions.f4", "f4").reshape(-1, dim); y = np.fromfile(d + "targets.f4", "f4").reshape(-1, dim)
p = np.fromfile(d + "position.f8"); r = np.fromfile(d + "recording.i4", "i4"); c = np.fromfile(d + "channel.i4", "i4")
def numbers(keep):
    m = reference.metrics(z[keep], p[keep], c[keep], y[keep], r[keep]); b = m["better"]
    flat = {k: v for k, v in b.items() if np.isscalar(v)}
    flat.update(b["skill"]); flat.update({"variance_partition." + k: v for k, v in b["anova"].items()})
    flat["position_correlation_mean"] = m["legacy"]["mean_abs_position_correlation"]
    return {k: float(v) for k, v in flat.items()}
ids = np.unique(r); n = len(ids)
without = [numbers(r != i) for i in ids]
se = {k: float(np.sqrt((n - 1) / n * sum((w[k] - np.mean([v[k] for v in without])) ** 2 for w in without))) for k in without[0]}
own = np.zeros(n); base = np.zeros(n); y64 = y.astype(float)
for i in ids:                                              # the channel's mean of the other recordings
    own[i] = ((z[r == i].astype(float) - y64[r == i]) ** 2).sum()
    for k in np.unique(c):
        base[i] += ((y64[(r == i) & (c == k)] - y64[(r != i) & (c == k)].mean(0)) ** 2).sum()
without = np.array([1 - np.delete(own, i).sum() / np.delete(base, i).sum() for i in range(n)])
values = n * (1 - own.sum() / base.sum()) - (n - 1) * without                   # pseudo-values
skew = stats.skew(values); half = stats.t.ppf(.975, n - 1) * stats.sem(values); longer = half * (1 + 3.25 * abs(skew) ** .5 / n)
ends = [values.mean() - (longer if skew < 0 else half), values.mean() + (longer if skew > 0 else half)]
print(json.dumps({"se": se, "skill_vs_channel": ends, "per_unit": values.tolist()}))
)";

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    return text.replace(text.find(what), what.size(), by);
}

class AgainstPython : public ::testing::Test {
protected:
    void SetUp() override
    {
        const fs::path oracle = fs::path(MASKSCOPE_SHARED_DIR) / "oracle" / "oracle.py";
        if (!fs::exists(oracle))
            GTEST_SKIP() << "no reference implementation at " << oracle;
        if (!pythonHas("torch, h5py, numpy, scipy"))
            GTEST_SKIP() << "/usr/bin/python3 lacks torch, h5py, numpy or scipy";
        set = variedRecordings(20);
        const TemporaryFolder folder;
        writeSet(folder / "", *set);
        const auto output
            = runPython(replaced(replaced(kJackknife, "FOLDER", (folder / "").string()), "ORACLE", oracle.string()));
        ASSERT_TRUE(output);
        reference = nlohmann::json::parse(*output);
    }

    std::shared_ptr<PredictionSet> set;
    nlohmann::json reference;
};

/// Standard error of the mean of the units' values.
double errorOf(std::span<const double> values)
{
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double v : values)
        squares += (v - mean) * (v - mean);
    return std::sqrt(squares / (n * (n - 1)));
}

TEST_F(AgainstPython, IntervalsAreAsWideAsAJackknifeOverRecordingsSays)
{
    const auto results = computeMetrics(set, { .permutations = 10 });
    ASSERT_TRUE(results.has_value());
    int compared = 0;
    const auto expectWidth
        = [&](const std::string& key, const Interval& interval, double value, std::span<const double> perUnit) {
              ASSERT_EQ(perUnit.size(), 20U) << key;
              const double se = reference["se"].at(key).get<double>(), own = errorOf(perUnit);
              EXPECT_NEAR(own, se, 0.2 * se) << key; // what a number's own fit depends on stays as fitted to all rows
              // Student's t of 19 degrees of freedom, and what a skewed tail adds on one side.
              EXPECT_GE(interval.high - interval.low, 2 * 2.0930 * own * (1 - 1e-6)) << key;
              EXPECT_LE(interval.high - interval.low, 2 * 2.0930 * own * 1.2) << key;
              EXPECT_LT(interval.low, value) << key;
              EXPECT_GT(interval.high, value) << key;
              ++compared;
          };
    for (const MetricResult& result : *results)
        for (const MetricValue& value : result.values) {
            const std::string key = value.key.substr(value.key.rfind('.') + 1);
            if (value.interval && reference["se"].contains(key)) {
                EXPECT_EQ(value.intervalUnit, "recording") << key;
                expectWidth(key, *value.interval, std::get<double>(value.value), unitValues(value));
            }
            for (const auto& [name, interval] : value.intervals)
                if (reference["se"].contains(key + "." + name))
                    expectWidth(key + "." + name, interval, number(result, value.key, name), unitValues(value, name));
        }
    // 5 errors and skills, 2 held-out and 2 polynomial R2, mean |r|, 7 shares, 2 spreads, 5 of the spectrum.
    EXPECT_EQ(compared, 24);
}

/// A skill is a ratio of sums: its values are those of the held-out errors that NumPy summed, to rounding.
TEST_F(AgainstPython, ASkillsIntervalIsTheJackknifeOfItsErrors)
{
    const auto skill = computeOne("skill", set);
    const MetricValue* value = skill.value("diag.v1.skill_vs_channel");
    ASSERT_TRUE(value && value->interval);
    EXPECT_NEAR(value->interval->low, reference["skill_vs_channel"][0].get<double>(), 1e-6);
    EXPECT_NEAR(value->interval->high, reference["skill_vs_channel"][1].get<double>(), 1e-6);
    const auto perUnit = unitValues(*value);
    ASSERT_EQ(perUnit.size(), 20U);
    for (std::size_t i = 0; i < perUnit.size(); ++i)
        EXPECT_NEAR(perUnit[i], reference["per_unit"][i].get<double>(), 1e-6);
}

TEST(Intervals, FewerThanFiveUnitsSpeakOfTheseAloneAndSaySo)
{
    const auto few = variedRecordings(4), enough = variedRecordings(5), one = variedRecordings(1);
    const auto skill = computeOne("skill", few), r2 = computeOne("heldout_r2", enough);
    const MetricValue* value = skill.value("diag.v1.skill_vs_global");
    ASSERT_TRUE(value && value->interval);
    EXPECT_EQ(value->intervalUnit, "sequence");
    EXPECT_THAT(value->note, HasSubstr("says nothing about other recordings or people"));
    EXPECT_EQ(value->n, 4);
    EXPECT_TRUE(value->perUnit.empty()) << "four values of sixteen sequences are no values of recordings";
    ASSERT_TRUE(r2.value("diag.v1.position_r2")->interval);
    EXPECT_EQ(r2.value("diag.v1.position_r2")->intervalUnit, "recording");
    EXPECT_EQ(unitValues(*r2.value("diag.v1.position_r2")).size(), 5U);
    const auto single = computeOne("skill", one);
    EXPECT_EQ(single.value("diag.v1.skill_vs_global"), nullptr);
    EXPECT_FALSE(single.value("diag.v1.mse")->interval) << "four sequences";
    EXPECT_FALSE(computeOne("skill", few, { .intervals = false }).value("diag.v1.skill_vs_global")->interval);
}

/// Two recordings of each person are not two people.
TEST(Intervals, AreOverSubjectsWhereTheyAreKnown)
{
    auto set = variedRecordings(10);
    const auto recordings = computeOne("skill", set);
    for (const char* subject : { "a", "a", "b", "b", "c", "c", "d", "d", "e", "e" })
        set->subjects.emplace_back(subject);
    const auto subjects = computeOne("skill", set);
    const MetricValue *of = recordings.value("diag.v1.mse"), *over = subjects.value("diag.v1.mse");
    ASSERT_TRUE(of && over && over->interval);
    EXPECT_EQ(over->intervalUnit, "subject");
    EXPECT_EQ(over->unitOfInference, "subject");
    EXPECT_EQ(over->n, 5);
    EXPECT_EQ(unitValues(*over).size(), 5U);
    EXPECT_EQ(unitValues(*of).size(), 10U);
    EXPECT_NEAR(std::get<double>(over->value), std::get<double>(of->value), 1e-12);
}

TEST(Intervals, WhatIsTheSameInEveryRecordingHasNoWidth)
{
    const auto sign = [](double size) {
        return
            [size](const TokenPlace& p, Eigen::RowVectorXd& row) { row.setConstant(p.token % 2 == 0 ? size : -size); };
    };
    // Even lengths: the mean of every recording, and so the global baseline, is 0 against targets of +1 and -1.
    auto set = makeSet({ 1, 3, 20, 4, 0, false }, sign(0.5), sign(1));
    set->recordings = { "a", "b" };
    for (std::size_t i = 0; i < set->recording.size(); ++i)
        set->recording[i] = static_cast<std::int32_t>(i % 20 < 10 ? 0 : 1);
    const auto r = computeOne("skill", set);
    const MetricValue* value = r.value("diag.v1.skill_vs_global");
    ASSERT_TRUE(value && value->interval);
    EXPECT_NEAR(value->interval->low, 0.75, 1e-9);
    EXPECT_NEAR(value->interval->high, 0.75, 1e-9);
}

/// With two recordings and two labels there are two outcomes: as it is, and one recording's labels exchanged.
TEST(HeldOutNull, OfTwoChannelsIsTheNumberItselfAndTheExchangedOne)
{
    const RowMaker maker = [random = std::make_shared<Normal>(3)](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (double& v : row)
            v = 2.0 * p.channel + 0.3 * p.recording + (*random)();
    };
    auto set = makeSet({ 2, 2, 20, 3, 0.1, false }, maker);
    const auto r = computeOne("heldout_r2", set);
    const double value = number(r, "diag.v1.channel_r2");
    for (std::size_t i = 0; i < set->channel.size(); ++i)
        if (set->recording[i] == 1)
            set->channel[i] = 1 - set->channel[i];
    const double exchanged = number(computeOne("heldout_r2", set), "diag.v1.channel_r2");
    const auto& null = std::get<MetricNumbers>(*r.value("diag.v1.channel_r2")->null);
    EXPECT_NEAR(null[0].second, exchanged, 1e-10); // quantile_2.5
    EXPECT_NEAR(null[2].second, value, 1e-10); // quantile_97.5
    EXPECT_LT(exchanged, value);
}

TEST(HeldOutNull, OfTwoBinsIsTheNumberItselfAndTheTurnedOne)
{
    const RowMaker maker = [random = std::make_shared<Normal>(4)](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (double& v : row)
            v = (p.position < 0.5 ? 0 : 2) + (*random)();
    };
    auto set = makeSet({ 2, 3, 20, 3, 0.1, false }, maker);
    MetricOptions options;
    options.positionBins = 2;
    const auto r = computeOne("heldout_r2", set, options);
    for (std::size_t i = 0; i < set->position.size(); ++i)
        if (set->recording[i] == 1)
            set->position[i] = std::fmod(set->position[i] + 0.5, 1.0);
    const double turned = number(computeOne("heldout_r2", set, options), "diag.v1.position_r2");
    const auto& null = std::get<MetricNumbers>(*r.value("diag.v1.position_r2")->null);
    EXPECT_NEAR(null[0].second, turned, 1e-10);
    EXPECT_NEAR(null[2].second, number(r, "diag.v1.position_r2"), 1e-10);
}

/// So many groups that their inner products are not kept; one channel a recording: exchanging changes nothing.
TEST(HeldOutNull, OfManyRecordingsWithOneChannelIsTheNumberItself)
{
    PredictionSet set;
    constexpr int recordings = 2100, tokens = 3;
    Normal random(5);
    set.predictions.resize(recordings * tokens, 2);
    for (int c = 0; c < 3; ++c)
        set.channels.push_back({ std::string(1, static_cast<char>('A' + c)), std::nullopt });
    for (int r = 0; r < recordings; ++r) {
        set.recordings.push_back(std::to_string(r));
        for (int t = 0; t < tokens; ++t) {
            set.predictions.row(static_cast<Eigen::Index>(set.position.size())) << static_cast<float>(r % 3 + random()),
                static_cast<float>(random());
            set.position.push_back(t / 3.0);
            set.tokenIndex.push_back(t);
            set.seqLen.push_back(tokens);
            set.sequence.push_back(r);
            set.channel.push_back(r % 3);
            set.recording.push_back(r);
        }
    }
    const auto r = computeOne("heldout_r2", std::make_shared<const PredictionSet>(set), { .permutations = 3 });
    const auto& null = std::get<MetricNumbers>(*r.value("diag.v1.channel_r2")->null);
    EXPECT_NEAR(null[0].second, number(r, "diag.v1.channel_r2"), 1e-10);
    EXPECT_GT(null[0].second, 0.1);
}

} // namespace
} // namespace maskscope::test
