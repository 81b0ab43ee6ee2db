// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include <cstdio>

#include "analysis/core/atomic_file.h"
#include "app/pipeline/inspection.h"

namespace maskscope {

int runInspect(const InspectOptions& options)
{
    std::optional<std::filesystem::path> montage;
    if (!options.montage.empty())
        montage = options.montage;
    std::vector<std::string> objects;
    int status = 0;
    for (const std::string& file : options.files) {
        const auto inspection = inspectFile(file, options.statistics, montage);
        if (!inspection) {
            status = report(inspection.error());
            continue;
        }
        objects.push_back(inspection->json);
        if (options.json != "-")
            std::fputs(inspection->text.c_str(), stdout);
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
