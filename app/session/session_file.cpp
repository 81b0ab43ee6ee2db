// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session_file.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "analysis/data/core/argument_file.h"
#include "analysis/data/core/atomic_file.h"
#include "analysis/data/core/json_nesting.h"
#include "analysis/data/core/sha256.h"
#include "analysis/results/choices_json.h"
#include "analysis/results/result_file.h"

namespace maskscope {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kSchema = "maskscope.session/1";
constexpr std::size_t kMostBytes = 16U << 20U;
constexpr int kDeepest = 16;

fs::path folderOf(const fs::path& path)
{
    std::error_code ec;
    const fs::path whole = fs::absolute(path, ec);
    return (ec ? path : whole).parent_path();
}

/// As it is found from the session's folder; on another drive or where it has no such path, as it is.
std::string relativeTo(const fs::path& folder, const fs::path& path)
{
    if (path.empty())
        return {};
    std::error_code ec;
    const fs::path whole = fs::absolute(path, ec);
    const fs::path relative = whole.lexically_relative(folder);
    return relative.empty() ? whole.string() : relative.string();
}

fs::path absoluteFrom(const fs::path& folder, const std::string& path)
{
    return path.empty() || fs::path(path).is_absolute() ? fs::path(path) : (folder / path).lexically_normal();
}

/// "seed:3" is no path.
bool isDrawn(const std::string& projection) { return projection.starts_with("seed:"); }

std::string hex(const Rgb& color)
{
    std::string text(8, '\0');
    text.resize(static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "#%02x%02x%02x", unsigned { color.r },
                                                       unsigned { color.g }, unsigned { color.b })));
    return text;
}

Rgb colorOf(const std::string& text)
{
    unsigned r = 0, g = 0, b = 0;
    if (std::sscanf(text.c_str(), "#%2x%2x%2x", &r, &g, &b) != 3)
        throw std::invalid_argument("a colour #rrggbb, not " + text);
    return { static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g), static_cast<std::uint8_t>(b) };
}

Json toJson(const SavedSession& session, const fs::path& folder)
{
    Json json { { "schema", kSchema } };
    json["montage"] = relativeTo(folder, session.montage);
    json["inputs"] = Json::array();
    for (const SavedSession::Input& input : session.inputs) {
        Json entry { { "path", relativeTo(folder, input.path) },
                     { "checked", input.checked },
                     { "projection",
                       isDrawn(input.projection) ? input.projection : relativeTo(folder, input.projection) } };
        if (!input.subject.empty())
            entry["subject"] = input.subject;
        if (!input.choices.empty())
            entry["choices"] = choicesJson(input.choices);
        json["inputs"].push_back(std::move(entry));
    }
    json["runs"] = Json::array();
    for (const KeptRun& kept : session.runs)
        json["runs"].push_back({ { "id", kept.run->id },
                                 { "label", kept.ownLabel },
                                 { "name", kept.name },
                                 { "color", hex(kept.color) },
                                 { "shown", kept.visible } });
    return json;
}

tl::unexpected<Error> damaged(const fs::path& path, const std::string& found)
{
    return failure(ErrorCode::CorruptInput, path.string(), "is no session file that can be read", kSchema, found);
}

void takeInputs(const Json& json, const fs::path& folder, SavedSession& session)
{
    session.montage = absoluteFrom(folder, json.value("montage", std::string()));
    for (const Json& input : json.at("inputs")) {
        const auto projection = input.value("projection", std::string());
        session.inputs.push_back(
            { absoluteFrom(folder, input.at("path").get<std::string>()), input.value("checked", true),
              isDrawn(projection) ? projection : absoluteFrom(folder, projection).string(),
              input.value("subject", std::string()),
              input.contains("choices") ? choicesFromJson(input.at("choices")) : ChannelChoices {} });
    }
}

/// In the JSON's order; runs that only the results know follow.
void takeRuns(const Json& json, std::vector<std::shared_ptr<const RunResult>> results, SavedSession& session)
{
    for (const Json& entry : json.at("runs")) {
        const auto id = entry.at("id").get<std::string>();
        const auto found = std::ranges::find_if(results, [&](const auto& run) { return run->id == id; });
        if (found == results.end()) {
            session.notes.push_back("The results lack the run " + id + ".");
            continue;
        }
        session.runs.push_back({ *found, entry.at("label").get<std::string>(), entry.at("name").get<std::string>(),
                                 colorOf(entry.at("color").get<std::string>()), entry.value("shown", true) });
        results.erase(found);
    }
    RunBook colors;
    for (const auto& run : results) {
        colors.add(run);
        session.runs.push_back(colors.runs().back());
    }
}

} // namespace

bool isSessionFile(const fs::path& path) { return path.extension() == ".maskscope"; }

fs::path sessionResults(const fs::path& path) { return path.string() + ".h5"; }

Result<void> writeSession(const fs::path& path, const SavedSession& session)
{
    Json json = toJson(session, folderOf(path));
    if (!session.runs.empty()) {
        std::vector<std::shared_ptr<const RunResult>> runs;
        for (const KeptRun& kept : session.runs)
            runs.push_back(kept.run);
        if (auto written = writeResultFile(sessionResults(path), runs, false); !written)
            return written;
        const auto hash = sha256OfFile(sessionResults(path));
        if (!hash)
            return tl::unexpected(hash.error());
        json["results_sha256"] = *hash;
    }
    return writeTextFile(path, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<SavedSession> readSession(const fs::path& path)
{
    const auto file = readArgumentFile(path, "a session", kMostBytes);
    if (!file)
        return tl::unexpected(file.error());
    if (jsonNestsDeeper(file->bytes, kDeepest))
        return damaged(path, "lists in lists, deeper than any session");
    SavedSession session;
    try {
        const Json json = Json::parse(file->bytes);
        if (json.value("schema", std::string()) != kSchema)
            return damaged(path, "schema " + json.value("schema", std::string("none")));
        takeInputs(json, folderOf(path), session);
        if (json.at("runs").empty())
            return session;
        const fs::path results = sessionResults(path);
        auto runs = readResultFile(results);
        if (!runs)
            return tl::unexpected(runs.error());
        if (const auto hash = sha256OfFile(results); !hash || *hash != json.value("results_sha256", std::string()))
            session.notes.push_back(results.filename().string() + " is not the file that was saved with "
                                    + path.filename().string() + ".");
        takeRuns(json, std::move(*runs), session);
    } catch (const std::exception& error) {
        return damaged(path, error.what());
    }
    return session;
}

} // namespace maskscope
