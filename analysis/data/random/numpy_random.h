// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

namespace maskscope {

/// numpy.random.default_rng(seed): PCG64 (128-bit LCG, XSL-RR output) seeded through SeedSequence. Every draw equals
/// NumPy's bit for bit, so that whoever reads a result can draw the same numbers in Python.
class NumpyRandom {
public:
    explicit NumpyRandom(std::uint64_t seed);
    /// default_rng([a, b, c]): one independent stream for each list.
    explicit NumpyRandom(std::initializer_list<std::uint64_t> words);
    explicit NumpyRandom(std::span<const std::uint64_t> words);

    [[nodiscard]] std::uint64_t next64();
    [[nodiscard]] std::uint32_t next32(); ///< low half of a word, then its high half
    [[nodiscard]] double random(); ///< Generator.random(): [0, 1)
    [[nodiscard]] double standardNormal(); ///< Generator.standard_normal(), float64
    [[nodiscard]] std::uint64_t integer(std::uint64_t last); ///< Generator.integers(0, last, endpoint=True)
    /// Generator.choice(population, count, replace=False, shuffle=False); count is at most population.
    [[nodiscard]] std::vector<std::int64_t> choose(std::int64_t population, std::int64_t count);
    /// Generator.shuffle() of a 1-d array.
    template <typename T>
    void shuffle(std::span<T> values)
    {
        for (std::size_t i = values.size(); i-- > 1;)
            std::swap(values[i], values[static_cast<std::size_t>(upTo(i))]);
    }

private:
    __extension__ using Word128 = unsigned __int128;
    void step();
    [[nodiscard]] std::uint64_t upTo(std::uint64_t last); // like integer(), by the other rule that shuffle() draws with

    Word128 m_state = 0;
    Word128 m_increment = 0;
    std::uint32_t m_highHalf = 0;
    bool m_hasHighHalf = false;
};

} // namespace maskscope
