// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Worlds and models are what they claim to be: the table is worth no more than they are.
#include <cmath>

#include <Eigen/SVD>
#include <gtest/gtest.h>

#include "analysis/validity/validity_table.h"

namespace maskscope::test {

namespace {

double meanSquare(const RowMatrixF& values)
{
    return values.cast<double>().squaredNorm() / static_cast<double>(values.size());
}

WorldSpec onlyOf(double WorldSpec::*share)
{
    WorldSpec spec;
    spec.*share = 1;
    return spec;
}

TEST(KnownWorld, SharesAreVariances)
{
    for (const auto share : { &WorldSpec::position, &WorldSpec::channel, &WorldSpec::interaction })
        EXPECT_NEAR(meanSquare(KnownWorld(onlyOf(share), 1).targets), 1, 1e-6);
    WorldSpec noise;
    noise.recordings = 100; // 307,200 values: 1 to 0.3 %
    EXPECT_NEAR(meanSquare(KnownWorld(noise, 2).targets), 1, 0.02);
    WorldSpec context = onlyOf(&WorldSpec::context);
    context.recordings = 400; // 51,200 sequences of dimensions
    EXPECT_NEAR(meanSquare(KnownWorld(context, 3).targets), 1, 0.02);
}

TEST(KnownWorld, CoursesAreWhatTheyAreCalled)
{
    WorldSpec spec = onlyOf(&WorldSpec::position);
    const KnownFactors linear(spec, 4, 0);
    for (int t = 0; t < spec.tokens; ++t) // mirrored, a straight course changes its sign
        EXPECT_LT((linear.position.row(t) + linear.position.row(spec.tokens - 1 - t)).norm(), 1e-9);
    spec.course = PositionCourse::Symmetric;
    const KnownFactors symmetric(spec, 4, 0);
    for (int t = 0; t < spec.tokens; ++t)
        EXPECT_LT((symmetric.position.row(t) - symmetric.position.row(spec.tokens - 1 - t)).norm(), 1e-9);
    spec.course = PositionCourse::Oscillating;
    const KnownFactors oscillating(spec, 4, 0);
    for (int t = 0; t + 8 < spec.tokens; ++t) // three cycles in 24 tokens
        EXPECT_LT((oscillating.position.row(t) - oscillating.position.row(t + 8)).norm(), 1e-9);
}

TEST(KnownWorld, InteractionHasNoMainEffect)
{
    const WorldSpec spec = onlyOf(&WorldSpec::interaction);
    const KnownFactors factors(spec, 5, 0);
    for (int c = 0; c < spec.channels; ++c)
        EXPECT_LT(factors.interaction.middleRows(c * spec.tokens, spec.tokens).colwise().sum().norm(), 1e-9);
    for (int t = 0; t < spec.tokens; ++t) {
        Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(spec.dim);
        for (int c = 0; c < spec.channels; ++c)
            sum += factors.interaction.row(c * spec.tokens + t);
        EXPECT_LT(sum.norm(), 1e-9);
    }
}

TEST(KnownWorld, NeighboursOfTheContextCorrelate)
{
    WorldSpec spec = onlyOf(&WorldSpec::context);
    spec.recordings = 200;
    const KnownWorld world(spec, 6);
    double products = 0, squares = 0;
    for (std::size_t s = 0; s < world.sequences(); ++s)
        for (int t = 0; t + 1 < spec.tokens; ++t) {
            const Eigen::RowVectorXd own = world.targets.row(world.tokenRow(s, t)).cast<double>();
            products += own.dot(world.targets.row(world.tokenRow(s, t + 1)).cast<double>());
            squares += own.squaredNorm();
        }
    EXPECT_NEAR(products / squares, kContextMemory, 0.01);
}

TEST(KnownWorld, MasksTheShareAskedFor)
{
    WorldSpec spec;
    spec.maskRatio = 0.75;
    const KnownWorld world(spec, 7);
    EXPECT_EQ(world.mask.maskedTokens(), static_cast<std::int64_t>(world.sequences()) * 18);
}

/// Share of the true pass's spread that a pass changes.
double changeOf(const KnownRun& run, InputChange change)
{
    const Eigen::MatrixXd values = run.predictions->predictions.cast<double>();
    const double spread = (values.rowwise() - values.colwise().mean()).squaredNorm();
    return run.plan->pass(change)->change.sum() / spread;
}

TEST(KnownModel, UsesWhatItIsSaidToUseAndNothingElse)
{
    WorldSpec spec;
    spec.position = spec.channel = spec.context = 0.25;
    const KnownWorld world(spec, 8);
    const KnownRun position = runKnownModel(world, { .position = 1, .misfit = 0.1 }, 1);
    EXPECT_GT(changeOf(position, InputChange::NoTemporalCode), 0.5);
    EXPECT_EQ(changeOf(position, InputChange::NoSpatialCode), 0);
    EXPECT_EQ(changeOf(position, InputChange::ContextSwapped), 0);
    EXPECT_EQ(changeOf(position, InputChange::ChannelMoved), 0);
    const KnownRun context = runKnownModel(world, { .context = 1 }, 1);
    EXPECT_EQ(changeOf(context, InputChange::PositionMirrored), 0);
    EXPECT_EQ(changeOf(context, InputChange::NoSpatialCode), 0);
    EXPECT_GT(changeOf(context, InputChange::ContextSwapped), 0.5);
    const KnownRun noise = runKnownModel(world, { .noise = true }, 1);
    for (const auto change : { InputChange::ContextSwapped, InputChange::PositionMirrored, InputChange::ChannelMoved })
        EXPECT_NEAR(changeOf(noise, change), 2, 0.1); // unrelated outputs: twice the variance
}

TEST(KnownModel, KnowsTheWorldAsWellAsItIsSaidTo)
{
    WorldSpec spec;
    spec.position = 0.4;
    spec.channel = 0.3;
    const KnownWorld world(spec, 9);
    const KnownRun run = runKnownModel(world, { .position = 1, .channel = 1 }, 1);
    const double error = meanSquare(run.predictions->predictions - run.predictions->targets);
    EXPECT_NEAR(error, spec.noise(), 0.02); // nothing but the noise is left
}

TEST(KnownModel, PressedOntoDirectionsHasThatRank)
{
    WorldSpec spec;
    spec.position = 0.4;
    spec.channel = 0.3;
    const KnownWorld world(spec, 10);
    const KnownRun run = runKnownModel(world, { .position = 1, .channel = 1, .misfit = 0.1, .rank = 3 }, 1);
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(run.predictions->predictions.cast<double>().eval());
    EXPECT_GT(svd.singularValues()(2) / svd.singularValues()(0), 1e-3);
    EXPECT_LT(svd.singularValues()(3) / svd.singularValues()(0), 1e-5); // float32
}

TEST(Violations, NameWhatIsWrong)
{
    KnownKind kind;
    kind.id = "k";
    kind.truths = { { "a", Truth::No }, { "b", Truth::Yes }, { "c", Truth::Untestable } };
    ValidityRow row { &kind, {} };
    // supported, for these recordings, not supported, not testable, not computable, too little data
    row.counts["a"].of = { 2, 0, 48, 0, 0, 0 };
    row.counts["b"].of = { 46, 2, 0, 0, 0, 2 };
    row.counts["c"].of = { 0, 0, 0, 50, 0, 0 };
    EXPECT_TRUE(violations(row).empty());
    row.counts["a"].of = { 1, 2, 47, 0, 0, 0 };
    row.counts["b"].of = { 47, 0, 3, 0, 0, 0 };
    row.counts["c"].of = { 0, 0, 1, 49, 0, 0 };
    EXPECT_EQ(violations(row).size(), 3U);
    kind.strong = false;
    EXPECT_EQ(violations(row).size(), 2U);
    row.counts["a"].of = { 0, 1, 49, 0, 0, 0 };
    kind.untrained = true;
    EXPECT_EQ(violations(row).size(), 2U); // one is one too many
    kind.neverDenied = { "d" };
    row.counts["d"].of = { 0, 0, 3, 0, 0, 47 };
    EXPECT_EQ(violations(row).size(), 3U);
}

TEST(Violations, FewRecordingsSayNothingOfOthers)
{
    KnownKind kind;
    kind.id = "k-few";
    kind.world.recordings = 4;
    kind.truths = { { "b", Truth::Yes } };
    ValidityRow row { &kind, {} };
    row.counts["b"].of = { 0, 50, 0, 0, 0, 0 };
    EXPECT_TRUE(violations(row).empty());
    row.counts["b"].of = { 1, 49, 0, 0, 0, 0 };
    ASSERT_EQ(violations(row).size(), 1U);
    EXPECT_NE(violations(row)[0].find("said of other recordings"), std::string::npos);
    kind.world.recordings = 5;
    EXPECT_TRUE(violations(row).empty());
    EXPECT_NE(validityMarkdown({ row }, {}).find("| k-few |"), std::string::npos);
}

} // namespace

} // namespace maskscope::test
