// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What predictions carry of the targets, from designs whose products can be written down.
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "analysis/metrics/components/carries.h"
#include "analysis/metrics/components/components.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {

namespace {

/// Cells with a number of rows, and the values of those rows (the same within a cell), of predictions and targets.
struct Design {
    ComponentCells cells;
    std::vector<double> z, y; ///< [cell]
    Eigen::Index dim = 1; ///< every dimension holds the same
    double constant = 0; ///< taken from the targets' sums and given back as meanDifference

    void add(int unit, int channel, int bin, double rows, double prediction, double target)
    {
        cells.unit.push_back(unit);
        cells.channel.push_back(channel);
        cells.bin.push_back(bin);
        cells.rows.conservativeResize(cells.rows.size() + 1);
        cells.rows(cells.rows.size() - 1) = rows;
        cells.units = std::max(cells.units, unit + 1);
        cells.channels = std::max(cells.channels, channel + 1);
        cells.bins = std::max(cells.bins, bin + 1);
        z.push_back(prediction);
        y.push_back(target);
    }

    [[nodiscard]] ComponentProducts products(ComponentKind kind) const
    {
        const auto sums = [this](const std::vector<double>& values, double less) {
            return [this, &values, less](Eigen::Index, Eigen::Index count) {
                RowMatrixD made(static_cast<Eigen::Index>(values.size()), count);
                for (Eigen::Index i = 0; i < made.rows(); ++i)
                    made.row(i).setConstant(cells.rows(i) * (values[static_cast<std::size_t>(i)] - less));
                return made;
            };
        };
        return componentProducts(
            kind, { cells, sums(z, 0), sums(y, constant), dim, Eigen::RowVectorXd::Constant(dim, constant), true });
    }
};

std::vector<double> unitsOf(const ComponentProducts& products, const Eigen::MatrixXd& table)
{
    const Eigen::VectorXd values = products.perUnit(table);
    return { values.data(), values.data() + values.size() };
}

void expectNear(const std::vector<double>& found, const std::vector<double>& expected, double within = 1e-12)
{
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(found[i], expected[i], within) << i;
}

double sign(int i) { return i == 0 ? -1 : 1; }

/// Three units x two channels x two bins, one row a cell.
template <typename Prediction, typename Target>
Design balanced(const Prediction& prediction, const Target& target)
{
    Design design;
    for (int u = 0; u < 3; ++u)
        for (int c = 0; c < 2; ++c)
            for (int b = 0; b < 2; ++b)
                design.add(u, c, b, 1, prediction(u, c, b), target(u, c, b));
    return design;
}

TEST(Components, OfACourseThatAllShareAreItsSquares)
{
    // Predictions 5 + (-3, 3) over the bins, targets 1 + (-2, 2).
    Design design
        = balanced([](int, int, int b) { return 5 + 3 * sign(b); }, [](int, int, int b) { return 1 + 2 * sign(b); });
    for (const double constant : { 0.0, 1.0 })
        for (const Eigen::Index dim : { 1, 7 }) {
            design.constant = constant;
            design.dim = dim;
            const ComponentProducts position = design.products(ComponentKind::Position);
            expectNear(unitsOf(position, position.size), { 9, 9, 9 });
            expectNear(unitsOf(position, position.alignment), { 6, 6, 6 });
            expectNear(unitsOf(position, position.target), { 4, 4, 4 });
            expectNear(unitsOf(position, position.worth), { 3, 3, 3 }); // 2 x 3 x 2 - 9, the constant 4 apart
            const ComponentProducts channel = design.products(ComponentKind::Channel);
            expectNear(unitsOf(channel, channel.size), { 0, 0, 0 });
            expectNear(unitsOf(channel, channel.alignment), { 0, 0, 0 });
        }
}

TEST(Components, OfUnitsThatDifferAreProductsWithTheOthers)
{
    // Own offsets of the channel: 1, 2, 4 in the predictions, 1 in every target.
    const Design design = balanced([](int u, int c, int b) { return std::pow(2, u) * sign(c) + 7 * b; },
                                   [](int, int c, int) { return sign(c); });
    const ComponentProducts channel = design.products(ComponentKind::Channel);
    expectNear(unitsOf(channel, channel.size), { 3, 5, 6 }); // 1 x (2 + 4) / 2, 2 x (1 + 4) / 2, 4 x (1 + 2) / 2
    expectNear(unitsOf(channel, channel.alignment), { 3, 2.5, 1.5 }); // the others' predictions on the own targets
    expectNear(unitsOf(channel, channel.target), { 1, 1, 1 });
    // The square from two different others, 2 x 4, 1 x 4, 1 x 2; plus 2 x others' mean x (1 - own), the 7 a bin apart.
    expectNear(unitsOf(channel, channel.worth), { 8, 4 - 5, 2 - 9 });
}

TEST(Components, CountRowsNotCells)
{
    Design design; // 1 at bin 0, 5 at bin 1; unit 0 has 3 rows and 1, unit 1 has 1 and 3: means 2 and 4
    for (const auto& [unit, bin, rows] :
         { std::tuple { 0, 0, 3 }, std::tuple { 0, 1, 1 }, std::tuple { 1, 0, 1 }, std::tuple { 1, 1, 3 } })
        design.add(unit, 0, bin, rows, 1 + 4 * bin, 1 + 4 * bin);
    const ComponentProducts two = design.products(ComponentKind::Position);
    expectNear(unitsOf(two, two.size), { 3, 3 }); // (3 x -1 x -3 + 1 x 3 x 1) / 4
    EXPECT_EQ(two.worth.size(), 0); // two units: no square of two different others
    // A bin that no other unit holds: its rows count, and there is nothing to multiply them with.
    design.add(0, 0, 2, 4, 2, 2);
    const ComponentProducts more = design.products(ComponentKind::Position);
    expectNear(unitsOf(more, more.size), { 12.0 / 8, 3 }); // its mean stays 2
    EXPECT_EQ(more.rows(0, 2), 4);
}

TEST(Components, AnAdditiveWorldHasNoInteractionHoweverMasksFall)
{
    Normal random(11);
    Design design;
    std::vector<double> course(9), offset(6);
    for (auto* values : { &course, &offset })
        for (double& v : *values)
            v = random();
    for (int u = 0; u < 5; ++u)
        for (int c = 0; c < 6; ++c)
            for (int b = 0; b < 9; ++b) {
                if (random.uniform() < 0.45)
                    continue;
                const auto additive = [&](double scale) {
                    return scale * (u + 1) * course[static_cast<std::size_t>(b)]
                        - (u - scale) * offset[static_cast<std::size_t>(c)] + u;
                };
                design.add(u, c, b, 1 + std::floor(3 * random.uniform()), additive(1), additive(2));
            }
    const ComponentProducts interaction = design.products(ComponentKind::Interaction);
    for (const Eigen::MatrixXd* table : { &interaction.size, &interaction.alignment, &interaction.target })
        EXPECT_LT(table->cwiseAbs().maxCoeff(), 1e-18);
    EXPECT_GT(design.products(ComponentKind::Position).size.sum(), 1);
}

TEST(Components, OfACrossedPatternAreItsSquares)
{
    const auto crossed = [](double size) {
        return [size](int u, int c, int b) { return size * sign(c) * sign(b) + 2 * b + 3 * c * (u + 1) + u; };
    };
    const Design design = balanced(crossed(0.5), crossed(2));
    const ComponentProducts interaction = design.products(ComponentKind::Interaction);
    expectNear(unitsOf(interaction, interaction.size), { 0.25, 0.25, 0.25 });
    expectNear(unitsOf(interaction, interaction.alignment), { 1, 1, 1 });
    expectNear(unitsOf(interaction, interaction.target), { 4, 4, 4 });
    expectNear(unitsOf(interaction, interaction.worth), { 1.75, 1.75, 1.75 }); // 2 x 0.5 x 2 - 0.25
}

TEST(Components, InteractionCountsWhatAnotherUnitHolds)
{
    Design design; // unit 1 lacks a cell: its three cells are fitted without a rest, unit 0 keeps its own
    for (int u = 0; u < 2; ++u)
        for (int c = 0; c < 2; ++c)
            for (int b = 0; b < 2; ++b)
                if (u == 0 || c + b < 2)
                    design.add(u, c, b, 1, sign(c) * sign(b), sign(c) * sign(b));
    const ComponentProducts interaction = design.products(ComponentKind::Interaction);
    EXPECT_EQ(interaction.rows.row(0).sum(), 3);
    EXPECT_EQ(interaction.rows.row(1).sum(), 3);
    expectNear(unitsOf(interaction, interaction.size), { 0, 0 });
}

/// Sums of a random unbalanced design, in more dimensions than are held at once.
TEST(Components, BlocksOfDimensionsAddUp)
{
    constexpr Eigen::Index dim = 600;
    Normal random(3);
    Design design;
    for (int u = 0; u < 4; ++u)
        for (int c = 0; c < 3; ++c)
            for (int b = 0; b < 4; ++b)
                if (random.uniform() < 0.8)
                    design.add(u, c, b, 1 + std::floor(3 * random.uniform()), 0, 0);
    RowMatrixD z(design.cells.rows.size(), dim), y = z;
    for (RowMatrixD* sums : { &z, &y })
        for (Eigen::Index i = 0; i < sums->size(); ++i)
            sums->data()[i] = random();
    const Eigen::RowVectorXd difference = Eigen::RowVectorXd::LinSpaced(dim, -1, 1);
    const auto productsOf = [&](ComponentKind kind, Eigen::Index from, Eigen::Index count) {
        const auto block = [from](const RowMatrixD& sums) {
            return [&sums, from](Eigen::Index first, Eigen::Index n) {
                return RowMatrixD(sums.middleCols(from + first, n));
            };
        };
        return componentProducts(kind,
                                 { design.cells, block(z), block(y), count, difference.segment(from, count), true });
    };
    for (const auto kind : { ComponentKind::Position, ComponentKind::Channel, ComponentKind::Interaction }) {
        const ComponentProducts all = productsOf(kind, 0, dim);
        for (const auto table : { &ComponentProducts::size, &ComponentProducts::alignment, &ComponentProducts::target,
                                  &ComponentProducts::worth }) {
            Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(all.rows.rows(), all.rows.cols());
            for (const Eigen::Index from : { 0, 150, 300, 450 }) // none larger than a block
                sum += productsOf(kind, from, 150).*table / 4;
            EXPECT_LT((all.*table - sum).cwiseAbs().maxCoeff(), 1e-12 * (1 + sum.cwiseAbs().maxCoeff()));
        }
    }
}

TEST(Components, ValuesOfKeysHaveTheMeanOfTheUnits)
{
    Normal random(8);
    Design design;
    for (int u = 0; u < 4; ++u)
        for (int c = 0; c < 5; ++c)
            for (int b = 0; b < 6; ++b)
                if (random.uniform() < 0.7)
                    design.add(u, c, b, 1 + std::floor(4 * random.uniform()), random() + b, random() + c + b);
    for (const auto kind : { ComponentKind::Position, ComponentKind::Channel, ComponentKind::Interaction }) {
        const ComponentProducts products = design.products(kind);
        for (const Eigen::MatrixXd* table : { &products.size, &products.alignment, &products.worth }) {
            const std::vector<double> keys = products.perKey(*table);
            const double mean = std::accumulate(keys.begin(), keys.end(), 0.0) / static_cast<double>(keys.size());
            EXPECT_NEAR(mean, products.perUnit(*table).mean(), 1e-12);
        }
    }
}

/// With the same masks, the mean over draws of noise is what there is without any: products of different units.
TEST(Components, NoiseAddsNothingOnAverage)
{
    constexpr int draws = 400;
    const auto random = std::make_shared<Normal>(77);
    const auto row = [random](double strength, double noise) {
        return [=](const TokenPlace& p, Eigen::RowVectorXd& values) {
            for (Eigen::Index d = 0; d < values.size(); ++d)
                values(d) = strength
                        * (std::cos(3 * p.position + static_cast<double>(d)) + 0.3 * p.channel * (d % 2 == 0 ? 1 : -1)
                           + 0.8 * p.position * p.channel)
                    + noise * (*random)();
        };
    };
    const auto carriesOf = [&](double noise) {
        return computeOne("carries", makeSet({ 4, 4, 20, 2, 0.3, false }, row(0.5, noise), row(1, noise)),
                          { .intervals = false });
    };
    const MetricResult quiet = carriesOf(0);
    std::vector<MetricResult> noisy;
    for (int i = 0; i < draws; ++i)
        noisy.push_back(carriesOf(1));
    for (const char* key : { "diag.v1.carries_position", "diag.v1.carries_channel", "diag.v1.carries_interaction" })
        for (const char* name : { "size", "alignment", "target_size", "worth" }) {
            double mean = 0, square = 0;
            for (const MetricResult& result : noisy) {
                mean += number(result, key, name) / draws;
                square += number(result, key, name) * number(result, key, name) / draws;
            }
            const double error = std::sqrt((square - mean * mean) / draws), truth = number(quiet, key, name);
            EXPECT_NEAR(mean, truth, 4 * error) << key << " " << name;
            EXPECT_LT(error, 0.02) << key << " " << name; // a product with itself would be some 0.05 to 0.3 too large
        }
}

TEST(Carries, IsOfSubjectsWhereTheyAreKnown)
{
    const auto maker = [](std::uint64_t seed) {
        return [random = std::make_shared<Normal>(seed)](const TokenPlace& p, Eigen::RowVectorXd& values) {
            for (double& v : values)
                v = std::cos(3 * p.position) + 0.4 * p.channel + 0.2 * p.recording + (*random)();
        };
    };
    auto set = makeSet({ 10, 4, 20, 3, 0.2, false }, maker(1), maker(2));
    auto merged = std::make_shared<PredictionSet>(*set);
    merged->recordings.resize(5);
    for (std::int32_t& r : merged->recording)
        r /= 2;
    EXPECT_EQ(computeOne("carries", set).value("diag.v1.carries_position")->unitOfInference, "recording");
    for (const char* subject : { "a", "a", "b", "b", "c", "c", "d", "d", "e", "e" })
        set->subjects.emplace_back(subject);
    const MetricResult subjects = computeOne("carries", set), whole = computeOne("carries", merged);
    ASSERT_EQ(subjects.values.size(), 4U);
    for (std::size_t i = 0; i < subjects.values.size(); ++i) {
        const MetricValue &own = subjects.values[i], &other = whole.values[i];
        EXPECT_EQ(own.unitOfInference, "subject");
        EXPECT_EQ(own.n, 5);
        EXPECT_EQ(own.intervalUnit, "subject");
        EXPECT_EQ(unitValues(own, "alignment").size(), 5U);
        const auto& numbers = std::get<MetricNumbers>(own.value);
        for (const auto& [name, v] : numbers)
            if (!std::isnan(v) || !std::isnan(namedNumber(other, name))) { // an additive world: no cosine
                EXPECT_NEAR(v, namedNumber(other, name), 1e-12) << own.key << " " << name;
            }
    }
    set->subjects[3].clear(); // one is not known: recordings
    EXPECT_EQ(computeOne("carries", set).value("diag.v1.carries_channel")->n, 10);
}

TEST(Carries, BelowFiveUnitsTheIntervalIsOverWhatRepeats)
{
    const auto maker = [random = std::make_shared<Normal>(5)](const TokenPlace& p, Eigen::RowVectorXd& values) {
        values.setConstant(2 * p.position + p.channel + 0.1 * (*random)());
    };
    const MetricResult few = computeOne("carries", makeSet({ 4, 6, 20, 2, 0.1, false }, maker, maker)),
                       enough = computeOne("carries", makeSet({ 5, 6, 20, 2, 0.1, false }, maker, maker));
    for (const auto& [key, unit] :
         { std::pair { "position", "position bin" }, std::pair { "channel", "channel" },
           std::pair { "interaction", "channel and bin" }, std::pair { "recording", "sequence" } }) {
        const std::string name = std::string("diag.v1.carries_") + key;
        EXPECT_EQ(few.value(name)->intervalUnit, unit);
        EXPECT_NE(few.value(name)->note.find("Fewer than 5 units"), std::string::npos);
        EXPECT_FALSE(namedInterval(*few.value(name), "cosine"));
        EXPECT_EQ(enough.value(name)->intervalUnit, "recording");
        EXPECT_TRUE(namedInterval(*enough.value(name), "alignment"));
    }
    EXPECT_TRUE(computeOne("carries", makeSet({ 1, 6, 20, 2, 0, false }, maker, maker)).values.empty());
    EXPECT_TRUE(computeOne("carries", makeSet({ 5, 6, 20, 2, 0, false }, maker)).values.empty()) << "no targets";
    const MetricResult two = computeOne("carries", makeSet({ 2, 6, 20, 2, 0.1, false }, maker, maker));
    EXPECT_TRUE(std::isnan(number(two, "diag.v1.carries_position", "worth"))) << "its square needs two other units";
}

} // namespace

} // namespace maskscope::test
