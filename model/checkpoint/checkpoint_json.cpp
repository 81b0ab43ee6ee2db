// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>

#include <nlohmann/json.hpp>

#include "model/checkpoint/load_report.h"

namespace maskscope {

namespace {

using Json = nlohmann::ordered_json;

Json configJson(const ConfigValue& value)
{
    if (value.isNone)
        return nullptr;
    if (value.boolean)
        return *value.boolean;
    std::int64_t whole = 0;
    const char* last = value.text.data() + value.text.size();
    if (const auto [end, code] = std::from_chars(value.text.data(), last, whole);
        value.number && code == std::errc() && end == last)
        return whole;
    if (value.number)
        return *value.number; // NaN and infinities become null
    return value.text;
}

template <typename T>
Json orNull(const std::optional<T>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json misshapedJson(const std::vector<MisshapedTensor>& tensors)
{
    Json list = Json::array();
    for (const MisshapedTensor& tensor : tensors)
        list.push_back({ { "name", tensor.name }, { "expected", tensor.expected }, { "found", tensor.found } });
    return list;
}

Json tensorsJson(const LoadReport& report)
{
    return { { "used", report.tensorsUsed },
             { "expected", report.tensorsExpected > 0 ? Json(report.tensorsExpected) : Json(nullptr) },
             { "missing", report.missing },
             { "unexpected", report.unexpected },
             { "misshaped", misshapedJson(report.misshaped) } };
}

/// Which set of weights is described, and every one there is.
Json weightsJson(const Checkpoint& checkpoint)
{
    Json sets = Json::array();
    for (const WeightCandidate& set : checkpoint.weightSets())
        sets.push_back({ { "name", set.name }, { "used", set.matched }, { "expected", set.expected } });
    return { { "chosen", checkpoint.weights() }, { "sets", sets }, { "config", checkpoint.configSource() } };
}

Json foundJson(const Checkpoint& checkpoint)
{
    Json list = Json::array();
    for (const CheckpointTensor& tensor : checkpoint.tensors())
        list.push_back({ { "name", tensor.name }, { "shape", tensor.shape }, { "type", tensorTypeName(tensor.type) } });
    return list;
}

void addScript(Json& json, const LoadReport& report)
{
    const ScriptManifest& manifest = *report.script;
    Json inputs = Json::array();
    for (const ScriptInput input : manifest.inputs)
        inputs.push_back(scriptInputName(input));
    json["architecture"] = architectureName(report);
    for (const char* key : { "backbone", "d_model", "layers" }) // known to its code alone
        json[key] = nullptr;
    json["window"] = manifest.windowLength;
    json["parameters"] = report.parameters;
    json["manifest"] = { { "name", manifest.name },
                         { "window_length", manifest.windowLength },
                         { "sampling_rate_hz", manifest.samplingRateHz },
                         { "inputs", inputs },
                         { "output", manifest.givesSignal ? "signal" : "embedding" },
                         { "mask_ratio", manifest.maskRatio },
                         { "source", manifest.source } };
    json["evidence"] = report.evidence;
}

void addKnown(Json& json, const LoadReport& report)
{
    if (report.script)
        return addScript(json, report);
    json["architecture"] = generationName(report.network.generation);
    json["backbone"] = backboneName(report.network.backbone);
    json["d_model"] = report.network.dModel;
    json["layers"] = report.network.layers;
    json["window"] = report.network.window;
    json["parameters"] = report.parameters;
    json["fine_tuned"] = report.network.fineTuned;
    json["evidence"] = report.evidence;
    if (!report.mambaGroups.empty())
        json["mamba_groups_possible"] = report.mambaGroups;
}

void addUnknown(Json& json, const Checkpoint& checkpoint, const Error& reason)
{
    for (const char* key : { "architecture", "backbone", "d_model", "layers", "window" })
        json[key] = nullptr;
    std::int64_t elements = 0;
    for (const CheckpointTensor& tensor : checkpoint.tensors())
        elements += tensor.elements();
    json["parameters"] = elements;
    json["reason"] = reason.sentence();
    json["found"] = foundJson(checkpoint);
}

} // namespace

std::string checkpointJson(const Checkpoint& checkpoint)
{
    const auto report = describeCheckpoint(checkpoint);
    Json json = { { "kind", "checkpoint" }, { "path", checkpoint.path().string() } };
    if (report)
        addKnown(json, *report);
    else
        addUnknown(json, checkpoint, report.error());
    json["config"] = Json::object();
    for (const auto& [key, value] : checkpoint.config())
        json["config"][key] = configJson(value);
    json["epoch"] = orNull(checkpoint.epoch());
    json["best_loss"] = orNull(checkpoint.bestLoss());
    json["tensors"] = tensorsJson(report ? *report : LoadReport {});
    json["absent_buffers"] = report ? report->absentBuffers : std::vector<std::string> {};
    if (report && !report->absenceMeans.empty())
        json["absence_means"] = report->absenceMeans;
    json["weights"] = weightsJson(checkpoint);
    std::vector<std::string> warnings = report ? allCautions(*report) : checkpoint.warnings();
    if (report)
        warnings.insert(warnings.end(), report->warnings.begin(), report->warnings.end());
    json["warnings"] = warnings;
    // Names of a file may be no UTF-8.
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace maskscope
