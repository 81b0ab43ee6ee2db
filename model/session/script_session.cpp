// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/script_session.h"

#include <c10/core/InferenceMode.h>

#include "model/session/torch_errors.h"

namespace maskscope {

namespace {

Result<void> checkInputs(const WindowSet& windows, const MaskPlan& mask, const ScriptManifest& manifest)
{
    if (windows.windowLength != manifest.windowLength)
        return failure(ErrorCode::Mismatch, "windows", "the windows are not of the model's length",
                       std::to_string(manifest.windowLength) + " samples", std::to_string(windows.windowLength));
    bool fits = mask.windowLength == windows.windowLength && mask.tokenOffset.size() == windows.sequences.size() + 1;
    for (std::size_t s = 0; fits && s < windows.sequences.size(); ++s)
        fits = mask.tokenOffset[s + 1] - mask.tokenOffset[s] == windows.sequences[s].tokens;
    if (!fits)
        return failure(ErrorCode::Mismatch, mask.source, "the mask was made for other windows");
    return {};
}

} // namespace

ScriptSession::ScriptSession(const ComputeDevice& device, ScriptNetwork network, std::string archive)
    : m_device(device)
    , m_network(std::move(network))
    , m_archive(std::move(archive))
{
}

Result<std::unique_ptr<ScriptSession>> ScriptSession::create(const Checkpoint& checkpoint, const LoadReport& report,
                                                             const InferenceOptions& options)
{
    const std::string archive = checkpoint.path().string();
    if (!options.allowTorchScript)
        return failure(ErrorCode::InvalidArgument, archive,
                       "is a TorchScript archive, and to run it means to run the code inside it; if you trust where it "
                       "comes from, allow that with --allow-torchscript");
    if (options.precision == ProductPrecision::BFloat16)
        return failure(ErrorCode::InvalidArgument, archive,
                       "is a TorchScript archive: the precision of its products is its own",
                       "precision float32 or tf32", std::string(productPrecisionName(options.precision)));
    std::unique_ptr<ScriptSession> session;
    auto created = catchingTorch(archive, [&]() -> Result<void> {
        const at::InferenceMode inference;
        auto device = openDevice(options.device, options.threads, options.precision);
        if (!device)
            return tl::unexpected(device.error());
        useDevice(*device);
        session.reset(
            new ScriptSession(*device, ScriptNetwork(archive, *report.script, *device, options.batch), archive));
        return {};
    });
    if (!created)
        return tl::unexpected(created.error());
    return session;
}

Result<PredictionSet> ScriptSession::run(const WindowSet& windows, const MaskPlan& mask,
                                         const ForwardSwitches& switches, const ProgressSink& progress,
                                         const std::stop_token& stop)
{
    if (auto fits = checkInputs(windows, mask, m_network.manifest()); !fits)
        return tl::unexpected(fits.error());
    if (!switches.temporal || !switches.spatial || !switches.signal || switches.mirrorPosition)
        return failure(ErrorCode::Mismatch, m_archive,
                       "the parts of a TorchScript archive's input code cannot be switched: they are inside it");
    Result<PredictionSet> predictions;
    auto finished = catchingTorch(m_archive, [&]() -> Result<void> {
        const at::InferenceMode inference;
        useDevice(m_device);
        predictions = m_network.run(windows, mask, progress, stop);
        return {};
    });
    if (!finished)
        return tl::unexpected(finished.error());
    return predictions;
}

Result<PlanReport> ScriptSession::runPlan(const InferenceInput& input, const InferencePlan& plan,
                                          const PredictionSink& sink, const ProgressSink& progress,
                                          const std::stop_token& stop)
{
    if (auto fits = checkInputs(*input.windows, *input.mask, m_network.manifest()); !fits)
        return tl::unexpected(fits.error());
    Result<PlanReport> report;
    auto finished = catchingTorch(m_archive, [&]() -> Result<void> {
        const at::InferenceMode inference;
        useDevice(m_device);
        report = m_network.runPlan(input, plan, sink, progress, stop);
        return {};
    });
    if (!finished)
        return tl::unexpected(finished.error());
    return report;
}

} // namespace maskscope
