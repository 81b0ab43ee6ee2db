// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/resources.h"

#include <cstdlib>
#include <fstream>

#include <nlohmann/json.hpp>

namespace maskscope {

namespace fs = std::filesystem;

fs::path resourceFolder()
{
    if (const char* chosen = std::getenv("MASKSCOPE_RESOURCES"); chosen != nullptr && *chosen != '\0')
        return chosen;
    std::error_code ec;
    const fs::path program = fs::read_symlink("/proc/self/exe", ec);
    const fs::path installed = program.parent_path().parent_path() / "share" / "maskscope";
    const fs::path source = MASKSCOPE_SOURCE_FOLDER; // empty in packages
    return source.empty() || fs::is_directory(installed, ec) ? installed : source / "resources";
}

Result<AnalysisRequest> demoRequest()
{
    const fs::path folder = resourceFolder() / "demo";
    const fs::path manifest = folder / "demo.json";
    std::ifstream in(manifest);
    const auto json = nlohmann::json::parse(in, nullptr, false);
    if (!in || json.is_discarded())
        return failure(ErrorCode::UnreadableInput, manifest.string(), "the demo cannot be opened",
                       "the demo's manifest (MASKSCOPE_RESOURCES names the folder that holds demo/)");
    AnalysisRequest request;
    try {
        for (const auto& recording : json.at("recordings"))
            request.recordings.push_back(folder / recording.get<std::string>());
        for (const auto& entry : json.at("checkpoints"))
            request.checkpoints.push_back({ folder / entry.at("checkpoint").get<std::string>(),
                                            (folder / entry.at("projection").get<std::string>()).string() });
        request.seed = json.value("seed", std::uint64_t { 0 });
        if (json.contains("montage"))
            request.montage = folder / json.at("montage").get<std::string>();
        if (json.contains("model_rate_hz"))
            request.modelRateHz = json.at("model_rate_hz").get<double>();
    } catch (const nlohmann::json::exception& error) {
        return failure(ErrorCode::CorruptInput, manifest.string(), error.what());
    }
    return request;
}

} // namespace maskscope
