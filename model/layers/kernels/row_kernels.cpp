// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/kernels/row_kernels.h"

#include <algorithm>
#include <cmath>

#include "model/layers/kernels/lanes.h"

namespace maskscope {

using namespace lanes;

namespace {

constexpr float kEpsilon = 1e-5F;
constexpr float kDeviationFloor = 1e-6F;
[[maybe_unused]] constexpr std::int64_t kRowsPerJob = 16; // without OpenMP

template <int W>
MASKSCOPE_INLINE float rowSum(const float* row, std::int64_t width)
{
    Lanes<W> total {};
    for (std::int64_t i = 0; i < width; i += W)
        total += load<W>(row + i, width - i);
    return sum<W>(total);
}

template <int W>
MASKSCOPE_INLINE float squaredDeviations(const float* row, std::int64_t width, float mean)
{
    Lanes<W> total {};
    std::int64_t i = 0;
    for (; i + W <= width; i += W) {
        const Lanes<W> d = load<W>(row + i) - mean;
        total += d * d;
    }
    float rest = 0;
    for (; i < width; ++i)
        rest += (row[i] - mean) * (row[i] - mean);
    return sum<W>(total) + rest;
}

struct NormRow {
    template <int W>
    static MASKSCOPE_INLINE void run(float* row, const float* addend, std::int64_t width, const float* weight,
                                     const float* bias)
    {
        if (addend != nullptr)
            for (std::int64_t i = 0; i < width; i += W)
                store<W>(row + i, load<W>(row + i, width - i) + load<W>(addend + i, width - i), width - i);
        const auto n = static_cast<float>(width);
        const float mean = rowSum<W>(row, width) / n;
        const float scale = 1.F / std::sqrt(squaredDeviations<W>(row, width, mean) / n + kEpsilon);
        for (std::int64_t i = 0; i < width; i += W) {
            const std::int64_t count = width - i;
            const Lanes<W> z = (load<W>(row + i, count) - mean) * scale;
            store<W>(row + i, z * load<W>(weight + i, count) + load<W>(bias + i, count), count);
        }
    }
};

struct StandardiseRow {
    template <int W>
    static MASKSCOPE_INLINE void run(const float* in, float* out, std::int64_t width)
    {
        const auto n = static_cast<float>(width);
        const float mean = rowSum<W>(in, width) / n;
        const float deviation = std::sqrt(squaredDeviations<W>(in, width, mean) / (n - 1));
        const float divisor = deviation < kDeviationFloor ? kDeviationFloor : deviation; // NaN stays NaN
        for (std::int64_t i = 0; i < width; i += W)
            store<W>(out + i, (load<W>(in + i, width - i) - mean) / divisor, width - i);
    }
};

} // namespace

void layerNormRows(float* rows, RowShape shape, std::span<const float> weight, std::span<const float> bias)
{
#pragma omp parallel for schedule(static) if (shape.rows > kRowsPerJob)
    for (std::int64_t r = 0; r < shape.rows; ++r)
        dispatch<NormRow>(rows + r * shape.width, static_cast<const float*>(nullptr), shape.width, weight.data(),
                          bias.data());
}

void addLayerNormRows(float* rows, const float* addend, RowShape shape, std::span<const float> weight,
                      std::span<const float> bias)
{
#pragma omp parallel for schedule(static) if (shape.rows > kRowsPerJob)
    for (std::int64_t r = 0; r < shape.rows; ++r)
        dispatch<NormRow>(rows + r * shape.width, addend + r * shape.width, shape.width, weight.data(), bias.data());
}

void standardiseRows(const float* in, float* out, RowShape shape)
{
#pragma omp parallel for schedule(static) if (shape.rows > kRowsPerJob)
    for (std::int64_t r = 0; r < shape.rows; ++r)
        dispatch<StandardiseRow>(in + r * shape.width, out + r * shape.width, shape.width);
}

} // namespace maskscope
