// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace maskscope::test {

/// Normal numbers of a fixed seed.
class RandomValues {
public:
    explicit RandomValues(std::uint32_t seed)
        : m_engine(seed)
    {
    }
    std::vector<float> normal(std::size_t count, float scale = 1, float base = 0)
    {
        std::vector<float> values(count);
        for (float& v : values)
            v = base + scale * m_normal(m_engine);
        return values;
    }
    int integer(int first, int last) { return std::uniform_int_distribution<int>(first, last)(m_engine); }

private:
    std::mt19937 m_engine;
    std::normal_distribution<float> m_normal;
};

} // namespace maskscope::test
