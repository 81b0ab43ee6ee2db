// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
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
    if (value.number && value.text.find_first_not_of("-0123456789") == std::string::npos)
        return static_cast<std::int64_t>(*value.number);
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
             { "missing", report.missing },
             { "unexpected", report.unexpected },
             { "misshaped", misshapedJson(report.misshaped) } };
}

Json foundJson(const Checkpoint& checkpoint)
{
    Json list = Json::array();
    for (const CheckpointTensor& tensor : checkpoint.tensors())
        list.push_back({ { "name", tensor.name }, { "shape", tensor.shape }, { "type", tensorTypeName(tensor.type) } });
    return list;
}

void addKnown(Json& json, const LoadReport& report)
{
    json["architecture"] = generationName(report.network.generation);
    json["backbone"] = backboneName(report.network.backbone);
    json["d_model"] = report.network.dModel;
    json["layers"] = report.network.layers;
    json["window"] = report.network.window;
    json["parameters"] = report.parameters;
    json["fine_tuned"] = report.network.fineTuned;
    json["evidence"] = report.evidence;
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
    json["warnings"] = report ? report->warnings : checkpoint.warnings();
    // Names of a file may be no UTF-8.
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace maskscope
