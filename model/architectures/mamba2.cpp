// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Mamba-2 blocks (Dao & Gu 2024) with a residual and a layer norm after each: x = norm(x + block(x)).
#include <string>
#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/ops/silu.h>

#include "model/architectures/architecture_list.h"
#include "model/layers/causal_convolution.h"
#include "model/layers/dual_scan.h"
#include "model/layers/layer_norm.h"
#include "model/layers/linear.h"
#include "model/layers/reused_buffer.h"

namespace maskscope {

namespace {

/// Columns of in_proj: [z0, x0, z, u | B | C, dt]; z0 and x0 are there only if the state space is narrower than the
/// block.
struct Widths {
    std::int64_t model = 0, inner = 0, heads = 0, convolved = 0, space = 0, bypass = 0, codes = 0, rows = 0;
};

struct Block {
    Linear inProj, outProj;
    CausalConvolution conv1d;
    DualScan scan;
    at::Tensor gateNorm; // [space], or undefined
    LayerNorm norm;
};

/// Null where the shapes contradict each other or the number of groups.
std::optional<Widths> readWidths(const NetworkDescription& n, WeightReader& weights, const std::string& prefix,
                                 int groups)
{
    const auto inProj = weights.shapeOf(prefix + "in_proj.weight"),
               outProj = weights.shapeOf(prefix + "out_proj.weight");
    const auto conv = weights.shapeOf(prefix + "conv1d.weight"), step = weights.shapeOf(prefix + "dt_bias");
    const auto norm = weights.shapeOf(prefix + "norm.weight");
    if (!inProj || !outProj || !conv || !step || inProj->size() != 2 || outProj->size() != 2 || conv->size() != 3
        || step->size() != 1) {
        weights.fail(prefix + "in_proj.weight",
                     "the tensors of this Mamba-2 block are missing or have other dimensions");
        return std::nullopt;
    }
    Widths w { .model = n.dModel, .inner = (*outProj)[1], .heads = (*step)[0], .convolved = (*conv)[0] };
    w.rows = (*inProj)[0];
    w.space = norm && norm->size() == 1 ? (*norm)[0] : w.inner;
    w.codes = (w.convolved - w.space) / 2;
    w.bypass = (w.rows - w.space - w.convolved - w.heads) / 2;
    const bool fits = w.heads > 0 && groups > 0 && w.codes > 0 && w.bypass >= 0 && w.space % w.heads == 0
        && w.codes % groups == 0 && w.heads % groups == 0 && w.space % groups == 0 && w.space + w.bypass == w.inner
        && w.convolved == w.space + 2 * w.codes && w.rows == 2 * w.bypass + w.space + w.convolved + w.heads;
    if (fits)
        return w;
    weights.fail(prefix + "in_proj.weight",
                 "the shapes of this Mamba-2 block do not fit " + std::to_string(groups) + " group(s) of state codes");
    return std::nullopt;
}

at::Tensor readSkip(const Widths& w, WeightReader& weights, const std::string& name)
{
    const auto shape = weights.shapeOf(name); // one a head, or one a channel
    if (shape && shape->size() == 1 && (*shape)[0] == w.space && w.space != w.heads)
        return weights.take(name, { w.space });
    return weights.take(name, { w.heads }).repeat_interleave(w.space / w.heads);
}

Block readBlock(const Widths& w, const NetworkDescription& n, WeightReader& weights, int layer, int groups)
{
    const std::string prefix = "backbone.layers." + std::to_string(layer) + ".";
    const std::string norm = "backbone.layer_norms." + std::to_string(layer) + ".";
    return {
        .inProj = { weights.take(prefix + "in_proj.weight", { w.rows, w.model }),
                    weights.takeIfPresent(prefix + "in_proj.bias", { w.rows }) },
        .outProj = { weights.take(prefix + "out_proj.weight", { w.model, w.inner }),
                     weights.takeIfPresent(prefix + "out_proj.bias", { w.model }) },
        .conv1d = { weights.take(prefix + "conv1d.weight", { w.convolved, 1, n.convWidth }),
                    weights.takeIfPresent(prefix + "conv1d.bias", { w.convolved }) },
        .scan = { weights.take(prefix + "A_log", { w.heads }), readSkip(w, weights, prefix + "D"),
                  weights.take(prefix + "dt_bias", { w.heads }), static_cast<int>(w.codes / groups), groups },
        .gateNorm = weights.takeIfPresent(prefix + "norm.weight", { w.space }),
        .norm = { weights.take(norm + "weight", { w.model }), weights.take(norm + "bias", { w.model }) },
    };
}

class Mamba2 final : public SequenceModel {
public:
    Mamba2(const NetworkDescription& n, WeightReader& weights, int groups)
        : m_groups(groups)
    {
        for (int i = 0; i < n.layers; ++i) {
            const auto widths = readWidths(n, weights, "backbone.layers." + std::to_string(i) + ".", groups);
            if (!widths)
                return;
            m_widths = *widths;
            m_blocks.push_back(readBlock(m_widths, n, weights, i, groups));
        }
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
        return m_widths.rows + m_widths.convolved + m_widths.inner + m_widths.model + 2 * m_widths.space;
    }

    void releaseBuffers() override
    {
        for (auto* buffer : { &m_inner, &m_convolved, &m_mixed, &m_out })
            buffer->release();
    }

private:
    void applyBlock(const Block& block, at::Tensor& rows, const RowLayout& layout)
    {
        const auto& w = m_widths;
        const std::int64_t count = rows.size(0), afterBypass = 2 * w.bypass;
        at::Tensor inner = m_inner.matrix(count, w.rows, rows.device());
        block.inProj.apply(rows, inner);
        at::Tensor convolved = m_convolved.matrix(count, w.convolved, rows.device()); // [row, u | B | C]
        block.conv1d.apply(inner.narrow(1, afterBypass + w.space, w.convolved), convolved, layout);
        DualScan::Rows scan { convolved.narrow(1, 0, w.space), convolved.narrow(1, w.space, w.codes),
                              convolved.narrow(1, w.space + w.codes, w.codes), inner.narrow(1, afterBypass, w.space),
                              inner.narrow(1, w.rows - w.heads, w.heads) };
        block.scan.apply(scan, layout);
        at::Tensor mixed = m_mixed.matrix(count, w.inner, rows.device());
        finish(block, scan.input, inner, mixed);
        at::Tensor out = m_out.matrix(count, w.model, rows.device());
        block.outProj.apply(mixed, out);
        block.norm.applyAdded(rows, out);
    }

    /// The norm after the gate, and the part of the block that bypasses the state space.
    void finish(const Block& block, const at::Tensor& y, const at::Tensor& inner, at::Tensor& mixed) const
    {
        at::Tensor space = mixed.narrow(1, m_widths.bypass, m_widths.space);
        if (block.gateNorm.defined()) {
            space.copy_(groupedRmsNorm(y.contiguous(), block.gateNorm, m_groups));
        } else {
            space.copy_(y);
        }
        if (m_widths.bypass > 0)
            mixed.narrow(1, 0, m_widths.bypass)
                .copy_(at::silu(inner.narrow(1, 0, m_widths.bypass))
                       * inner.narrow(1, m_widths.bypass, m_widths.bypass));
    }

    int m_groups;
    Widths m_widths;
    std::vector<Block> m_blocks;
    ReusedBuffer m_inner, m_convolved, m_mixed, m_out;
};

} // namespace

std::unique_ptr<SequenceModel> makeMamba2(const NetworkDescription& network, WeightReader& weights, int groups)
{
    return std::make_unique<Mamba2>(network, weights, groups);
}

} // namespace maskscope
