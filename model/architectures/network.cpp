// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architectures/network.h"

#include <algorithm>

#include <ATen/TensorOperators.h>
#include <ATen/ops/addr.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/zeros.h>

#include "model/architectures/host_view.h"
#include "model/layers/product_precision.h"

namespace maskscope {

at::Tensor Network::toDevice(const at::Tensor& host) const
{
    // The copy leaves through pinned memory, so that it waits for nothing (the caching host allocator keeps a block
    // until the copy has been made).
    return m_device.is_cpu() ? host : host.pin_memory().to(m_device, /*non_blocking=*/true);
}

Network::Network(const NetworkDescription& description, const at::Device& device)
    : m_description(description)
    , m_device(device)
{
}

Result<Network> Network::create(const NetworkDescription& description, const WeightMap& weights,
                                const at::Tensor& projection, const at::Device& device, int mambaGroups)
{
    WeightReader reader(weights);
    Network network(description, device);
    const std::int64_t d = description.dModel;
    network.m_codec = makeSignalCodec(description, reader);
    network.m_backbone = makeSequenceModel(description, reader, mambaGroups);
    if (!network.m_codec || !network.m_backbone)
        return failure(ErrorCode::Mismatch, std::string(backboneName(description.backbone)),
                       "this architecture is not supported yet");
    network.m_temporal
        = { reader.take("temporal_encoder.lin.weight", { d, 1 }), reader.take("temporal_encoder.lin.bias", { d }) };
    network.m_outNorm
        = { reader.take("backbone.out_norm.weight", { d }), reader.take("backbone.out_norm.bias", { d }) };
    if (projection.dim() != 2 || projection.size(0) != 3 || projection.size(1) != d)
        reader.fail("spatial projection", "its shape is not (3, " + std::to_string(d) + ")");
    if (reader.error())
        return tl::unexpected(*reader.error());
    network.m_projection = projection.to(device);
    at::Tensor zeroToken = at::zeros({ 2, d }, projection.options().device(device));
    network.m_codec->encode(at::zeros({ 2, description.window }, zeroToken.options()), zeroToken);
    network.m_zeroToken = zeroToken[0].clone();
    return network;
}

std::int64_t Network::outputWidth(bool decoded) const
{
    return decoded ? m_codec->outputWidth() : m_description.dModel;
}

std::int64_t Network::bytesPerRow() const
{
    // Masked and target windows, the rows, the encoded tokens, the picked and the decoded rows, two temporaries, and
    // the tokens of the first pass.
    const std::int64_t here = 2 * m_description.window + 6 * m_description.dModel + m_codec->outputWidth();
    return static_cast<std::int64_t>(sizeof(float)) * (here + m_backbone->floatsPerRow());
}

std::int64_t Network::bytesPerLookedRow() const
{
    constexpr std::int64_t copies = 3; // of what a layer holds: values, and those its parts keep
    std::int64_t floats = copies * m_backbone->floatsPerRow();
    // Without a kernel for the gradient of a scan, autograd keeps the states of every step; of attention, its weights.
    if (m_description.backbone == Backbone::Mamba2)
        floats += copies * std::int64_t { m_description.ssmInner } * m_description.dState;
    else if (m_description.backbone == Backbone::Mamba1 && !m_device.is_cpu())
        floats += copies * std::int64_t { m_description.dInner } * m_description.dState;
    else if (m_description.backbone == Backbone::Transformer)
        floats += copies * std::int64_t { m_description.heads } * 1024;
    return static_cast<std::int64_t>(sizeof(float)) * std::max(1, m_description.layers) * floats;
}

void Network::releaseBuffers()
{
    m_backbone->releaseBuffers();
    for (auto* buffer : { &m_rows, &m_tokens, &m_picked, &m_decoded })
        buffer->release();
}

void Network::encodeInto(at::Tensor& rows, const PreparedBatch& batch)
{
    const auto filled = static_cast<std::int64_t>(batch.filledRows.size());
    if (filled < rows.size(0))
        rows.copy_(m_zeroToken.expand_as(rows));
    if (filled == 0)
        return;
    const at::Tensor windows = toDevice(viewOf(batch.windows.data(), { filled, m_description.window }));
    if (filled == rows.size(0))
        return m_codec->encode(windows, rows);
    at::Tensor tokens = m_tokens.matrix(filled, m_description.dModel, m_device);
    m_codec->encode(windows, tokens);
    rows.index_copy_(0, toDevice(viewOf(batch.filledRows)), tokens);
}

void Network::addCodes(at::Tensor& rows, const PreparedBatch& batch, Codes codes) const
{
    const at::Tensor shown = toDevice(viewOf(batch.codesShown));
    if (codes.temporal) {
        rows.addr_(toDevice(viewOf(batch.position)) * shown, m_temporal.weight.squeeze(1));
        rows.addr_(shown, m_temporal.bias);
    }
    if (codes.spatial) {
        const auto sequences = static_cast<std::int64_t>(batch.layout.sequences.size());
        const at::Tensor directions = toDevice(viewOf(batch.directions.data(), { sequences, 3 }));
        const at::Tensor code = product(directions, m_projection); // [sequence, D]
        rows.add_(code.index_select(0, toDevice(viewOf(batch.sequenceOfRow))).mul_(shown.unsqueeze(1)));
    }
}

/// Sums of squares of the three codes over the tokens of a batch. The temporal code is s (p w + b) and the spatial code
/// s c, with s = 0 where codes are hidden, so their norms follow from |w|^2, w b, |b|^2 and |c|^2.
void Network::measureCodes(const at::Tensor& tokens, const PreparedBatch& batch, InputProbe& probe) const
{
    const at::Tensor weight = m_temporal.weight.squeeze(1);
    const double ww = weight.square().sum().item<double>(), bb = m_temporal.bias.square().sum().item<double>(),
                 wb = (weight * m_temporal.bias).sum().item<double>();
    const auto sequences = static_cast<std::int64_t>(batch.layout.sequences.size());
    const at::Tensor directions = toDevice(viewOf(batch.directions.data(), { sequences, 3 }));
    const at::Tensor spatial = product(directions, m_projection).square().sum(1).to(at::kDouble).cpu();
    const at::Tensor token = tokens.square().sum(1).to(at::kDouble).cpu();
    for (std::int64_t s = 0; s < sequences; ++s) {
        const SequenceRows& rows = batch.layout.sequences[static_cast<std::size_t>(s)];
        std::array<double, 3>& squares = probe.codeSquares.emplace_back();
        for (std::int64_t row = rows.first; row < rows.first + rows.tokens; ++row) {
            const auto shown = static_cast<double>(batch.codesShown[static_cast<std::size_t>(row)]);
            const auto p = static_cast<double>(batch.position[static_cast<std::size_t>(row)]);
            squares[0] += token.data_ptr<double>()[row];
            squares[1] += shown * (p * p * ww + 2 * p * wb + bb);
            squares[2] += shown * spatial.data_ptr<double>()[s];
        }
    }
}

at::Tensor Network::inputRows(const PreparedBatch& batch, Codes codes, InputProbe* probe)
{
    at::Tensor rows = m_rows.matrix(batch.layout.rows, m_description.dModel, m_device);
    const bool first = probe && !probe->first.defined();
    if (probe && batch.sameWindows)
        rows.copy_(probe->tokens);
    else
        encodeInto(rows, batch);
    if (first) {
        measureCodes(rows, batch, *probe);
        probe->tokens = rows.clone();
    }
    addCodes(rows, batch, codes);
    if (first) {
        probe->first = rows.clone();
        probe->inputSquares = rows.square().sum(at::kDouble);
    } else if (probe) {
        probe->changeSquares.push_back((rows - probe->first).square().sum(at::kDouble));
    }
    return rows;
}

at::Tensor Network::start(const PreparedBatch& batch, Codes codes, bool decoded, float* out, InputProbe* probe)
{
    const auto picks = static_cast<std::int64_t>(batch.maskedRows.size());
    at::Tensor rows = inputRows(batch, codes, probe);
    m_backbone->forward(rows, batch.layout, {});

    const bool host = m_device.is_cpu(), direct = !decoded || m_codec->traits().output == OutputKind::Embedding;
    at::Tensor result = host ? viewOf(out, { picks, outputWidth(decoded) }) : at::Tensor();
    at::Tensor picked = host && direct ? result : m_picked.matrix(picks, m_description.dModel, m_device);
    at::index_select_out(picked, rows, 0, toDevice(viewOf(batch.maskedRows)));
    m_outNorm.apply(picked);
    if (direct)
        return picked;
    at::Tensor output = host ? result : m_decoded.matrix(picks, outputWidth(true), m_device);
    m_codec->decode(picked, output);
    return output;
}

void Network::finish(const at::Tensor& started, float* out) const
{
    if (!m_device.is_cpu())
        viewOf(out, started.sizes()).copy_(started);
}

void Network::predict(const PreparedBatch& batch, Codes codes, bool decoded, float* out, InputProbe* probe)
{
    finish(start(batch, codes, decoded, out, probe), out);
}

void Network::embed(const float* windows, std::int64_t rows, float* out)
{
    const BFloat16Products off(false); // predictions are held against what the model was trained to match
    at::Tensor result = viewOf(out, { rows, m_description.dModel });
    at::Tensor tokens = m_device.is_cpu() ? result : m_tokens.matrix(rows, m_description.dModel, m_device);
    m_codec->encode(toDevice(viewOf(windows, { rows, m_description.window })), tokens);
    if (!m_device.is_cpu())
        result.copy_(tokens);
}

} // namespace maskscope
