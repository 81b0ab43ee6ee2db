// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Outputs of every layer, and the gradient of the masked squared error into the backbone's input, through the same
// layers that predict.
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/matmul.h>
#include <c10/core/InferenceMode.h>

#include "model/architectures/host_view.h"
#include "model/architectures/network.h"

namespace maskscope {

namespace {

at::Tensor onHost(const at::Tensor& tensor) { return tensor.to(at::kCPU, at::kDouble).contiguous(); }

/// One thread while it lives: products under autograd are BLAS's own, whose last digits change with its threads. A look
/// is at few sequences.
class OneThread {
public:
    OneThread()
        : m_threads(at::get_num_threads())
    {
        at::set_num_threads(1);
    }
    ~OneThread() { at::set_num_threads(m_threads); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    int m_threads;
};

} // namespace

void Network::sumProducts(const PreparedBatch& batch, const at::Tensor& tokens, const at::Tensor& gradient,
                          std::span<SequenceGradient> found) const
{
    const auto sequences = static_cast<std::int64_t>(found.size());
    const at::Tensor spatial
        = at::matmul(toDevice(viewOf(batch.directions.data(), { sequences, 3 })), m_projection); // [sequence, D]
    const at::Tensor squares = onHost(gradient.square().sum(1)), token = onHost((gradient * tokens).sum(1)),
                     slope = onHost(at::matmul(gradient, m_temporal.weight.squeeze(1))),
                     constant = onHost(at::matmul(gradient, m_temporal.bias)),
                     place
        = onHost((gradient * spatial.index_select(0, toDevice(viewOf(batch.sequenceOfRow)))).sum(1)); // [row]
    for (std::size_t s = 0; s < found.size(); ++s) {
        const SequenceRows& rows = batch.layout.sequences[s];
        for (std::int64_t row = rows.first; row < rows.first + rows.padded; ++row) {
            const auto at = static_cast<std::size_t>(row);
            const double shown = batch.codesShown[at], position = batch.position[at];
            found[s].squares += squares.data_ptr<double>()[row];
            found[s].products[0] += token.data_ptr<double>()[row];
            found[s].products[1]
                += shown * (position * slope.data_ptr<double>()[row] + constant.data_ptr<double>()[row]);
            found[s].products[2] += shown * place.data_ptr<double>()[row];
        }
        found[s].summedSquares
            = gradient.narrow(0, rows.first, rows.padded).sum(0).square().sum(at::kDouble).item<double>();
    }
}

Network::InnerLook Network::lookInto(const PreparedBatch& batch, const float* targets)
{
    const OneThread steady;
    InnerLook look;
    const auto picks = static_cast<std::int64_t>(batch.maskedRows.size());
    for (std::size_t s = 0; s < batch.layout.sequences.size(); ++s)
        look.gradients.push_back({ .sequence = static_cast<std::int32_t>(s) });
    if (picks == 0)
        return look;
    at::Tensor tokens = at::empty({ batch.layout.rows, m_description.dModel }, m_projection.options());
    encodeInto(tokens, batch);
    at::Tensor sum = tokens.clone();
    addCodes(sum, batch, {});

    const at::InferenceMode recording(false);
    const at::Tensor masked = toDevice(viewOf(batch.maskedRows)), input = sum.clone().requires_grad_();
    const auto keep = [&](int, const at::Tensor& rows) {
        look.layers.push_back(rows.detach().index_select(0, masked).to(at::kCPU));
    };
    at::Tensor rows = input;
    keep(0, rows);
    m_backbone->forward(rows, batch.layout, keep);
    at::Tensor picked = rows.index_select(0, masked);
    m_outNorm.apply(picked);
    at::Tensor output = picked;
    m_codec->decode(picked, output);
    const at::Tensor errors = (output - toDevice(viewOf(targets, { picks, outputWidth(true) }))).square().sum(1);
    errors.sum().backward();

    const at::NoGradGuard done;
    const at::Tensor error = onHost(errors);
    for (std::int64_t i = 0; i < picks; ++i) {
        const auto row = static_cast<std::size_t>(batch.maskedRows[static_cast<std::size_t>(i)]);
        look.gradients[static_cast<std::size_t>(batch.sequenceOfRow[row])].squaredError += error.data_ptr<double>()[i];
    }
    sumProducts(batch, tokens, input.grad(), look.gradients);
    return look;
}

std::vector<at::Tensor> Network::layersOf(const PreparedBatch& batch)
{
    std::vector<at::Tensor> layers;
    const at::Tensor picked = toDevice(viewOf(batch.maskedRows));
    const auto keep = [&](int, const at::Tensor& rows) { layers.push_back(rows.index_select(0, picked).to(at::kCPU)); };
    at::Tensor rows = inputRows(batch, {}, nullptr);
    keep(0, rows);
    m_backbone->forward(rows, batch.layout, keep);
    return layers;
}

} // namespace maskscope
