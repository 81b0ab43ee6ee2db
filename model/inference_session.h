// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/core/progress.h"
#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/prediction/inference_plan.h"
#include "analysis/data/prediction/prediction_set.h"
#include "analysis/data/windowing/window_set.h"
#include "model/checkpoint/load_report.h"
#include "model/checkpoint/spatial_projection.h"

namespace maskscope {

/// What the matrix products of linear layers are computed in; everything else is float32 throughout.
enum class ProductPrecision {
    Float32,
    TensorFloat32, ///< CUDA: 10 bits of mantissa
    BFloat16, ///< CPU: 8 bits of mantissa, through oneDNN; a run states how far its first batch is from float32
};
[[nodiscard]] std::string_view productPrecisionName(ProductPrecision precision); // "float32", "tf32", "bf16"
[[nodiscard]] std::optional<ProductPrecision> productPrecisionFromName(std::string_view name);

struct InferenceOptions {
    std::string device = "auto"; ///< auto, cpu, cuda, cuda:N
    int batch = 0; ///< sequences a batch; 0: auto (see InferenceSession::run)
    int threads = 0; ///< compute threads; 0: all cores
    ProductPrecision precision = ProductPrecision::Float32;
    int mambaGroups = 1; ///< Mamba-2 only
    bool allowTorchScript = false; ///< the user's consent to run the code inside TorchScript archives
};

/// Which parts of the model's input take part; the replacements behind ablations and gains.
struct ForwardSwitches {
    bool temporal = true;
    bool spatial = true;
    bool signal = true; ///< decode to samples where the model has a decoder
    bool mirrorPosition = false; ///< temporal code of the mirrored position
};

class NetworkRun; // private to model
class ScriptSession;

/// One checkpoint, or an untrained copy of its network, on one device. Owns the network; used from one thread.
class InferenceSession {
public:
    /// Fails with Mismatch where tensors are missing or mis-shaped, DeviceFailed where the device is absent.
    [[nodiscard]] static Result<InferenceSession> create(const Checkpoint& checkpoint, const LoadReport& report,
                                                         const SpatialProjection& projection,
                                                         const InferenceOptions& options);
    /// The same network before training: weights drawn from the seed as PyTorch and mamba_ssm initialise them (see
    /// model/architectures/untrained_weights.h), the same on every device. Mismatch where the sizes make no network.
    [[nodiscard]] static Result<InferenceSession> createUntrained(const NetworkDescription& network, std::uint64_t seed,
                                                                  const SpatialProjection& projection,
                                                                  const InferenceOptions& options);
    InferenceSession(InferenceSession&&) noexcept;
    InferenceSession& operator=(InferenceSession&&) noexcept;
    ~InferenceSession();

    /// Predictions and targets of every masked token. Progress counts tokens; cancel is looked at once a batch.
    ///
    /// A Transformer of this family has no padding mask: a sequence's padding, and so the longest companion of its
    /// batch, changes its predictions. Sequences are therefore padded in groups of `batch` in file order (auto: 4, as
    /// the training code did), which is said in `warnings` where lengths differ. Mamba backbones are causal: any batch
    /// gives the same predictions.
    [[nodiscard]] Result<PredictionSet> run(const WindowSet& windows, const MaskPlan& mask,
                                            const ForwardSwitches& switches, const ProgressSink& progress,
                                            std::stop_token stop);
    /// Every pass of the plan over the same batches; the sink gets whole sequences in file order, while predictions of
    /// no more than one batch are held. A pass whose change does not apply is skipped and said in the report. Of a
    /// TorchScript archive what forward() is given is replaced; what it makes inside is not computable.
    [[nodiscard]] Result<PlanReport> runPlan(const InferenceInput& input, const InferencePlan& plan,
                                             const PredictionSink& sink, const ProgressSink& progress,
                                             std::stop_token stop);
    [[nodiscard]] std::string device() const; ///< "cpu (2 threads), float32", "cuda:0 (NVIDIA ...), float32"
    [[nodiscard]] const std::vector<std::string>& warnings() const;
    /// Of the warnings so far those that change what a number means: padding, and company in a batch, that matter.
    [[nodiscard]] std::vector<std::string> cautions() const;
    /// "batches of 4 sequences in file order", for models whose predictions may depend on it; else empty.
    [[nodiscard]] std::string batchText() const;

private:
    struct State;
    struct Origin; // what the network is made from
    [[nodiscard]] static Result<InferenceSession> build(const Origin& origin, const SpatialProjection& projection,
                                                        const InferenceOptions& options);
    explicit InferenceSession(std::unique_ptr<State> state);
    [[nodiscard]] Result<void> runNetwork(const WindowSet& windows, const MaskPlan& mask,
                                          const ForwardSwitches& switches,
                                          const std::function<Result<void>(NetworkRun&)>& body);
    explicit InferenceSession(std::unique_ptr<ScriptSession> script);
    std::unique_ptr<State> m_state;
    std::unique_ptr<ScriptSession> m_script; // of a TorchScript archive, in place of m_state
};

/// Devices a user can choose: "cpu", and "cuda:N" where built with CUDA and present.
[[nodiscard]] std::vector<std::string> availableDevices();
/// "libtorch 1.13.1", "OpenBLAS" or what the BLAS is, for RunResult::versions.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> computeLibraryVersions();

} // namespace maskscope
