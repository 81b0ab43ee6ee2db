// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/results/run_result.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/results/comparisons.h"

namespace maskscope {

namespace {

std::string shortHash(const std::string& sha256) { return sha256.substr(0, 12); }

/// The projection as it fits a foot line: the file's name and the first digits of its hash.
std::string shortProjection(const std::string& source)
{
    constexpr std::string_view mark = " (SHA-256 ";
    const std::size_t at = source.find(mark);
    if (at == std::string::npos)
        return source;
    const std::string path = source.substr(0, at);
    const std::size_t slash = path.find_last_of('/');
    return path.substr(slash == std::string::npos ? 0 : slash + 1) + " " + shortHash(source.substr(at + mark.size()));
}

/// One line a run: what it was made from.
std::string provenanceLine(const RunResult& run)
{
    std::string line
        = fmt::format("{}: checkpoint {}, mask ratio {:.4g} {} {} ({}), projection {}, {}", run.id,
                      shortHash(run.checkpoint.sha256), run.mask.ratio, run.mask.style, run.mask.replacement,
                      run.mask.source, shortProjection(run.checkpoint.projection), run.device);
    return line;
}

std::string recordingsLine(const RunResult& run)
{
    std::vector<std::string> files; // a windowed file holds several recordings
    for (const RecordingSummary& recording : run.recordings) {
        const std::size_t slash = recording.path.find_last_of('/');
        std::string text
            = recording.path.substr(slash == std::string::npos ? 0 : slash + 1) + " " + shortHash(recording.sha256);
        if (std::find(files.begin(), files.end(), text) == files.end())
            files.push_back(std::move(text));
    }
    constexpr std::size_t most = 8;
    const std::size_t left = files.size() > most ? files.size() - most : 0;
    files.resize(files.size() - left);
    std::string line = fmt::format("Recordings: {}", fmt::join(files, ", "));
    return left > 0 ? line + fmt::format(" and {} more", left) : line;
}

std::vector<std::string> provenance(std::span<const std::shared_ptr<const RunResult>> runs)
{
    std::vector<std::string> lines;
    for (const auto& run : runs)
        lines.push_back(provenanceLine(*run));
    for (const auto& run : runs)
        if (std::string line = recordingsLine(*run); std::find(lines.begin(), lines.end(), line) == lines.end())
            lines.push_back(std::move(line));
    if (!runs.empty()) {
        std::vector<std::string> versions;
        for (const auto& [name, version] : runs.front()->versions)
            versions.push_back(name + " " + version);
        lines.push_back(fmt::format("{}", fmt::join(versions, ", ")));
    }
    return lines;
}

} // namespace

const MetricResult* RunResult::metric(std::string_view wanted) const
{
    const auto found = std::find_if(metrics.begin(), metrics.end(),
                                    [&](const MetricResult& result) { return result.metric == wanted; });
    return found == metrics.end() ? nullptr : &*found;
}

Figure makeFigure(const Metric& metric, std::span<const std::shared_ptr<const RunResult>> runs,
                  std::span<const Rgb> colors, ScalpSphere sphere)
{
    static const MetricResult none {};
    std::vector<std::vector<std::string>> recordings;
    for (const auto& run : runs) {
        recordings.emplace_back();
        for (const RecordingSummary& recording : run->recordings)
            recordings.back().push_back(recording.id);
    }
    std::vector<RunView> views;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const MetricResult* result = runs[i]->metric(metric.numbers());
        views.push_back({ .label = runs[i]->label,
                          .color = i < colors.size() ? colors[i] : runColor(i, runs.size()),
                          .channels = runs[i]->channels,
                          .recordings = recordings[i],
                          .result = result != nullptr ? result : &none,
                          .checkpoint = runs[i]->checkpoint.sha256 + runs[i]->checkpoint.path,
                          .maskRatio = runs[i]->mask.ratio,
                          .sphere = sphere });
    }
    Figure figure = metric.figure(views);
    figure.provenance = provenance(runs);
    if (const std::string differences = differencesText(runs, metric.numbers()); !differences.empty())
        figure.caption += (figure.caption.empty() ? "" : " ") + differences;
    return figure;
}

} // namespace maskscope
