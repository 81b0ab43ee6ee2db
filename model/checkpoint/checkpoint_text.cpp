// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/load_report.h"
#include "model/checkpoint/shape_text.h"

namespace maskscope {

namespace {

constexpr std::size_t listLimit = 20; ///< lines a list takes at most

void addList(std::string& text, const std::string& title, const std::vector<std::string>& lines)
{
    if (lines.empty())
        return;
    text += title + "\n";
    for (std::size_t i = 0; i < lines.size() && i < listLimit; ++i)
        text += "  " + lines[i] + "\n";
    if (lines.size() > listLimit)
        text += "  ... and " + std::to_string(lines.size() - listLimit) + " more\n";
}

std::vector<std::string> tensorLines(const Checkpoint& checkpoint)
{
    std::vector<std::string> lines;
    for (const CheckpointTensor& tensor : checkpoint.tensors())
        lines.push_back(tensor.name + " " + shapeText(tensor.shape) + " " + std::string(tensorTypeName(tensor.type)));
    return lines;
}

std::vector<std::string> configLines(const Checkpoint& checkpoint)
{
    std::vector<std::string> lines;
    for (const auto& [key, value] : checkpoint.config())
        lines.push_back(key + ": " + value.text);
    return lines;
}

std::string scriptText(const LoadReport& report)
{
    const ScriptManifest& manifest = *report.script;
    std::string rate = std::to_string(manifest.samplingRateHz);
    rate.erase(rate.find_last_not_of('0') + 1);
    rate.erase(rate.find_last_not_of('.') + 1);
    std::string text = "architecture: TorchScript archive, " + manifest.name + "\n";
    text += "sizes: window " + std::to_string(manifest.windowLength) + " samples at " + rate + " Hz, "
        + std::to_string(report.parameters) + " parameters in " + std::to_string(report.tensorsUsed) + " tensors\n";
    addList(text, "recognised by:", report.evidence);
    return text;
}

std::string networkText(const LoadReport& report)
{
    if (report.script)
        return scriptText(report);
    const NetworkDescription& net = report.network;
    std::string text = "architecture: generation " + std::string(generationName(net.generation)) + ", backbone "
        + std::string(backboneName(net.backbone)) + (net.fineTuned ? ", fine-tuned (its encoder is read)" : "") + "\n";
    text += "sizes: d_model " + std::to_string(net.dModel) + ", " + std::to_string(net.layers) + " layers, window "
        + std::to_string(net.window) + " samples, " + std::to_string(report.parameters) + " parameters\n";
    text += "tensors: " + std::to_string(report.tensorsUsed) + " used, " + std::to_string(report.missing.size())
        + " missing, " + std::to_string(report.unexpected.size()) + " unexpected, "
        + std::to_string(report.misshaped.size()) + " mis-shaped\n";
    addList(text, "recognised by:", report.evidence);
    addList(text, "missing:", report.missing);
    addList(text, "unexpected:", report.unexpected);
    std::vector<std::string> misshaped;
    for (const MisshapedTensor& tensor : report.misshaped)
        misshaped.push_back(tensor.name + ": expected " + shapeText(tensor.expected) + ", found "
                            + shapeText(tensor.found));
    addList(text, "mis-shaped:", misshaped);
    addList(text, "not in the file (from --projection, a seed or a file):", report.absentBuffers);
    if (!report.absenceMeans.empty())
        text += "  " + report.absenceMeans + "\n";
    return text;
}

} // namespace

std::string checkpointText(const Checkpoint& checkpoint)
{
    const auto report = describeCheckpoint(checkpoint);
    std::string text = checkpoint.path().string() + ": checkpoint\n";
    if (report) {
        text += matchText(*report) + "\n";
        addList(text, "first of all:", allCautions(*report));
        text += networkText(*report);
    } else {
        text += report.error().message + "\n";
        if (!report.error().expected.empty())
            text += "needed: " + report.error().expected + "\n";
        addList(text, "tensors:", tensorLines(checkpoint));
    }
    if (const auto epoch = checkpoint.epoch())
        text += "epoch: " + std::to_string(*epoch) + "\n";
    if (const auto loss = checkpoint.bestLoss())
        text += "best loss: " + std::to_string(*loss) + "\n";
    addList(text, "config:", configLines(checkpoint));
    addList(text, "warnings:", report ? report->warnings : checkpoint.warnings());
    return text;
}

} // namespace maskscope
