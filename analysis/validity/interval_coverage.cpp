// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/validity/interval_coverage.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/data/random/numpy_random.h"

namespace maskscope {

namespace {

constexpr double kSkew = 0.8; // of the lognormal populations

std::vector<double> drawn(int units, const std::function<double()>& one)
{
    std::vector<double> values(static_cast<std::size_t>(units));
    std::ranges::generate(values, one);
    return values;
}

/// Pseudo-values of a function of three sums over units, on the scale of `scale`.
std::vector<double> pseudoOfSums(const std::vector<std::array<double, 3>>& units,
                                 const std::function<double(const std::array<double, 3>&)>& of)
{
    std::array<double, 3> all {};
    for (const auto& unit : units)
        for (std::size_t k = 0; k < 3; ++k)
            all[k] += unit[k];
    std::vector<double> without;
    for (const auto& unit : units)
        without.push_back(of({ all[0] - unit[0], all[1] - unit[1], all[2] - unit[2] }));
    return pseudoValues(without, of(all));
}

/// A ratio of means: values of lognormal(0.8) shape, weighted by what varies with the unit, too.
std::vector<double> ratioUnits(NumpyRandom& random, int n)
{
    std::vector<std::array<double, 3>> units(static_cast<std::size_t>(n));
    for (auto& unit : units) {
        const double weight = std::exp(0.4 * random.standardNormal());
        unit = { weight * (1 + 0.5 * std::exp(kSkew * random.standardNormal())), weight, 0 };
    }
    return pseudoOfSums(units, [](const auto& sums) { return sums[0] / sums[1]; });
}

/// One less a ratio of errors that move together.
std::vector<double> skillUnits(NumpyRandom& random, int n)
{
    std::vector<std::array<double, 3>> units(static_cast<std::size_t>(n));
    for (auto& unit : units) {
        const double baseline = std::exp(0.5 * random.standardNormal());
        unit = { 0.8 * baseline * std::exp(0.2 * random.standardNormal()), baseline, 0 };
    }
    return pseudoOfSums(units, [](const auto& sums) { return 1 - sums[0] / sums[1]; });
}

/// A cosine of 0.9, as its Fisher z: d.t, d.d and t.t vary in size over units.
std::vector<double> cosineUnits(NumpyRandom& random, int n)
{
    std::vector<std::array<double, 3>> units(static_cast<std::size_t>(n));
    for (auto& unit : units) {
        const double d = std::exp(0.4 * random.standardNormal()), t = 0.6 * d + 0.3 * random.standardNormal();
        unit = { d * t, d * d, t * t };
    }
    return pseudoOfSums(units, [](const auto& sums) { return std::atanh(sums[0] / std::sqrt(sums[1] * sums[2])); });
}

/// Means of six sequences each, whose own spread is about that of the units.
std::vector<double> twoLevelUnits(NumpyRandom& random, int n)
{
    return drawn(n, [&] {
        const double unit = std::exp(0.6 * random.standardNormal());
        double mean = 0;
        for (int sequence = 0; sequence < 6; ++sequence)
            mean += unit * std::exp(0.5 * random.standardNormal()) / 6;
        return mean;
    });
}

struct MethodRow {
    std::string cells;
    double width = 0, above = 0, left = 0; ///< against Student's t; most often above the truth
    bool keeps = true;
};

MethodRow methodRow(const IntervalMethod& method, int draws, std::uint64_t seed)
{
    MethodRow row;
    const int made = method.resamples ? std::max(1, draws / 10) : draws;
    for (std::size_t p = 0; p < 3; ++p)
        for (const int units : kCoverageUnits) {
            const UnitPopulation& population = unitPopulations()[p];
            const Coverage c = measureCoverage(method, population, units, made, seed);
            const Coverage plain = measureCoverage(intervalMethods().front(), population, units, made, seed);
            row.cells += fmt::format(" {:.1f} |", 100 * c.covered);
            row.keeps = row.keeps && c.covered >= (p == 0 ? kLeastCoverageNormal : kLeastCoverageSkewed);
            row.width += c.width / plain.width / (3.0 * kCoverageUnits.size());
            (p == 2 ? row.left : row.above) = std::max(p == 2 ? row.left : row.above, c.above);
        }
    return row;
}

} // namespace

const std::vector<UnitPopulation>& unitPopulations()
{
    static const double mean = std::exp(kSkew * kSkew / 2);
    static const std::vector<UnitPopulation> populations {
        { "normal", 0, [](auto& r, int n) { return drawn(n, [&] { return r.standardNormal(); }); } },
        { "lognormal(0.8)", mean,
          [](auto& r, int n) { return drawn(n, [&] { return std::exp(kSkew * r.standardNormal()); }); } },
        { "minus lognormal(0.8)", -mean,
          [](auto& r, int n) { return drawn(n, [&] { return -std::exp(kSkew * r.standardNormal()); }); } },
        { "means of six skewed values", std::exp(0.6 * 0.6 / 2 + 0.5 * 0.5 / 2), twoLevelUnits },
        { "ratio of means, pseudo-values", 1 + 0.5 * mean, ratioUnits },
        { "one less a ratio of errors, pseudo-values", 1 - 0.8 * std::exp(0.2 * 0.2 / 2), skillUnits },
        // E d^2 = exp(0.32), t = 0.6 d + 0.3 e
        { "cosine, pseudo-values of its Fisher z",
          std::atanh(0.6 * std::sqrt(std::exp(0.32) / (0.36 * std::exp(0.32) + 0.09))), cosineUnits },
    };
    return populations;
}

Coverage measureCoverage(const IntervalMethod& method, const UnitPopulation& population, int units, int draws,
                         std::uint64_t seed)
{
    NumpyRandom random { seed, static_cast<std::uint64_t>(units) };
    Coverage coverage { .draws = draws };
    for (int i = 0; i < draws; ++i) {
        const auto interval = method.interval(population.draw(random, units));
        if (!interval)
            continue; // covers nothing
        const bool above = interval->low > population.truth, below = interval->high < population.truth;
        coverage.above += above ? 1.0 / draws : 0;
        coverage.below += below ? 1.0 / draws : 0;
        coverage.covered += above || below ? 0 : 1.0 / draws;
        coverage.width += (interval->high - interval->low) / draws;
    }
    return coverage;
}

std::string coverageMarkdown(int draws, std::uint64_t seed)
{
    std::string text = fmt::format(
        "{} draws, seed {}; a tenth of them where an interval resamples. Share of intervals (%) that cover the mean of "
        "the population, by the number of units. *Above*: most often of all columns the whole interval lies above it "
        "(nothing would be called an effect), with the longer tail to the right or none, and to the left. Width: mean, "
        "against Student's t. *Keeps*: at least 93 for normal and 90 for lognormal values everywhere.\n\n"
        "| interval | normal: 5 | 8 | 12 | 20 | lognormal(0.8): 5 | 8 | 12 | 20 | minus lognormal(0.8): 5 | 8 | 12 | "
        "20 "
        "| above: right | left | width | keeps "
        "|\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
        draws, seed);
    for (const IntervalMethod& method : intervalMethods()) {
        const MethodRow row = methodRow(method, draws, seed);
        text += fmt::format("| {} |{} {:.1f} | {:.1f} | {:.2f} | {} |\n", method.name, row.cells, 100 * row.above,
                            100 * row.left, row.width, row.keeps ? "yes" : "no");
    }
    text += "\nThe last of them over all kinds of values: covered % (interval above the truth / below it).\n\n"
            "| values of units | 5 | 8 | 12 | 20 |\n|---|---|---|---|---|\n";
    for (const UnitPopulation& population : unitPopulations()) {
        text += fmt::format("| {} |", population.name);
        for (const int units : kCoverageUnits) {
            const Coverage c = measureCoverage(intervalMethods().back(), population, units, draws, seed);
            text += fmt::format(" {:.1f} ({:.1f} / {:.1f}) |", 100 * c.covered, 100 * c.above, 100 * c.below);
        }
        text += "\n";
    }
    return text;
}

} // namespace maskscope
