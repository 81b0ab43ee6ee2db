// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Layers on a CUDA device against the CPU's. Skipped where there is no device or LibTorch has no CUDA.
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/randn.h>
#include <torch/cuda.h>

#include <gtest/gtest.h>

#include "model/layers/causal_convolution.h"
#include "model/layers/dual_scan.h"
#include "model/layers/fused_cuda.h"

namespace maskscope::test {

namespace {

class Gpu : public testing::Test {
protected:
    void SetUp() override
    {
        if (!torch::cuda::is_available())
            GTEST_SKIP() << "no CUDA device, or a LibTorch without CUDA";
        for (const int tokens : { 5, 1, 124, 33 })
            m_layout.append(tokens, tokens);
    }
    static double distance(const at::Tensor& found, const at::Tensor& expected)
    {
        return ((found.cpu() - expected).abs().max() / expected.std()).item<double>();
    }
    RowLayout m_layout;
};

TEST_F(Gpu, Convolution)
{
    const at::Tensor weight = at::randn({ 300, 1, 4 }), bias = at::randn({ 300 }),
                     x = at::randn({ m_layout.rows, 600 });
    at::Tensor expected = at::empty({ m_layout.rows, 300 }), found = at::empty({ m_layout.rows, 300 }, at::kCUDA);
    CausalConvolution(weight, bias).apply(x.narrow(1, 300, 300), expected, m_layout);
    const CausalConvolution onDevice(weight.cuda(), bias.cuda());
    onDevice.apply(x.cuda().narrow(1, 300, 300), found, m_layout);
    EXPECT_LT(distance(found, expected), 1e-5);
}

TEST_F(Gpu, SelectiveScan)
{
    for (const int states : { 16, 5, 64, 70 }) { // 70: beyond the kernel, by tensor operations
        const at::Tensor aLog = at::randn({ 200, states }) * 0.3 + 1, skip = at::randn({ 200 }),
                         bias = at::randn({ 200 }) - 2;
        const at::Tensor codes = at::randn({ m_layout.rows, 2 * states }), u = at::randn({ m_layout.rows, 200 }),
                         gate = at::randn({ m_layout.rows, 200 }), step = at::randn({ m_layout.rows, 200 });
        const auto run = [&](const at::Device& device) {
            const at::Tensor c = codes.to(device);
            SelectiveScan::Rows rows { u.to(device), gate.to(device), c.narrow(1, 0, states),
                                       c.narrow(1, states, states), step.to(device).clone() };
            SelectiveScan(aLog.to(device), skip.to(device), bias.to(device)).apply(rows, m_layout);
            return rows.step;
        };
        EXPECT_LT(distance(run(at::kCUDA), run(at::kCPU)), 1e-5) << states << " states";
    }
}

TEST_F(Gpu, DualScan)
{
    const int heads = 4, width = 64, states = 128, groups = 2, space = heads * width, codes = groups * states;
    const at::Tensor aLog = at::randn({ heads }), skip = at::randn({ space }), bias = at::randn({ heads }) - 2;
    const at::Tensor convolved = at::randn({ m_layout.rows, space + 2 * codes }),
                     gate = at::randn({ m_layout.rows, space }), step = at::randn({ m_layout.rows, heads });
    const auto run = [&](const at::Device& device) {
        const at::Tensor m = convolved.to(device).clone();
        DualScan::Rows rows { m.narrow(1, 0, space), m.narrow(1, space, codes), m.narrow(1, space + codes, codes),
                              gate.to(device), step.to(device) };
        DualScan(aLog.to(device), skip.to(device), bias.to(device), states, groups).apply(rows, m_layout);
        return m;
    };
    EXPECT_LT(distance(run(at::kCUDA), run(at::kCPU)), 1e-5);
}

TEST_F(Gpu, SaysHowMuchMemoryIsFree)
{
    EXPECT_GT(fused::freeMemory(at::Device(at::kCUDA, 0)).value_or(1), 0); // unset without kernels of our own
}

} // namespace

} // namespace maskscope::test
