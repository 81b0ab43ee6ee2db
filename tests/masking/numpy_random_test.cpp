// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/random/numpy_random.h"

#include <bit>
#include <cmath>
#include <numeric>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "analysis/data/random/seed_sequence.h"
#include "tests/masking/python.h"

namespace maskscope {

namespace {

using testing::ElementsAre;

// Expected values: numpy 1.24.2.
TEST(NumpyRandom, SeedSequenceOfSeveralWordsEqualsNumpy)
{
    const std::uint64_t words[] = { 0, 1, std::uint64_t { 1 } << 40 };
    EXPECT_THAT(seedSequenceState(words),
                ElementsAre(15072961098575185552U, 5207317369254934798U, 14484562443400982026U, 10962735359163220206U));
}

TEST(NumpyRandom, WordsEqualNumpy)
{
    NumpyRandom zero(0);
    EXPECT_EQ(zero.next64(), 0xa30febcfd9c2825fU);
    EXPECT_EQ(zero.next64(), 0x4510bdf882d9d721U);
    NumpyRandom wide((std::uint64_t { 1 } << 40) + 7);
    EXPECT_EQ(wide.next64(), 0xd46e9e2034de21aaU);
    EXPECT_EQ(wide.next64(), 0x415badc99c087675U);
}

TEST(NumpyRandom, NormalsEqualNumpy)
{
    NumpyRandom random(0);
    EXPECT_EQ(random.standardNormal(), 0x1.017ed89db8441p-3);
    EXPECT_EQ(random.standardNormal(), -0x1.0e8cfe9bd45ccp-3);
    EXPECT_EQ(random.standardNormal(), 0x1.47e57a468b06dp-1);
    EXPECT_EQ(random.standardNormal(), 0x1.adabbec84d4f0p-4);
}

TEST(NumpyRandom, ChoicesAndIntegersEqualNumpy)
{
    NumpyRandom random { 7, 1, 3 };
    EXPECT_THAT(random.choose(40, 8), ElementsAre(19, 17, 7, 35, 36, 37, 12, 13));
    EXPECT_THAT(random.choose(12000, 3), ElementsAre(7443, 10058, 168));
    EXPECT_EQ(random.integer(9), 5U);
    EXPECT_EQ(random.integer(9), 4U);
    EXPECT_EQ(random.integer(9), 4U);
    EXPECT_EQ(random.integer((std::uint64_t { 1 } << 40) - 1), 200877745984U);
    EXPECT_EQ(random.integer((std::uint64_t { 1 } << 40) - 1), 283914168416U);
}

TEST(NumpyRandom, ChoosesDistinctMembers)
{
    NumpyRandom random(3);
    for (const auto& [population, count] : { std::pair { 1, 1 }, { 5, 5 }, { 97, 13 }, { 20000, 20000 } }) {
        const auto chosen = random.choose(population, count);
        const std::set<std::int64_t> distinct(chosen.begin(), chosen.end());
        EXPECT_EQ(distinct.size(), static_cast<std::size_t>(count));
        EXPECT_GE(*distinct.begin(), 0);
        EXPECT_LT(*distinct.rbegin(), population);
    }
}

std::uint64_t mixed(std::uint64_t sum, std::uint64_t word) { return (sum ^ word) * 0x100000001b3U; }

/// FNV-like sums over the bits of many draws, in the order of the program below.
std::string sumsOfDraws(std::uint64_t seed)
{
    std::uint64_t normals = 0, uniforms = 0, chosen = 0, shuffled = 0;
    NumpyRandom random { seed, 5 };
    for (int i = 0; i < 200000; ++i)
        normals = mixed(normals, std::bit_cast<std::uint64_t>(random.standardNormal()));
    for (int i = 0; i < 1000; ++i)
        uniforms = mixed(uniforms, std::bit_cast<std::uint64_t>(random.random()));
    for (const auto& [population, count] : { std::pair { 128, 96 }, { 2048, 1024 }, { 10000, 9000 }, { 30000, 9000 } })
        for (const std::int64_t value : random.choose(population, count))
            chosen = mixed(chosen, static_cast<std::uint64_t>(value));
    std::vector<std::int64_t> order(777);
    std::iota(order.begin(), order.end(), 0);
    random.shuffle(std::span(order));
    for (const std::int64_t value : order)
        shuffled = mixed(shuffled, static_cast<std::uint64_t>(value));
    std::ostringstream out;
    out << normals << ' ' << uniforms << ' ' << chosen << ' ' << shuffled << '\n';
    return out.str();
}

TEST(NumpyRandom, ManyDrawsEqualNumpyBitForBit)
{
    if (!test::pythonHas("numpy"))
        GTEST_SKIP() << "/usr/bin/python3 has no numpy";
    for (const std::uint64_t seed : { std::uint64_t { 0 }, std::uint64_t { 12345 }, std::uint64_t { 1 } << 63 }) {
        const auto expected
            = test::runPython("import numpy as np\n"
                              "def total(a):\n"
                              "    s = 0\n"
                              "    for w in a.view('u8').tolist():\n"
                              "        s = ((s ^ w) * 0x100000001b3) & (2**64 - 1)\n"
                              "    return s\n"
                              "r = np.random.default_rng(["
                              + std::to_string(seed)
                              + ", 5])\n"
                                "n, u = r.standard_normal(200000), r.random(1000)\n"
                                "c = np.concatenate([r.choice(p, k, replace=False, shuffle=False)\n"
                                "    for p, k in ((128, 96), (2048, 1024), (10000, 9000), (30000, 9000))])\n"
                                "o = np.arange(777); r.shuffle(o)\n"
                                "print(total(n), total(u), total(c), total(o))\n");
        ASSERT_TRUE(expected);
        EXPECT_EQ(sumsOfDraws(seed), *expected) << "seed " << seed;
    }
}

TEST(NumpyRandom, NormalsHaveNormalMoments)
{
    NumpyRandom random(99);
    constexpr int n = 400000;
    double sum = 0, squares = 0, fourth = 0;
    int beyondThree = 0;
    for (int i = 0; i < n; ++i) {
        const double x = random.standardNormal();
        sum += x;
        squares += x * x;
        fourth += x * x * x * x;
        beyondThree += std::abs(x) > 3 ? 1 : 0;
    }
    EXPECT_NEAR(sum / n, 0, 5 / std::sqrt(n));
    EXPECT_NEAR(squares / n, 1, 5 * std::sqrt(2.0 / n));
    EXPECT_NEAR(fourth / n, 3, 5 * std::sqrt(96.0 / n));
    EXPECT_NEAR(beyondThree / static_cast<double>(n), 0.0026998, 5 * std::sqrt(0.0027 / n));
}

} // namespace

} // namespace maskscope
