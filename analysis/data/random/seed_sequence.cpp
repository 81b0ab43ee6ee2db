// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/random/seed_sequence.h"

#include <cstddef>
#include <vector>

namespace maskscope {

namespace {

// Constants of M. E. O'Neill's seed_seq_fe, as NumPy's SeedSequence uses it with a pool of four words.
constexpr std::size_t poolSize = 4;
using Pool = std::array<std::uint32_t, poolSize>;

/// Scrambles one word; the multiplier wanders with every call, so equal words do not stay equal.
class Hash {
public:
    Hash(std::uint32_t initial, std::uint32_t multiplier)
        : m_constant(initial)
        , m_multiplier(multiplier)
    {
    }
    std::uint32_t operator()(std::uint32_t value)
    {
        value ^= m_constant;
        m_constant *= m_multiplier;
        value *= m_constant;
        return value ^ (value >> 16);
    }

private:
    std::uint32_t m_constant;
    std::uint32_t m_multiplier;
};

std::uint32_t mix(std::uint32_t x, std::uint32_t y)
{
    const std::uint32_t result = 0xca01f9ddU * x - 0x4973f715U * y;
    return result ^ (result >> 16);
}

/// Every integer becomes as many 32-bit words as it needs, the low one first (zero: one word).
std::vector<std::uint32_t> entropyWords(std::span<const std::uint64_t> words)
{
    std::vector<std::uint32_t> out;
    for (const std::uint64_t word : words) {
        out.push_back(static_cast<std::uint32_t>(word));
        if (word >> 32)
            out.push_back(static_cast<std::uint32_t>(word >> 32));
    }
    return out;
}

Pool mixedPool(std::span<const std::uint32_t> entropy)
{
    Hash hash(0x43b0d7e5U, 0x931e8875U);
    Pool pool {};
    for (std::size_t i = 0; i < poolSize; ++i)
        pool[i] = hash(i < entropy.size() ? entropy[i] : 0);
    for (std::size_t from = 0; from < poolSize; ++from)
        for (std::size_t to = 0; to < poolSize; ++to)
            if (from != to)
                pool[to] = mix(pool[to], hash(pool[from]));
    for (std::size_t from = poolSize; from < entropy.size(); ++from)
        for (std::uint32_t& word : pool)
            word = mix(word, hash(entropy[from]));
    return pool;
}

} // namespace

std::array<std::uint64_t, 4> seedSequenceState(std::span<const std::uint64_t> words)
{
    const Pool pool = mixedPool(entropyWords(words));
    Hash hash(0x8b51f9ddU, 0x58f38dedU);
    std::array<std::uint64_t, 4> state {};
    for (std::size_t i = 0; i < state.size(); ++i) {
        const std::uint64_t low = hash(pool[(2 * i) % poolSize]);
        const std::uint64_t high = hash(pool[(2 * i + 1) % poolSize]);
        state[i] = low | (high << 32);
    }
    return state;
}

} // namespace maskscope
