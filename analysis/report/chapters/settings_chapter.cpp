// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analysis/report/chapters/report_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

constexpr std::size_t runsPerTable = 4;

struct Setting {
    std::string name;
    std::function<std::string(const RunResult&)> text;
};

std::string wholeOr(std::int64_t value, const char* otherwise)
{
    return value > 0 ? std::to_string(value) : std::string(otherwise);
}

std::vector<Setting> networkSettings()
{
    return {
        { "Checkpoint", [](const RunResult& run) { return fileName(run.checkpoint.path); } },
        { "Architecture",
          [](const RunResult& run) {
              return run.checkpoint.architecture
                  + (run.checkpoint.backbone.empty() ? "" : ", backbone " + run.checkpoint.backbone);
          } },
        { "d_model", [](const RunResult& run) { return wholeOr(run.checkpoint.dModel, "–"); } },
        { "Layers", [](const RunResult& run) { return wholeOr(run.checkpoint.layers, "–"); } },
        { "Window (samples)", [](const RunResult& run) { return wholeOr(run.checkpoint.window, "–"); } },
        { "Parameters", [](const RunResult& run) { return wholeOr(run.checkpoint.parameters, "–"); } },
        { "Predicts",
          [](const RunResult& run) { return run.output == OutputKind::Signal ? "samples" : "embeddings"; } },
        { "Trained at mask ratio",
          [](const RunResult& run) {
              return run.checkpoint.trainedMaskRatio ? reportNumber(*run.checkpoint.trainedMaskRatio)
                                                     : std::string("the checkpoint does not say");
          } },
        { "Spatial projection",
          [](const RunResult& run) { // its hash stands among the inputs
              return run.checkpoint.projection.substr(0, run.checkpoint.projection.find(" (SHA-256 "));
          } },
    };
}

/// One line where all recordings were read with the same choices, else one a recording that has some.
std::string channelChoices(const RunResult& run)
{
    const auto first = [&](const RecordingSummary& r) { return r.choices == run.recordings.front().choices; };
    if (run.recordings.empty() || std::ranges::all_of(run.recordings, first)) {
        const std::string text = run.recordings.empty() ? std::string() : choicesText(run.recordings.front().choices);
        return text.empty() ? "none" : text;
    }
    std::string text;
    for (const RecordingSummary& recording : run.recordings)
        if (!recording.choices.empty())
            text += (text.empty() ? "" : "; ") + recording.id + ": " + choicesText(recording.choices);
    return text;
}

std::vector<Setting> runSettings()
{
    return {
        { "Mask ratio", [](const RunResult& run) { return reportNumber(run.mask.ratio); } },
        { "Mask style", [](const RunResult& run) { return run.mask.style; } },
        { "Mask replacement", [](const RunResult& run) { return run.mask.replacement; } },
        { "Mask drawn from", [](const RunResult& run) { return run.mask.source; } },
        { "Seed", [](const RunResult& run) { return std::to_string(run.mask.seed); } },
        { "Masked tokens", [](const RunResult& run) { return std::to_string(run.mask.maskedTokens); } },
        { "Recordings", [](const RunResult& run) { return std::to_string(run.recordings.size()); } },
        { "Channels", [](const RunResult& run) { return std::to_string(run.channels.size()); } },
        { "Choices about channels", channelChoices },
        { "Device and threads", [](const RunResult& run) { return run.device; } },
        { "Inference (s)", [](const RunResult& run) { return fmt::format("{:.1f}", run.inferenceSeconds); } },
    };
}

std::vector<Setting> versionSettings(const ReportContext& context)
{
    std::vector<Setting> settings;
    std::set<std::string> known;
    for (std::size_t i = 0; i < context.runCount(); ++i)
        for (const auto& [name, version] : context.run(i).versions)
            if (known.insert(name).second)
                settings.push_back({ "Version of " + name, [name](const RunResult& run) {
                                        for (const auto& [key, text] : run.versions)
                                            if (key == name)
                                                return text;
                                        return std::string("–");
                                    } });
    return settings;
}

} // namespace

void addSettings(Report& report, const ReportContext& context)
{
    ReportChapter chapter { 2, "Settings", {} };
    std::vector<Setting> settings = networkSettings();
    for (auto more : { runSettings(), versionSettings(context) })
        settings.insert(settings.end(), more.begin(), more.end());
    forRunBlocks(context, runsPerTable, [&](std::size_t first, std::size_t last) {
        ReportTable table { {}, { { "Setting" } }, {} };
        for (std::size_t i = first; i < last; ++i)
            table.columns.push_back(context.runColumn(i, false));
        for (const Setting& setting : settings) {
            table.rows.push_back({ { .text = setting.name } });
            for (std::size_t i = first; i < last; ++i)
                table.rows.back().push_back({ .text = setting.text(context.run(i)), .kind = CellKind::Code });
        }
        chapter.blocks.emplace_back(std::move(table));
    });
    report.chapters.push_back(std::move(chapter));
    SharedTexts warnings(context);
    for (std::size_t i = 0; i < context.runCount(); ++i)
        for (const std::string& warning : context.run(i).warnings)
            warnings.add(warning, i);
    if (auto items = warnings.items(); !items.empty())
        report.chapters.push_back({ 3, "Notes of the runs", { ReportList { std::move(items) } } });
}

} // namespace maskscope
