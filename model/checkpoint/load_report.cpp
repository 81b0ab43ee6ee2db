// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/load_report.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "model/checkpoint/load_cautions.h"
#include "model/checkpoint/network_recognition.h"
#include "model/checkpoint/shape_text.h"

namespace maskscope {

namespace {

bool startsWith(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

/// Sorts the expected tensors into used, missing and mis-shaped ones; returns their names in the file.
std::unordered_set<std::string> compareExpected(const Checkpoint& checkpoint, LoadReport& report)
{
    std::unordered_set<std::string> names;
    const std::string prefix = tensorPrefix(report.network);
    for (const auto& [bare, shape] : expectedTensors(report.network)) {
        const std::string name = prefix + bare;
        names.insert(name);
        ++report.tensorsExpected;
        const CheckpointTensor* tensor = checkpoint.find(name);
        if (tensor == nullptr) {
            report.missing.push_back(name);
        } else if (tensor->shape != shape) {
            report.misshaped.push_back({ name, shape, tensor->shape });
        } else {
            ++report.tensorsUsed;
            report.parameters += tensor->elements();
        }
    }
    return names;
}

void listOthers(const Checkpoint& checkpoint, const std::unordered_set<std::string>& expected, LoadReport& report)
{
    const std::string prefix = tensorPrefix(report.network);
    std::size_t heads = 0;
    for (const CheckpointTensor& tensor : checkpoint.tensors()) {
        if (expected.count(tensor.name) != 0)
            continue;
        if (report.network.fineTuned && startsWith(tensor.name, "classifier.")) {
            ++heads;
            continue;
        }
        report.unexpected.push_back(tensor.name);
        if (startsWith(tensor.name, prefix + "token_encoder.mask_token"))
            report.warnings.push_back(
                tensor.name + " " + shapeText(tensor.shape)
                + ": a learned mask token of an older training code, which is not supported: it is "
                  "not used here, so predictions differ from that code's");
    }
    if (heads > 0)
        report.warnings.push_back("the classifier of this fine-tuned model (" + std::to_string(heads)
                                  + " tensors) is left out: its encoder alone is read");
}

void noteProjection(const Checkpoint& checkpoint, LoadReport& report)
{
    const std::string name = tensorPrefix(report.network) + "spatial_encoder.proj";
    const std::string label = name + " " + shapeText({ 3, report.network.dModel });
    if (checkpoint.find(name) == nullptr) {
        report.absentBuffers.push_back(label);
        report.absenceMeans = "the spatial projection is drawn anew whenever such a model is made: predictions and "
                              "every number about channels depend on the draw. --projection FILE.npy takes the one it "
                              "was trained with, seed:N draws one that can be repeated; compare runs with the same one "
                              "only";
    } else
        report.warnings.push_back(label + " is in the file but not used: give the projection as a file or a seed");
}

void compareConfig(const Checkpoint& checkpoint, const char* key, int found, std::vector<std::string>& warnings)
{
    const ConfigValue* value = checkpoint.configValue(key);
    if (value == nullptr || !value->number || value->boolean)
        return;
    if (std::fabs(*value->number - found) > 1e-9)
        warnings.push_back(std::string("the config says ") + key + " " + value->text + ", the tensors say "
                           + std::to_string(found) + ": the tensors are believed");
}

bool isFloat(TensorType type)
{
    return type == TensorType::Float32 || type == TensorType::Float64 || type == TensorType::Float16
        || type == TensorType::BFloat16;
}

/// Whole numbers where weights are expected are weights that somebody quantised by hand: their scale is elsewhere.
Result<void> requireFloats(const Checkpoint& checkpoint, const std::unordered_set<std::string>& expected)
{
    for (const CheckpointTensor& tensor : checkpoint.tensors())
        if (!isFloat(tensor.type) && expected.count(tensor.name) != 0)
            return failure(ErrorCode::UnsupportedFormat, checkpoint.path().string(),
                           "holds quantised weights, which are not read; save the state_dict of the float model, as it "
                           "was before quantisation, with torch.save",
                           "floating-point weights",
                           tensor.name + " stored as " + std::string(tensorTypeName(tensor.type)));
    return {};
}

void noteTypes(const Checkpoint& checkpoint, const std::unordered_set<std::string>& expected, LoadReport& report)
{
    for (const TensorType type : { TensorType::Float16, TensorType::BFloat16, TensorType::Float64 }) {
        const auto count
            = std::count_if(checkpoint.tensors().begin(), checkpoint.tensors().end(), [&](const auto& tensor) {
                  return tensor.type == type && expected.count(tensor.name) != 0;
              });
        if (count > 0)
            report.warnings.push_back(std::to_string(count) + " tensors are stored as "
                                      + std::string(tensorTypeName(type)) + "; they are used as float32");
    }
}

LoadReport describeScript(const Checkpoint& checkpoint)
{
    const ScriptManifest& manifest = *checkpoint.script();
    LoadReport report;
    report.script = manifest;
    report.network.window = manifest.windowLength;
    std::string inputs;
    for (const ScriptInput input : manifest.inputs)
        inputs += (inputs.empty() ? "" : ", ") + std::string(scriptInputName(input));
    report.evidence.push_back("a TorchScript archive with " + manifest.source + ": " + manifest.name + ", forward("
                              + inputs + ") gives " + (manifest.givesSignal ? "a signal" : "an embedding"));
    report.tensorsUsed = checkpoint.tensors().size();
    for (const CheckpointTensor& tensor : checkpoint.tensors())
        report.parameters += tensor.elements();
    report.warnings = checkpoint.warnings();
    report.warnings.emplace_back("to run it means to run the code inside the archive: this is done only where it is "
                                 "allowed (--allow-torchscript). Nothing of it was run to read it");
    return report;
}

} // namespace

std::string_view generationName(Generation generation)
{
    switch (generation) {
    case Generation::A:
        return "A";
    case Generation::CStrided:
        return "C-strided";
    case Generation::CPool:
        return "C-pool";
    case Generation::CDirect:
        break;
    }
    return "C-direct";
}

std::string_view backboneName(Backbone backbone)
{
    switch (backbone) {
    case Backbone::Mamba1:
        return "mamba1";
    case Backbone::Mamba2:
        return "mamba2";
    case Backbone::Transformer:
        break;
    }
    return "transformer";
}

std::string_view architectureName(const LoadReport& report)
{
    return report.script ? "torchscript" : generationName(report.network.generation);
}

std::string_view backboneName(const LoadReport& report)
{
    return report.script ? "" : backboneName(report.network.backbone);
}

std::string matchText(const LoadReport& report)
{
    if (report.script)
        return std::to_string(report.tensorsUsed) + " tensors, for its own code";
    return std::to_string(report.tensorsUsed) + " of " + std::to_string(report.tensorsExpected)
        + " expected tensors matched";
}

Result<LoadReport> describeCheckpoint(const Checkpoint& checkpoint)
{
    if (checkpoint.script() != nullptr)
        return describeScript(checkpoint);
    auto recognition = recogniseNetwork(checkpoint);
    if (!recognition)
        return tl::unexpected(recognition.error());
    LoadReport report;
    report.network = recognition->network;
    report.evidence = std::move(recognition->evidence);
    report.warnings = checkpoint.warnings();
    const auto expected = compareExpected(checkpoint, report);
    if (auto floats = requireFloats(checkpoint, expected); !floats)
        return tl::unexpected(floats.error());
    noteSource(checkpoint, report);
    listOthers(checkpoint, expected, report);
    noteProjection(checkpoint, report);
    noteTypes(checkpoint, expected, report);
    noteGroups(checkpoint, report);
    compareConfig(checkpoint, "d_model", report.network.dModel, report.warnings);
    compareConfig(checkpoint, "num_layers", report.network.layers, report.warnings);
    compareConfig(checkpoint, "window_length", report.network.window, report.warnings);
    return report;
}

Result<std::vector<std::string>> nonFiniteTensors(const Checkpoint& checkpoint, const LoadReport& report)
{
    std::vector<std::string> names;
    const std::string prefix = tensorPrefix(report.network);
    if (report.script)
        return names; // which of its tensors count is known to its code alone
    for (const auto& [bare, shape] : expectedTensors(report.network)) {
        const CheckpointTensor* tensor = checkpoint.find(prefix + bare);
        if (tensor == nullptr)
            continue;
        const auto values = checkpoint.values(*tensor);
        if (!values)
            return tl::unexpected(values.error());
        if (!std::all_of(values->begin(), values->end(), [](float value) { return std::isfinite(value); }))
            names.push_back(tensor->name);
    }
    return names;
}

} // namespace maskscope
