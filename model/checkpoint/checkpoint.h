// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/data/core/error.h"
#include "model/checkpoint/formats/tensor_type.h"

namespace maskscope {

/// A tensor of a checkpoint: a strided view of a storage of the file. Every view has been checked against its storage.
struct CheckpointTensor {
    std::string name; ///< with a leading `module.` / `_orig_mod.` removed
    TensorType type = TensorType::Float32;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides; ///< in elements
    std::int64_t offset = 0; ///< in elements
    std::size_t storage = 0; ///< index of the storage inside the file

    [[nodiscard]] std::int64_t elements() const;
};

/// A value of the checkpoint's config as text and, where it is one, as a number or bool.
struct ConfigValue {
    std::string text; ///< "0.75", "mae", "None", "[1, 2]"; opaque objects: "<pathlib.PosixPath>"
    std::optional<double> number; ///< ints, floats, bools (0/1)
    std::optional<bool> boolean;
    bool isNone = false;
    bool isString = false;
};

struct ScriptManifest;
struct ModelFile; // private to model/checkpoint

/// A set of weights of a file that makes a known network: the model, its moving average, a teacher.
struct WeightCandidate {
    std::string name; ///< where it stands: "model", "model_ema", "state_dict.student"; empty: the file itself
    std::size_t matched = 0, expected = 0; ///< tensors of the network
};

/// A checkpoint read from a file: names and shapes at once, values on demand. No code of the file ever runs.
///
/// Reads torch.save zip files ({"model": state_dict, "config": {...}, ...} or a bare state_dict), safetensors files and
/// TorchScript archives with a manifest. Limits on entry counts, pickle operations, depth and sizes keep hostile files
/// cheap.
class Checkpoint {
public:
    /// `weights` chooses among several sets of a file, by name or its end; empty: the one that matches best.
    [[nodiscard]] static Result<Checkpoint> open(const std::filesystem::path& path, std::string_view weights = {});
    /// The same of bytes in memory; `path` names them in errors and is where a manifest beside them would lie.
    [[nodiscard]] static Result<Checkpoint> read(std::vector<char> bytes, const std::filesystem::path& path);
    Checkpoint(Checkpoint&&) noexcept;
    Checkpoint& operator=(Checkpoint&&) noexcept;
    ~Checkpoint();

    [[nodiscard]] const std::filesystem::path& path() const;
    [[nodiscard]] const std::vector<CheckpointTensor>& tensors() const; ///< of the model, in file order
    [[nodiscard]] const CheckpointTensor* find(std::string_view name) const;
    /// The values as float32, contiguous, whatever the stored type (complex is refused). CRC-checked.
    [[nodiscard]] Result<std::vector<float>> values(const CheckpointTensor& tensor) const;
    /// `config` entries in file order; nested dicts are flattened with dots.
    [[nodiscard]] const std::vector<std::pair<std::string, ConfigValue>>& config() const;
    /// An entry of `config`, else of a fine-tuned model's `pretrain_config`, else nullptr.
    [[nodiscard]] const ConfigValue* configValue(std::string_view key) const;
    /// The same, else the entry of that name that is nested least deep ("masking.mask_ratio"); nullptr: none.
    [[nodiscard]] const std::pair<std::string, ConfigValue>* configEntry(std::string_view key) const;
    [[nodiscard]] const std::string& configSource() const; ///< "hyper_parameters", "args"; empty: no config
    [[nodiscard]] const std::string& weights() const; ///< name of the set that `tensors` is
    /// Every set of the file that makes a known network, the one that is read first. Empty: none does.
    [[nodiscard]] const std::vector<WeightCandidate>& weightSets() const;
    [[nodiscard]] std::optional<std::int64_t> epoch() const;
    [[nodiscard]] std::optional<double> bestLoss() const;
    [[nodiscard]] const std::vector<std::string>& topLevelKeys() const; ///< "model", "optimizer", ...
    [[nodiscard]] const ScriptManifest* script() const; ///< of a TorchScript archive, else nullptr
    [[nodiscard]] const std::vector<std::string>& warnings() const; ///< opaque classes met, stripped prefixes, ...

private:
    struct Contents;
    explicit Checkpoint(std::unique_ptr<Contents> contents);
    [[nodiscard]] static Result<Checkpoint> choose(ModelFile file, const std::filesystem::path& path,
                                                   std::string_view weights);
    std::unique_ptr<Contents> m_contents;
};

} // namespace maskscope
