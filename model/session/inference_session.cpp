// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/inference_session.h"

#include <algorithm>
#include <functional>
#include <optional>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

#include "model/architectures/network.h"
#include "model/architectures/untrained_weights.h"
#include "model/layers/fused_cuda.h"
#include "model/layers/product_precision.h"
#include "model/session/batch_plan.h"
#include "model/session/blas_check.h"
#include "model/session/checkpoint_weights.h"
#include "model/session/compute_device.h"
#include "model/session/network_run.h"
#include "model/session/script_session.h"
#include "model/session/torch_errors.h"

namespace maskscope {

struct InferenceSession::State {
    ComputeDevice device;
    Network network;
    int batch = 0;
    std::vector<std::string> openingWarnings; // of create(); those of the last run follow them in `warnings`
    std::vector<std::string> warnings;
    std::vector<std::string> cautions;
};

struct InferenceSession::Origin {
    const NetworkDescription& network;
    std::string subject; // of errors
    std::function<Result<WeightMap>(const at::Device&)> weights; // on that device
};

namespace {

constexpr std::int64_t kCpuBudget = 150'000'000; // bytes a batch may take; larger ones are no faster
constexpr std::int64_t kCudaMost = 4'000'000'000;

/// Bytes a batch may take: half of what the device has left, for what Torch and the libraries take beside it.
std::int64_t batchBudget(const at::Device& device)
{
    if (device.is_cpu())
        return kCpuBudget;
    return std::min(kCudaMost, fused::freeMemory(device).value_or(kCudaMost / 4) / 2);
}

Result<void> checkReport(const Checkpoint& checkpoint, const LoadReport& report)
{
    if (report.usable())
        return {};
    const std::string subject = checkpoint.path().string();
    if (!report.missing.empty())
        return failure(ErrorCode::Mismatch, subject, "the network cannot be put together: tensors are missing",
                       report.missing.front(),
                       "no tensor of that name (" + std::to_string(report.missing.size()) + " missing in all)");
    return failure(ErrorCode::Mismatch, subject, "the network cannot be put together: a tensor has another shape",
                   report.misshaped.front().name, "another shape of it");
}

Result<void> checkInputs(const WindowSet& windows, const MaskPlan& mask, const NetworkDescription& network)
{
    if (windows.windowLength != network.window)
        return failure(ErrorCode::Mismatch, "windows", "the windows are not of the model's length",
                       std::to_string(network.window) + " samples", std::to_string(windows.windowLength));
    bool fits = mask.windowLength == windows.windowLength && mask.tokenOffset.size() == windows.sequences.size() + 1;
    for (std::size_t s = 0; fits && s < windows.sequences.size(); ++s)
        fits = mask.tokenOffset[s + 1] - mask.tokenOffset[s] == windows.sequences[s].tokens;
    if (!fits)
        return failure(ErrorCode::Mismatch, mask.source, "the mask was made for other windows");
    return {};
}

} // namespace

InferenceSession::InferenceSession(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
InferenceSession::InferenceSession(std::unique_ptr<ScriptSession> script)
    : m_script(std::move(script))
{
}
InferenceSession::InferenceSession(InferenceSession&&) noexcept = default;
InferenceSession& InferenceSession::operator=(InferenceSession&&) noexcept = default;
InferenceSession::~InferenceSession() = default;

Result<InferenceSession> InferenceSession::create(const Checkpoint& checkpoint, const LoadReport& report,
                                                  const SpatialProjection& projection, const InferenceOptions& options)
{
    if (report.script) {
        auto script = ScriptSession::create(checkpoint, report, options);
        return script ? Result<InferenceSession>(InferenceSession(std::move(*script))) : tl::unexpected(script.error());
    }
    if (auto usable = checkReport(checkpoint, report); !usable)
        return tl::unexpected(usable.error());
    const auto load = [&](const at::Device& device) { return loadWeights(checkpoint, report, device); };
    return build({ report.network, checkpoint.path().string(), load }, projection, options);
}

Result<InferenceSession> InferenceSession::createUntrained(const NetworkDescription& network, std::uint64_t seed,
                                                           const SpatialProjection& projection,
                                                           const InferenceOptions& options)
{
    if (auto sizes = checkSizes(network); !sizes)
        return tl::unexpected(sizes.error());
    const auto draw = [&](const at::Device& device) -> Result<WeightMap> {
        WeightMap weights = untrainedWeights(network, seed);
        for (auto& [name, tensor] : weights)
            tensor = tensor.to(device);
        return weights;
    };
    return build({ network, "untrained copy, seed " + std::to_string(seed), draw }, projection, options);
}

Result<InferenceSession> InferenceSession::build(const Origin& origin, const SpatialProjection& projection,
                                                 const InferenceOptions& options)
{
    if (options.batch < 0)
        return failure(ErrorCode::InvalidArgument, "batch", "a batch is 0 (auto) or a number of sequences", "0 or more",
                       std::to_string(options.batch));
    const auto size = static_cast<std::size_t>(origin.network.dModel);
    if (projection.dModel != origin.network.dModel || projection.values.size() != 3 * size)
        return failure(ErrorCode::Mismatch, projection.source, "the spatial projection is of another width",
                       "3 x " + std::to_string(size), "3 x " + std::to_string(projection.dModel));
    std::unique_ptr<State> state;
    auto created = catchingTorch(origin.subject, [&]() -> Result<void> {
        const at::NoGradGuard constant; // not InferenceMode: its tensors could not take part in gradients
        auto device = openDevice(options.device, options.threads, options.precision);
        if (!device)
            return tl::unexpected(device.error());
        useDevice(*device);
        auto weights = origin.weights(device->device);
        if (!weights)
            return tl::unexpected(weights.error());
        const at::Tensor directions = at::from_blob(const_cast<float*>(projection.values.data()),
                                                    { 3, projection.dModel }, at::TensorOptions().dtype(at::kFloat))
                                          .clone();
        auto network = Network::create(origin.network, *weights, directions, device->device, options.mambaGroups);
        if (!network) {
            auto error = network.error();
            error.subject = origin.subject + ", " + error.subject;
            return tl::unexpected(error);
        }
        state.reset(new State { *device, std::move(*network), options.batch, {}, {}, {} });
        if (device->device.is_cpu() && !blasSpeed().warning.empty())
            state->openingWarnings.push_back(blasSpeed().warning);
        state->warnings = state->openingWarnings;
        return {};
    });
    if (!created)
        return tl::unexpected(created.error());
    return InferenceSession(std::move(state));
}

Result<void> InferenceSession::runNetwork(const WindowSet& windows, const MaskPlan& mask,
                                          const ForwardSwitches& switches,
                                          const std::function<Result<void>(NetworkRun&)>& body)
{
    if (auto fits = checkInputs(windows, mask, m_state->network.description()); !fits)
        return tl::unexpected(fits.error());
    return catchingTorch(m_state->device.description, [&]() -> Result<void> {
        const at::InferenceMode inference;
        useDevice(m_state->device);
        const bool rounded = m_state->device.precision == ProductPrecision::BFloat16;
        const BFloat16Products products(rounded);
        const std::int64_t budget = batchBudget(m_state->device.device);
        NetworkRun run(m_state->network, { windows, mask, switches, m_state->batch, budget, rounded });
        if (run.paddingMatters() && m_state->cautions.empty())
            m_state->cautions = run.warnings(); // nothing else has been said yet
        auto finished = body(run);
        m_state->network.releaseBuffers(); // a session may wait long for its next run
        m_state->warnings = m_state->openingWarnings;
        m_state->warnings.insert(m_state->warnings.end(), run.warnings().begin(), run.warnings().end());
        return finished;
    });
}

Result<PredictionSet> InferenceSession::run(const WindowSet& windows, const MaskPlan& mask,
                                            const ForwardSwitches& switches, const ProgressSink& progress,
                                            std::stop_token stop)
{
    if (m_script)
        return m_script->run(windows, mask, switches, progress, stop);
    Result<PredictionSet> predictions;
    auto finished = runNetwork(windows, mask, switches, [&](NetworkRun& run) -> Result<void> {
        predictions = run.run(progress, stop);
        return {};
    });
    if (!finished)
        return tl::unexpected(finished.error());
    return predictions;
}

Result<PlanReport> InferenceSession::runPlan(const InferenceInput& input, const InferencePlan& plan,
                                             const PredictionSink& sink, const ProgressSink& progress,
                                             std::stop_token stop)
{
    if (plan.passes.empty() || plan.passes.front() != InputChange::None)
        return failure(ErrorCode::InvalidArgument, "inference plan", "the first pass is the true input");
    if (m_script)
        return m_script->runPlan(input, plan, sink, progress, stop);
    Result<PlanReport> report;
    auto finished = runNetwork(*input.windows, *input.mask, {}, [&](NetworkRun& run) -> Result<void> {
        report = run.runPlan(input, plan, sink, progress, stop);
        return {};
    });
    if (!finished)
        return tl::unexpected(finished.error());
    return report;
}

std::string InferenceSession::device() const { return m_script ? m_script->device() : m_state->device.description; }

std::vector<std::string> InferenceSession::cautions() const
{
    return m_script ? m_script->cautions() : m_state->cautions;
}

std::string InferenceSession::batchText() const
{
    if (m_script)
        return m_script->batchText();
    return m_state->network.seesPadding()
        ? "padded in groups of " + std::to_string(paddingGroup(m_state->batch)) + " sequences in file order"
        : std::string();
}

const std::vector<std::string>& InferenceSession::warnings() const
{
    return m_script ? m_script->warnings() : m_state->warnings;
}

} // namespace maskscope
