// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Products against sums in double precision, and the same to the last bit whatever the number of threads.
#include "model/layers/kernels/matrix_products.h"

#include <array>
#include <cmath>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>
#include <omp.h>

#include "tests/model/random_values.h"

namespace maskscope::test {

namespace {

struct Sizes {
    std::int64_t rows, in, out;
};

std::vector<float> randomValues(std::int64_t count, std::uint32_t seed)
{
    return RandomValues(seed).normal(static_cast<std::size_t>(count));
}

constexpr std::array<Sizes, 9> sizes { { { 1, 1, 1 },
                                         { 3, 5, 7 },
                                         { 17, 64, 128 },
                                         { 129, 33, 300 },
                                         { 172, 512, 257 },
                                         { 513, 40, 64 },
                                         { 1025, 24, 130 },
                                         { 40, 700, 2050 },
                                         { 0, 4, 4 } } };

/// Rows lie further apart than they are long, and what lies between stays.
std::vector<float> multiplied(const Sizes& s, bool add, int threads)
{
    omp_set_num_threads(threads);
    const auto x = randomValues(s.rows * (s.in + 3), 1), w = randomValues(s.out * s.in, 2);
    std::vector<float> out(static_cast<std::size_t>(s.rows * (s.out + 2)), 0.5F);
    multiplyTransposed({ x.data(), s.rows, s.in, s.in + 3 }, { w.data(), s.out, s.in, s.in }, out.data(), s.out + 2,
                       add);
    return out;
}

TEST(MatrixProducts, AreTheSumsThatTheyShouldBe)
{
    for (const Sizes& s : sizes)
        for (const bool add : { false, true }) {
            const auto x = randomValues(s.rows * (s.in + 3), 1), w = randomValues(s.out * s.in, 2);
            const auto out = multiplied(s, add, 2);
            for (std::int64_t r = 0; r < s.rows; ++r) {
                for (std::int64_t o = 0; o < s.out; ++o) {
                    double sum = add ? 0.5 : 0, size = 1;
                    for (std::int64_t i = 0; i < s.in; ++i) {
                        const double term = static_cast<double>(x[static_cast<std::size_t>(r * (s.in + 3) + i)])
                            * static_cast<double>(w[static_cast<std::size_t>(o * s.in + i)]);
                        sum += term;
                        size += std::abs(term);
                    }
                    ASSERT_NEAR(out[static_cast<std::size_t>(r * (s.out + 2) + o)], sum, 1e-6 * size)
                        << s.rows << " " << s.in << " " << s.out << " at " << r << ", " << o;
                }
                EXPECT_EQ(out[static_cast<std::size_t>(r * (s.out + 2) + s.out)], 0.5F); // between two rows
            }
        }
}

TEST(MatrixProducts, ThreadsChangeNoBit)
{
    for (const Sizes& s : sizes) {
        const auto one = multiplied(s, true, 1);
        for (const int threads : { 2, 3, 8 }) {
            const auto several = multiplied(s, true, threads);
            EXPECT_EQ(one.size(), several.size());
            EXPECT_TRUE(one.empty() || std::memcmp(one.data(), several.data(), one.size() * sizeof(float)) == 0)
                << s.rows << " " << s.in << " " << s.out << " with " << threads;
        }
    }
}

TEST(MatrixProducts, OfManyPairs)
{
    constexpr std::int64_t pairs = 11, rows = 9, in = 6, columns = 13;
    const auto a = randomValues(pairs * rows * in, 3), b = randomValues(pairs * in * columns, 4);
    for (const bool transposed : { false, true }) {
        std::vector<std::vector<float>> found;
        for (const int threads : { 1, 2, 5 }) {
            omp_set_num_threads(threads);
            auto& out = found.emplace_back(static_cast<std::size_t>(pairs * rows * columns));
            const MatrixView second
                = transposed ? MatrixView { b.data(), columns, in, in } : MatrixView { b.data(), in, columns, columns };
            multiplyBatch(pairs,
                          { { a.data(), rows, in, in }, second, rows * in, in * columns, rows * columns, transposed },
                          out.data(), columns);
            EXPECT_EQ(out, found.front());
        }
        for (std::int64_t p = 0; p < pairs; ++p)
            for (std::int64_t r = 0; r < rows; ++r)
                for (std::int64_t c = 0; c < columns; ++c) {
                    double sum = 0;
                    for (std::int64_t i = 0; i < in; ++i)
                        sum += static_cast<double>(a[static_cast<std::size_t>((p * rows + r) * in + i)])
                            * static_cast<double>(b[static_cast<std::size_t>(
                                p * in * columns + (transposed ? c * in + i : i * columns + c))]);
                    ASSERT_NEAR(found.front()[static_cast<std::size_t>((p * rows + r) * columns + c)], sum, 1e-5);
                }
    }
}

} // namespace

} // namespace maskscope::test
