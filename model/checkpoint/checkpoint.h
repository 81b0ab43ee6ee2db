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

#include "analysis/core/error.h"

namespace maskscope {

enum class TensorType {
    Float32,
    Float64,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool,
    Complex64,
    Complex128
};
[[nodiscard]] std::string_view tensorTypeName(TensorType type); // "float32", ...
[[nodiscard]] std::size_t tensorTypeBytes(TensorType type);

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

/// A checkpoint read from a file: names and shapes at once, values on demand. No code of the file ever runs.
///
/// Reads torch.save zip files ({"model": state_dict, "config": {...}, ...} or a bare state_dict), safetensors files and
/// TorchScript archives with a manifest. Limits on entry counts, pickle operations, depth and sizes keep hostile files
/// cheap.
class Checkpoint {
public:
    [[nodiscard]] static Result<Checkpoint> open(const std::filesystem::path& path);
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
    [[nodiscard]] std::optional<std::int64_t> epoch() const;
    [[nodiscard]] std::optional<double> bestLoss() const;
    [[nodiscard]] const std::vector<std::string>& topLevelKeys() const; ///< "model", "optimizer", ...
    [[nodiscard]] const ScriptManifest* script() const; ///< of a TorchScript archive, else nullptr
    [[nodiscard]] const std::vector<std::string>& warnings() const; ///< opaque classes met, stripped prefixes, ...

private:
    struct Contents;
    explicit Checkpoint(std::unique_ptr<Contents> contents);
    std::unique_ptr<Contents> m_contents;
};

} // namespace maskscope
