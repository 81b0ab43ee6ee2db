// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>

#include "analysis/core/error.h"
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
        double inputSquares = 0; ///< sum over rows and dimensions, first pass
        double changeSquares = 0; ///< of the difference from the first pass, latest pass
        std::array<double, 3> codeSquares {}; ///< token, temporal, spatial; first pass, without padding
        std::int64_t tokens = 0; ///< without padding
    };
    /// Predictions of the batch's masked rows into `out` [masked row, width], host memory: decoded, or the embedding.
    void predict(const PreparedBatch& batch, Codes codes, bool decoded, float* out, InputProbe* probe = nullptr);
    /// Embeddings [row, D] of `rows` windows [row, W], host to host (what generation A is trained to match).
    void embed(const float* windows, std::int64_t rows, float* out);

    [[nodiscard]] const NetworkDescription& description() const { return m_description; }
    [[nodiscard]] SignalCodec::Traits traits() const { return m_codec->traits(); }
    [[nodiscard]] std::int64_t outputWidth(bool decoded) const;
    [[nodiscard]] bool seesPadding() const { return m_backbone->seesPadding(); }
    [[nodiscard]] std::int64_t bytesPerRow() const; ///< host and device memory of a batch, for choosing its size
    void releaseBuffers();

private:
    explicit Network(const NetworkDescription& description, const at::Device& device);
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
