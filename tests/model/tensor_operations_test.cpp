// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What other devices than the CPU run, held against the CPU's own loops.
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/randn.h>

#include <gtest/gtest.h>

#include "model/layers/causal_convolution.h"
#include "model/layers/dual_scan.h"
#include "model/layers/selective_scan.h"

namespace maskscope::test {

namespace {

RowLayout raggedLayout()
{
    RowLayout layout;
    for (const int tokens : { 5, 1, 12, 3 })
        layout.append(tokens, tokens);
    return layout;
}

double distance(const at::Tensor& a, const at::Tensor& b) { return (a - b).abs().max().item<double>(); }

TEST(TensorOperations, ConvolutionEqualsTheKernel)
{
    const auto layout = raggedLayout();
    const CausalConvolution convolution(at::randn({ 20, 1, 4 }), at::randn({ 20 }));
    const at::Tensor x = at::randn({ layout.rows, 40 }).narrow(1, 20, 20);
    at::Tensor a = at::empty({ layout.rows, 20 }), b = at::empty({ layout.rows, 20 });
    convolution.apply(x, a, layout);
    convolution.applyByTensors(x, b, layout);
    EXPECT_LT(distance(a, b), 2e-6);
}

TEST(TensorOperations, SelectiveScanEqualsTheKernel)
{
    const auto layout = raggedLayout();
    const SelectiveScan scan(at::randn({ 24, 8 }) * 0.3 + 1, at::randn({ 24 }), at::randn({ 24 }) - 2);
    const at::Tensor codes = at::randn({ layout.rows, 20 }), inner = at::randn({ layout.rows, 48 });
    const at::Tensor step = at::randn({ layout.rows, 24 });
    SelectiveScan::Rows a { at::randn({ layout.rows, 24 }), inner.narrow(1, 24, 24), codes.narrow(1, 4, 8),
                            codes.narrow(1, 12, 8), step.clone() };
    SelectiveScan::Rows b { a.input, a.gate, a.inputCode, a.outputCode, step.clone() };
    scan.apply(a, layout);
    scan.applyByTensors(b, layout);
    EXPECT_LT(distance(a.step, b.step), 1e-5);
}

TEST(TensorOperations, SelectiveScansGradientEqualsThatOfItsSteps)
{
    const auto layout = raggedLayout();
    const SelectiveScan scan(at::randn({ 37, 8 }) * 0.3 + 1, at::randn({ 37 }), at::randn({ 37 }) - 2);
    const at::Tensor weight = at::randn({ layout.rows, 37 });
    std::vector<at::Tensor> of[2]; // gradients: by the kernel, step by step
    const at::Tensor input = at::randn({ layout.rows, 37 }), inner = at::randn({ layout.rows, 74 }),
                     codes = at::randn({ layout.rows, 20 }), step = at::randn({ layout.rows, 37 });
    for (const bool byTensors : { false, true }) {
        std::vector<at::Tensor> leaves;
        for (const at::Tensor& t : { input, inner, codes, step })
            leaves.push_back(t.clone().requires_grad_());
        SelectiveScan::Rows rows { leaves[0], leaves[1].narrow(1, 37, 37), leaves[2].narrow(1, 4, 8),
                                   leaves[2].narrow(1, 12, 8), leaves[3] * 1.0 };
        byTensors ? scan.applyByTensors(rows, layout) : scan.apply(rows, layout);
        (rows.step * weight).sum().backward();
        for (const at::Tensor& leaf : leaves)
            of[byTensors ? 1 : 0].push_back(leaf.grad());
    }
    for (std::size_t i = 0; i < of[0].size(); ++i)
        EXPECT_LT(distance(of[0][i], of[1][i]), 2e-5 * of[1][i].abs().max().item<double>()) << i;
}

TEST(TensorOperations, DualScanEqualsTheKernel)
{
    const auto layout = raggedLayout();
    const DualScan scan(at::randn({ 4 }), at::randn({ 24 }), at::randn({ 4 }) - 2, 8, 2);
    const at::Tensor convolved = at::randn({ layout.rows, 24 + 32 }), other = convolved.clone();
    const at::Tensor gate = at::randn({ layout.rows, 24 }), step = at::randn({ layout.rows, 4 });
    const auto rowsOf = [&](const at::Tensor& m) {
        return DualScan::Rows { m.narrow(1, 0, 24), m.narrow(1, 24, 16), m.narrow(1, 40, 16), gate, step };
    };
    auto a = rowsOf(convolved), b = rowsOf(other);
    scan.apply(a, layout);
    scan.applyByTensors(b, layout);
    EXPECT_LT(distance(convolved, other), 1e-5);
}

} // namespace

} // namespace maskscope::test
