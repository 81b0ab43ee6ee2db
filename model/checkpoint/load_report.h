// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/data/core/error.h"
#include "model/checkpoint/checkpoint.h"
#include "model/checkpoint/script_manifest.h"

namespace maskscope {

enum class Generation { A, CStrided, CPool, CDirect };
enum class Backbone { Mamba1, Mamba2, Transformer };
[[nodiscard]] std::string_view generationName(Generation generation); // "A", "C-strided", "C-pool", "C-direct"
[[nodiscard]] std::string_view backboneName(Backbone backbone); // "mamba1", "mamba2", "transformer"

/// What the tensors' names and shapes say a network is (the file's name and config lie).
struct NetworkDescription {
    Generation generation = Generation::A;
    Backbone backbone = Backbone::Mamba1;
    int dModel = 0; ///< D
    int layers = 0;
    int window = 0; ///< W
    int dState = 0; ///< Mamba: N
    int dInner = 0; ///< Mamba: E
    int dtRank = 0; ///< Mamba-1: R
    int convWidth = 0; ///< Mamba: 4
    bool convBias = true; ///< Mamba: conv1d.bias is there
    bool projectionBias = false; ///< Mamba: in_proj.bias and out_proj.bias are there
    int ssmHeads = 0; ///< Mamba-2: H, elements of dt_bias
    int ssmInner = 0; ///< Mamba-2: channels of the state space part; dInner where there is no gated MLP part beside it
    int convChannels = 0; ///< Mamba-2: ssmInner + 2 * groups * state size; dState is this size for one group
    bool gatedNorm = true; ///< Mamba-2: norm.weight is there
    bool skipPerChannel = false; ///< Mamba-2: D holds ssmInner elements instead of H
    int feedForward = 0; ///< Transformer: 4D
    int heads = 4; ///< Transformer; not visible in shapes
    bool fineTuned = false; ///< the encoder sits below `backbone.` beside a `classifier.`
};

struct MisshapedTensor {
    std::string name;
    std::vector<std::int64_t> expected, found;
};

/// What a checkpoint turned out to be, tensor by tensor.
struct LoadReport {
    NetworkDescription network;
    std::optional<ScriptManifest> script; ///< a TorchScript archive: of `network` only the window is known
    std::vector<std::string> evidence; ///< "token_encoder.proj.weight (512, 2048): generation A, window 2048"
    std::int64_t parameters = 0; ///< elements of the tensors used
    std::size_t tensorsUsed = 0, tensorsExpected = 0; ///< an archive's own code knows what it expects: 0
    std::vector<std::string> missing, unexpected;
    std::vector<MisshapedTensor> misshaped;
    std::vector<std::string> absentBuffers; ///< "spatial_encoder.proj (3, 512)": never saved, comes from a seed or file
    std::string absenceMeans; ///< what follows from absentBuffers; empty where there are none
    std::vector<int> mambaGroups; ///< Mamba-2: numbers of groups that the shapes allow, ascending
    std::optional<int> configGroups; ///< Mamba-2: what the config says of it
    std::vector<std::string> cautions; ///< warnings that change what a number means, see allCautions()
    std::vector<std::string> warnings; ///< the others

    [[nodiscard]] bool usable() const { return missing.empty() && misshaped.empty(); }
};

/// "58 of 58 expected tensors matched": weights that match nothing stay random unnoticed, so that this comes first.
[[nodiscard]] std::string matchText(const LoadReport& report);
/// What changes the meaning of every number of a run with so many Mamba-2 groups: to be said before all else.
[[nodiscard]] std::vector<std::string> allCautions(const LoadReport& report, int mambaGroups = 1);

[[nodiscard]] std::string_view architectureName(const LoadReport& report); // generationName(), or "torchscript"
[[nodiscard]] std::string_view backboneName(const LoadReport& report); // or "" for a TorchScript archive

/// Recognises the architecture. Error (Mismatch, "no known architecture", naming what was found) where none matches.
[[nodiscard]] Result<LoadReport> describeCheckpoint(const Checkpoint& checkpoint);

using NamedShape = std::pair<std::string, std::vector<std::int64_t>>;
/// The tensors that such a network is made of, in the order of its state_dict, without tensorPrefix().
[[nodiscard]] std::vector<NamedShape> expectedTensors(const NetworkDescription& network);
/// What stands before every expected name in the file: "backbone." for fine-tuned models, else nothing.
[[nodiscard]] std::string tensorPrefix(const NetworkDescription& network);

/// Names of the used tensors that hold a NaN or an infinity. Reads all of them: not part of describeCheckpoint().
[[nodiscard]] Result<std::vector<std::string>> nonFiniteTensors(const Checkpoint& checkpoint, const LoadReport& report);

/// `inspect --json` object of a checkpoint (SPEC.md), also for one of no known architecture.
[[nodiscard]] std::string checkpointJson(const Checkpoint& checkpoint);
/// The same for a person, several lines.
[[nodiscard]] std::string checkpointText(const Checkpoint& checkpoint);

} // namespace maskscope
