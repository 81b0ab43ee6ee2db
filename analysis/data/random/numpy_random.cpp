// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/random/numpy_random.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <unordered_set>

#include "analysis/data/random/seed_sequence.h"

namespace maskscope {

NumpyRandom::NumpyRandom(std::uint64_t seed)
    : NumpyRandom(std::span(&seed, 1))
{
}

NumpyRandom::NumpyRandom(std::initializer_list<std::uint64_t> words)
    : NumpyRandom(std::span(words.begin(), words.size()))
{
}

NumpyRandom::NumpyRandom(std::span<const std::uint64_t> words)
{
    const auto seed = seedSequenceState(words);
    const Word128 start = (Word128 { seed[0] } << 64) | seed[1];
    m_increment = (((Word128 { seed[2] } << 64) | seed[3]) << 1) | 1; // odd: the full period of 2^128
    step();
    m_state += start;
    step();
}

void NumpyRandom::step()
{
    constexpr Word128 multiplier = (Word128 { 0x2360ed051fc65da4ULL } << 64) | 0x4385df649fccf645ULL;
    m_state = m_state * multiplier + m_increment;
}

std::uint64_t NumpyRandom::next64()
{
    step();
    const auto high = static_cast<std::uint64_t>(m_state >> 64);
    return std::rotr(high ^ static_cast<std::uint64_t>(m_state), static_cast<int>(high >> 58));
}

std::uint32_t NumpyRandom::next32()
{
    if (m_hasHighHalf) {
        m_hasHighHalf = false;
        return m_highHalf;
    }
    const std::uint64_t word = next64();
    m_hasHighHalf = true;
    m_highHalf = static_cast<std::uint32_t>(word >> 32);
    return static_cast<std::uint32_t>(word);
}

double NumpyRandom::random() { return static_cast<double>(next64() >> 11) * 0x1p-53; }

std::uint64_t NumpyRandom::integer(std::uint64_t last)
{
    // Unbiased by Lemire's multiplication (2019, ACM Trans. Model. Comput. Simul. 29(1)); 32 bits where they do.
    if (last == 0)
        return 0;
    if (last == 0xffffffffULL)
        return next32();
    if (last < 0xffffffffULL) {
        const std::uint64_t range = last + 1;
        std::uint64_t product = next32() * range;
        const auto rejected = static_cast<std::uint32_t>((0xffffffffULL - last) % range);
        while (static_cast<std::uint32_t>(product) < rejected)
            product = next32() * range;
        return product >> 32;
    }
    if (last == ~std::uint64_t { 0 })
        return next64();
    const std::uint64_t range = last + 1;
    Word128 product = Word128 { next64() } * range;
    const std::uint64_t rejected = (~std::uint64_t { 0 } - last) % range;
    while (static_cast<std::uint64_t>(product) < rejected)
        product = Word128 { next64() } * range;
    return static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t NumpyRandom::upTo(std::uint64_t last)
{
    const std::uint64_t mask = last == 0 ? 0 : ~std::uint64_t { 0 } >> std::countl_zero(last);
    for (;;) { // rejects at most every second draw
        const std::uint64_t drawn = (last <= 0xffffffffULL ? next32() : next64()) & mask;
        if (drawn <= last)
            return drawn;
    }
}

std::vector<std::int64_t> NumpyRandom::choose(std::int64_t population, std::int64_t count)
{
    std::vector<std::int64_t> chosen;
    if (population > 10000 && count > population / 20) { // a large share of many: shuffle the tail of all of them
        std::vector<std::int64_t> all(static_cast<std::size_t>(population));
        std::iota(all.begin(), all.end(), std::int64_t { 0 });
        const std::int64_t first = std::max<std::int64_t>(population - count, 1);
        for (std::int64_t i = population - 1; i >= first; --i)
            std::swap(all[static_cast<std::size_t>(i)], all[integer(static_cast<std::uint64_t>(i))]);
        chosen.assign(all.end() - count, all.end());
        return chosen;
    }
    chosen.reserve(static_cast<std::size_t>(count)); // Floyd's algorithm: one draw for each that is chosen
    std::unordered_set<std::int64_t> seen(static_cast<std::size_t>(2 * count));
    for (std::int64_t j = population - count; j < population; ++j) {
        const auto drawn = static_cast<std::int64_t>(integer(static_cast<std::uint64_t>(j)));
        const std::int64_t value = seen.insert(drawn).second ? drawn : j;
        seen.insert(value);
        chosen.push_back(value);
    }
    return chosen;
}

} // namespace maskscope
