// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/selective_scan_recorded.h"

#include <memory>
#include <utility>

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

#include "model/layers/kernels/selective_scan_gradient.h"

namespace maskscope {

namespace {

using torch::autograd::variable_list;

/// What autograd calls on its way back. Holds the scan's input; the states are computed again.
class ScanNode final : public torch::autograd::Node {
public:
    ScanNode(const ScanParameters& parameters, SelectiveScan::Rows rows, RowLayout layout)
        : m_parameters(parameters)
        , m_rows(std::move(rows))
        , m_layout(std::move(layout))
    {
        set_next_edges(torch::autograd::collect_next_edges(m_rows.input, m_rows.gate, m_rows.inputCode,
                                                           m_rows.outputCode, m_rows.step));
    }

    variable_list apply(variable_list&& gradients) override
    {
        const at::Tensor outputGradient = gradients.front().contiguous();
        variable_list found; // input, gate, input code, output code, step
        for (const auto& of : { m_rows.input, m_rows.gate, m_rows.inputCode, m_rows.outputCode, m_rows.step })
            found.push_back(at::zeros(of.sizes(), outputGradient.options()));
        const auto rowOf = [](const at::Tensor& t, std::int64_t row) { return t.data_ptr<float>() + row * t.size(1); };
        std::vector<ScanGradients> pointers;
        for (const auto& s : m_layout.sequences)
            pointers.push_back({ rowOf(outputGradient, s.first), rowOf(found[0], s.first), rowOf(found[1], s.first),
                                 rowOf(found[2], s.first), rowOf(found[3], s.first), rowOf(found[4], s.first) });
        selectiveScanGradient(m_parameters, scanSequences(m_rows, m_layout), pointers);
        return found;
    }

    void release_variables() override { m_rows = {}; }
    std::string name() const override { return "maskscope::SelectiveScan"; }

private:
    const ScanParameters& m_parameters;
    SelectiveScan::Rows m_rows;
    RowLayout m_layout;
};

} // namespace

void applyRecorded(const ScanParameters& parameters, SelectiveScan::Rows& rows, const RowLayout& layout)
{
    const auto node = std::make_shared<ScanNode>(parameters, rows, layout);
    at::Tensor y = at::zeros(rows.step.sizes(), rows.step.options());
    {
        const at::NoGradGuard constant;
        for (const auto& s : layout.sequences)
            y.narrow(0, s.first, s.tokens).copy_(rows.step.narrow(0, s.first, s.tokens));
    }
    SelectiveScan::Rows own = rows;
    own.step = y;
    selectiveScan(parameters, scanSequences(own, layout));
    torch::autograd::create_gradient_edge(y, node);
    rows.step = y;
}

} // namespace maskscope
