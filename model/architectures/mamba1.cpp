// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Mamba-1 blocks (Gu & Dao 2023) with a residual and a layer norm after each: x = norm(x + block(x)).
#include <string>
#include <vector>

#include "model/architectures/architecture_list.h"
#include "model/layers/causal_convolution.h"
#include "model/layers/layer_norm.h"
#include "model/layers/linear.h"
#include "model/layers/reused_buffer.h"
#include "model/layers/selective_scan.h"

namespace maskscope {

namespace {

struct Block {
    Linear inProj, xProj, dtProj, outProj;
    CausalConvolution conv1d;
    SelectiveScan scan;
    LayerNorm norm;
};

Block readBlock(const NetworkDescription& n, WeightReader& weights, int layer)
{
    const std::string prefix = "backbone.layers." + std::to_string(layer) + ".";
    const std::string norm = "backbone.layer_norms." + std::to_string(layer) + ".";
    const std::int64_t d = n.dModel, e = n.dInner, states = n.dState, rank = n.dtRank;
    return {
        .inProj = { weights.take(prefix + "in_proj.weight", { 2 * e, d }),
                    weights.takeIfPresent(prefix + "in_proj.bias", { 2 * e }) },
        .xProj = { weights.take(prefix + "x_proj.weight", { rank + 2 * states, e }), {} },
        .dtProj = { weights.take(prefix + "dt_proj.weight", { e, rank }), {} }, // its bias is added inside the scan
        .outProj = { weights.take(prefix + "out_proj.weight", { d, e }),
                     weights.takeIfPresent(prefix + "out_proj.bias", { d }) },
        .conv1d = { weights.take(prefix + "conv1d.weight", { e, 1, n.convWidth }),
                    weights.takeIfPresent(prefix + "conv1d.bias", { e }) },
        .scan = { weights.take(prefix + "A_log", { e, states }), weights.take(prefix + "D", { e }),
                  weights.take(prefix + "dt_proj.bias", { e }) },
        .norm = { weights.take(norm + "weight", { d }), weights.take(norm + "bias", { d }) },
    };
}

class Mamba1 final : public SequenceModel {
public:
    Mamba1(const NetworkDescription& n, WeightReader& weights)
        : m_network(n)
    {
        for (int i = 0; i < n.layers; ++i)
            m_blocks.push_back(readBlock(n, weights, i));
    }

    void forward(at::Tensor& rows, const RowLayout& layout, const LayerObserver& observer) override
    {
        for (int i = 0; const auto& block : m_blocks) {
            applyBlock(block, rows, layout);
            if (observer)
                observer(i++, rows);
        }
    }

    std::int64_t floatsPerRow() const override
    {
        return 4 * m_network.dInner + m_network.dtRank + 2 * m_network.dState + m_network.dModel;
    }

    void releaseBuffers() override
    {
        for (auto* buffer : { &m_inner, &m_input, &m_codes, &m_step, &m_out })
            buffer->release();
    }

private:
    void applyBlock(const Block& block, at::Tensor& rows, const RowLayout& layout)
    {
        const std::int64_t count = rows.size(0), e = m_network.dInner, rank = m_network.dtRank,
                           states = m_network.dState;
        at::Tensor inner = m_inner.matrix(count, 2 * e, rows.device()); // [row, u | z]
        block.inProj.apply(rows, inner);
        at::Tensor input = m_input.matrix(count, e, rows.device());
        block.conv1d.apply(inner.narrow(1, 0, e), input, layout);
        at::Tensor codes = m_codes.matrix(count, rank + 2 * states, rows.device()); // [row, dt | B | C]
        block.xProj.apply(input, codes);
        at::Tensor step = m_step.matrix(count, e, rows.device());
        block.dtProj.apply(codes.narrow(1, 0, rank), step);
        SelectiveScan::Rows scan { input, inner.narrow(1, e, e), codes.narrow(1, rank, states),
                                   codes.narrow(1, rank + states, states), step };
        block.scan.apply(scan, layout);
        at::Tensor out = m_out.matrix(count, m_network.dModel, rows.device());
        block.outProj.apply(scan.step, out);
        block.norm.applyAdded(rows, out);
    }

    NetworkDescription m_network;
    std::vector<Block> m_blocks;
    ReusedBuffer m_inner, m_input, m_codes, m_step, m_out;
};

} // namespace

std::unique_ptr<SequenceModel> makeMamba1(const NetworkDescription& network, WeightReader& weights, int)
{
    return std::make_unique<Mamba1>(network, weights);
}

} // namespace maskscope
