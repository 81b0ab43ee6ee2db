// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include "analysis/data/core/atomic_file.h"
#include "analysis/data/core/maker_mark.h"
#include "analysis/data/core/printable.h"
#include "app/cli/output_options.h"
#include "app/cli/standard_streams.h"
#include "app/pipeline/inspection.h"

namespace maskscope {

namespace {

/// In the order of the command line. Where recordings are among the files, every checkpoint says which of their
/// electrodes it cannot place.
std::vector<Inspection> inspectAll(const InspectOptions& options, const std::optional<std::filesystem::path>& montage,
                                   const ChannelChoices& channels, int& status)
{
    std::vector<Inspection> inspections;
    std::vector<std::pair<std::string, std::vector<std::string>>> electrodes;
    for (const std::string& file : options.files) {
        auto inspection = inspectFile(file, options.statistics, montage, options.keepBad, options.weights, channels);
        if (!inspection) {
            status = report(inspection.error());
            continue;
        }
        if (inspection->kind == InputKind::Recording)
            electrodes.emplace_back(file, electrodesWithoutPosition(*inspection));
        inspections.push_back(std::move(*inspection));
    }
    for (Inspection& inspection : inspections)
        if (inspection.kind == InputKind::Checkpoint)
            for (const auto& [recording, names] : electrodes)
                addElectrodes(inspection, recording, names);
    return inspections;
}

/// One file is an object, several are a list. Each says who wrote it, so that the next run may replace the file.
std::string inspectionJson(const std::vector<std::string>& objects, bool isList)
{
    std::string json = isList ? "[\n" : "";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const std::size_t begins = objects[i].find('{') + 1;
        json += (i == 0 ? "" : ",\n") + objects[i].substr(0, begins) + "\n  " + std::string(inspectionMark) + ","
            + objects[i].substr(begins);
    }
    return json + (isList ? "\n]\n" : "\n");
}

Result<void> probeOutput(const InspectOptions& options)
{
    if (auto allowed = checkInspectOutputs(options); !allowed)
        return allowed;
    return options.json.empty() || options.json == "-" ? Result<void> {} : checkTextTarget(options.json);
}

} // namespace

int runInspect(const InspectOptions& options)
{
    if (const auto writable = probeOutput(options); !writable)
        return report(writable.error());
    std::optional<std::filesystem::path> montage;
    if (!options.montage.empty())
        montage = options.montage;
    const auto channels = toChoices(options.channels);
    if (!channels)
        return report(channels.error());
    int status = 0;
    const auto inspections = inspectAll(options, montage, *channels, status);
    std::vector<std::string> objects;
    for (const Inspection& inspection : inspections) {
        objects.push_back(inspection.json);
        if (options.json != "-")
            print(printable(inspection.text));
    }
    if (status != 0 && !objects.empty())
        status = 3;
    if (options.json.empty() || objects.empty())
        return status;
    const std::string json = inspectionJson(objects, options.files.size() > 1);
    const auto written = options.json == "-" ? writeStandardOutput(json) : writeTextFile(options.json, json);
    return written ? status : report(written.error());
}

} // namespace maskscope
