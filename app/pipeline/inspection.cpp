// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/inspection.h"

#include <array>
#include <fstream>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/data/core/argument_file.h"
#include "analysis/data/core/foreign/foreign_file.h"
#include "analysis/data/core/placeholder_file.h"
#include "analysis/data/core/printable.h"
#include "analysis/data/recording/recording.h"
#include "analysis/data/recording/recording_summary.h"
#include "analysis/results/result_file.h"
#include "model/checkpoint/checkpoint.h"
#include "model/checkpoint/file_kind.h"
#include "model/checkpoint/load_report.h"

namespace maskscope {

namespace {

Inspection describeRuns(const std::filesystem::path& path, const std::vector<std::shared_ptr<const RunResult>>& runs)
{
    nlohmann::ordered_json json = nlohmann::ordered_json::parse(metricsJson(runs));
    nlohmann::ordered_json object { { "kind", "result" }, { "schema", json["schema"] }, { "runs", json["runs"] } };
    std::string text = fmt::format("{}: a result file with {} run{}\n", printableLine(path.string()), runs.size(),
                                   runs.size() == 1 ? "" : "s");
    for (const auto& run : runs)
        text
            += printableLine(fmt::format(
                   "  {}: {} {} d_model {}, mask ratio {} ({}, {}), {} recordings, {} masked tokens, {}", run->id,
                   run->checkpoint.architecture, run->checkpoint.backbone, run->checkpoint.dModel, run->mask.ratio,
                   run->mask.style, run->mask.replacement, run->recordings.size(), run->mask.maskedTokens, run->device))
            + "\n";
    return { InputKind::Result, text, object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) };
}

Result<Inspection> inspectRecording(const std::filesystem::path& path, bool statistics,
                                    const std::optional<std::filesystem::path>& montage, bool keepBad,
                                    const ChannelChoices& channels)
{
    const auto recording = readRecording(path, montage, keepBad, channels);
    if (!recording)
        return tl::unexpected(recording.error());
    if (!statistics)
        return Inspection { InputKind::Recording, recordingText(*recording, nullptr),
                            recordingJson(*recording, nullptr) };
    const auto numbers = channelStatistics(*recording);
    if (!numbers)
        return tl::unexpected(numbers.error());
    return Inspection { InputKind::Recording, recordingText(*recording, &*numbers),
                        recordingJson(*recording, &*numbers) };
}

} // namespace

Result<InputKind> inputKind(const std::filesystem::path& path)
{
    std::error_code ec;
    if (std::filesystem::is_directory(path, ec) && foreignFolder(path))
        return InputKind::Recording; // its reader says what it is
    if (auto real = refusePlaceholder(path); !real)
        return tl::unexpected(real.error());
    if (auto regular = requireRegularFile(path, "a recording, a checkpoint or a result"); !regular)
        return tl::unexpected(regular.error());
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be opened: no permission to read it");
    std::array<char, 16> head {};
    in.read(head.data(), head.size());
    const std::string_view magic(head.data(), static_cast<std::size_t>(in.gcount()));
    using namespace std::string_view_literals;
    if (magic.starts_with("\x89HDF\r\n\x1a\n"sv))
        return isResultFile(path) ? InputKind::Result : InputKind::Recording;
    const std::string suffix = path.extension().string();
    const bool torchName = suffix == ".pt" || suffix == ".pt2" || suffix == ".pth" || suffix == ".ckpt"
        || suffix == ".safetensors" || looksLikeSafetensors(magic);
    const bool pickled = magic.starts_with("\x80"sv) || magic.starts_with("PK\x03\x04"sv);
    return pickled || torchName ? InputKind::Checkpoint : InputKind::Recording;
}

std::vector<std::string> electrodesWithoutPosition(const Inspection& recording)
{
    std::vector<std::string> names;
    const auto json = nlohmann::json::parse(recording.json, nullptr, false);
    for (const auto& channel : json.value("channels", nlohmann::json::array()))
        if (channel.value("kind", "") == channelKindName(ChannelKind::Eeg) && channel.contains("position")
            && channel["position"].is_null() && (!channel.contains("left_out") || channel["left_out"].is_null()))
            names.push_back(channel.value("name", ""));
    return names;
}

void addElectrodes(Inspection& checkpoint, const std::filesystem::path& recording,
                   const std::vector<std::string>& withoutPosition)
{
    auto json = nlohmann::ordered_json::parse(checkpoint.json, nullptr, false);
    json["electrodes"].push_back({ { "recording", recording.string() }, { "without_position", withoutPosition } });
    checkpoint.json = json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (withoutPosition.empty())
        return;
    checkpoint.text += fmt::format("electrodes of {} that it cannot place (--montage gives positions):\n ",
                                   printableLine(recording.filename().string()));
    for (const std::string& name : withoutPosition)
        checkpoint.text += " " + printableLine(name);
    checkpoint.text += "\n";
}

Result<Inspection> inspectFile(const std::filesystem::path& path, bool statistics,
                               const std::optional<std::filesystem::path>& montage, bool keepBad,
                               const std::string& weights, const ChannelChoices& channels)
{
    const auto kind = inputKind(path);
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind == InputKind::Recording)
        return inspectRecording(path, statistics, montage, keepBad, channels);
    if (*kind == InputKind::Checkpoint) {
        const auto checkpoint = Checkpoint::open(path, weights);
        if (!checkpoint)
            return tl::unexpected(checkpoint.error());
        return Inspection { InputKind::Checkpoint, checkpointText(*checkpoint), checkpointJson(*checkpoint) };
    }
    const auto runs = readResultFile(path);
    if (!runs)
        return tl::unexpected(runs.error());
    return describeRuns(path, *runs);
}

} // namespace maskscope
