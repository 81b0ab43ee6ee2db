// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/prediction/inference_plan.h"
#include "model/architectures/architecture_list.h"
#include "model/architectures/prepared_batch.h"
#include "model/layers/layer_norm.h"
#include "model/layers/linear.h"
#include "model/layers/reused_buffer.h"

namespace maskscope {

/// Token encoder, temporal and spatial code, backbone and read-out of one checkpoint on one device.
class Network {
public:
    /// weights: float32 on `device`; projection [3, D] on the host.
    [[nodiscard]] static Result<Network> create(const NetworkDescription& description, const WeightMap& weights,
                                                const at::Tensor& projection, const at::Device& device,
                                                int mambaGroups);

    struct Codes {
        bool temporal = true;
        bool spatial = true;
    };
    /// Looks at the backbone's input of one batch under several passes: how much it changes, and how large its codes
    /// are.
    struct InputProbe {
        at::Tensor first; ///< [row, D] input of the first pass; undefined before it
        at::Tensor tokens; ///< [row, D] the same before codes were added: of every pass with the same windows
        at::Tensor inputSquares; ///< float64 scalar on the device, sum over rows and dimensions, first pass
        std::vector<at::Tensor> changeSquares; ///< of the difference from the first pass, every later pass
        std::vector<std::array<double, 3>> codeSquares; ///< [sequence] token, temporal, spatial; first pass, no padding
    };
    /// Predictions of the batch's masked rows into `out` [masked row, width], host memory: decoded, or the embedding.
    void predict(const PreparedBatch& batch, Codes codes, bool decoded, float* out, InputProbe* probe = nullptr);
    /// As predict() in two halves, so that the host can work while a device computes: what start() gives has to go to
    /// finish() before the next start(). On the CPU `out` is filled by the first half.
    [[nodiscard]] at::Tensor start(const PreparedBatch& batch, Codes codes, bool decoded, float* out,
                                   InputProbe* probe = nullptr);
    void finish(const at::Tensor& started, float* out) const;

    /// What happens inside while the masked tokens of a batch are predicted, and what their error asks of the input.
    struct InnerLook {
        std::vector<SequenceGradient> gradients; ///< [sequence of the batch]; `sequence` is the index in the batch
        std::vector<at::Tensor> layers; ///< [layer + 1] of [masked row, D] on the host: the backbone's input, then the
                                        ///< output of each block without the norm that follows the last
    };
    /// targets [masked row, width of the decoded output]. Autograd keeps what every layer computed
    /// (bytesPerLookedRow()). Layers are recorded in float32 whatever the precision of products. A network that was
    /// made in at::InferenceMode cannot do this.
    [[nodiscard]] InnerLook lookInto(const PreparedBatch& batch, const float* targets);
    /// Outputs of the layers, as in InnerLook, of the batch's masked rows [row, D] on the host, without any gradient.
    [[nodiscard]] std::vector<at::Tensor> layersOf(const PreparedBatch& batch);
    /// Embeddings [row, D] of `rows` windows [row, W], host to host (what generation A is trained to match).
    void embed(const float* windows, std::int64_t rows, float* out);

    [[nodiscard]] const NetworkDescription& description() const { return m_description; }
    [[nodiscard]] SignalCodec::Traits traits() const { return m_codec->traits(); }
    [[nodiscard]] std::int64_t outputWidth(bool decoded) const;
    [[nodiscard]] bool seesPadding() const { return m_backbone->seesPadding(); }
    [[nodiscard]] std::int64_t bytesPerRow() const; ///< host and device memory of a batch, for choosing its size
    [[nodiscard]] std::int64_t bytesPerLookedRow() const; ///< roughly what autograd keeps of lookInto()
    void releaseBuffers();

private:
    explicit Network(const NetworkDescription& description, const at::Device& device);
    [[nodiscard]] at::Tensor inputRows(const PreparedBatch& batch, Codes codes, InputProbe* probe);
    void sumProducts(const PreparedBatch& batch, const at::Tensor& tokens, const at::Tensor& gradient,
                     std::span<SequenceGradient> found) const;
    [[nodiscard]] at::Tensor toDevice(const at::Tensor& host) const;
    void encodeInto(at::Tensor& rows, const PreparedBatch& batch);
    void addCodes(at::Tensor& rows, const PreparedBatch& batch, Codes codes) const;
    void measureCodes(const at::Tensor& tokens, const PreparedBatch& batch, InputProbe& probe) const;

    NetworkDescription m_description;
    at::Device m_device;
    std::unique_ptr<SignalCodec> m_codec;
    std::unique_ptr<SequenceModel> m_backbone;
    Linear m_temporal; // weight [D, 1]
    at::Tensor m_projection; // [3, D]
    at::Tensor m_zeroToken; // [D] the token of a window of zeros
    LayerNorm m_outNorm;
    ReusedBuffer m_rows, m_tokens, m_picked, m_decoded;
};

} // namespace maskscope
