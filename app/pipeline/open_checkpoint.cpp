// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/open_checkpoint.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "analysis/data/core/sha256.h"
#include "app/pipeline/load_report_lines.h"

namespace maskscope {

namespace {

std::optional<double> trainedRatio(const Checkpoint& checkpoint) { return configNumber(checkpoint, maskRatioKeys); }

/// A projection that lies beside a checkpoint is likely its own: say so where another one is used.
void mentionProjectionBeside(OpenCheckpoint& open)
{
    std::filesystem::path beside = open.checkpoint.path();
    beside.replace_extension(".projection.npy");
    std::error_code ec;
    if (open.projection.source.starts_with("seed:") && std::filesystem::exists(beside, ec))
        open.settings.notes.push_back(fmt::format(
            "the projection is drawn from {}, though {} lies beside the checkpoint: --projection {} uses it",
            open.projection.source, beside.filename().string(), beside.string()));
}

} // namespace

Result<OpenCheckpoint> openCheckpoint(const AnalysisRequest& request, const AnalysisRequest::CheckpointInput& input)
{
    auto checkpoint = Checkpoint::open(input.path, input.weights);
    if (!checkpoint)
        return tl::unexpected(checkpoint.error());
    auto report = describeCheckpoint(*checkpoint);
    if (!report)
        return tl::unexpected(report.error());
    auto settings = resolveSettings(request, *checkpoint);
    if (!settings)
        return tl::unexpected(settings.error());
    const NetworkDescription& network = report->network;
    auto projection = report->script
        ? SpatialProjection { .dModel = 0, .values = {}, .source = "inside the archive" }
        : loadSpatialProjection(input.projection.empty() ? request.projection : input.projection, network.dModel);
    if (!projection)
        return tl::unexpected(projection.error());
    auto hash = sha256OfFile(input.path);
    if (!hash)
        return tl::unexpected(hash.error());
    CheckpointSummary summary { .path = input.path.string(),
                                .sha256 = *hash,
                                .architecture = std::string(architectureName(*report)),
                                .backbone = std::string(backboneName(*report)),
                                .dModel = network.dModel,
                                .layers = network.layers,
                                .window = network.window,
                                .parameters = report->parameters,
                                .projection = projection->source,
                                .trainedMaskRatio = trainedRatio(*checkpoint),
                                .loadReport = loadReportLines(*checkpoint, *report, request.inference.mambaGroups) };
    OpenCheckpoint open { std::move(*checkpoint), std::move(*report), std::move(*settings), std::move(*projection),
                          std::move(summary) };
    mentionProjectionBeside(open);
    return open;
}

} // namespace maskscope
