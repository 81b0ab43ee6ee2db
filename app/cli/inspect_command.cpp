// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include <cstdio>

#include "analysis/core/atomic_file.h"
#include "analysis/core/printable.h"
#include "app/pipeline/inspection.h"

namespace maskscope {

namespace {

/// In the order of the command line. Where recordings are among the files, every checkpoint says which of their
/// electrodes it cannot place.
std::vector<Inspection> inspectAll(const InspectOptions& options, const std::optional<std::filesystem::path>& montage,
                                   int& status)
{
    std::vector<Inspection> inspections;
    std::vector<std::pair<std::string, std::vector<std::string>>> electrodes;
    for (const std::string& file : options.files) {
        auto inspection = inspectFile(file, options.statistics, montage);
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

} // namespace

int runInspect(const InspectOptions& options)
{
    std::optional<std::filesystem::path> montage;
    if (!options.montage.empty())
        montage = options.montage;
    int status = 0;
    const auto inspections = inspectAll(options, montage, status);
    std::vector<std::string> objects;
    for (const Inspection& inspection : inspections) {
        objects.push_back(inspection.json);
        if (options.json != "-")
            std::fputs(printable(inspection.text).c_str(), stdout);
    }
    if (status != 0 && !objects.empty())
        status = 3;
    if (options.json.empty() || objects.empty())
        return status;
    // One file is an object, several are a list.
    std::string json = objects.front();
    if (options.files.size() > 1) {
        json = "[\n";
        for (std::size_t i = 0; i < objects.size(); ++i)
            json += objects[i] + (i + 1 < objects.size() ? ",\n" : "\n]");
    }
    json += "\n";
    if (options.json == "-") {
        std::fputs(json.c_str(), stdout);
        return status;
    }
    const auto written = writeTextFile(options.json, json);
    return written ? status : report(written.error());
}

} // namespace maskscope
