// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/checkpoint/checkpoint.h"
#include "model/checkpoint/config_values.h"
#include "model/checkpoint/formats/file_bytes.h"
#include "model/checkpoint/script_manifest.h"
#include "model/checkpoint/formats/zip/zip_archive.h"

namespace maskscope {

/// A dict of tensors of a file.
struct WeightSet {
    std::string name; ///< as WeightCandidate::name
    std::vector<CheckpointTensor> tensors; ///< every view has been checked against its storage
    std::vector<std::string> warnings;
};

/// What a file of any container holds: its tensors, where their values lie, and what stands beside them.
struct ModelFile {
    std::vector<WeightSet> sets; ///< as the file has them, the likeliest model first
    std::vector<CheckpointTensor> tensors; ///< of the set that was chosen
    std::string weights; ///< its name
    std::vector<WeightCandidate> candidates;
    std::function<Result<StorageBytes>(std::size_t storage)> storage; ///< the bytes of a storage, on demand
    ConfigEntries config;
    std::string configSource;
    /// Weights of a kind that is not read, and what to do about them; empty: none met. Not a fault where others do.
    std::string unreadWeights;
    std::optional<std::int64_t> epoch;
    std::optional<double> bestLoss;
    std::vector<std::string> topLevelKeys;
    std::vector<std::string> warnings;
    std::optional<ScriptManifest> script; ///< of a TorchScript archive
};

constexpr std::uint64_t pickleLimit = 64U << 20U; ///< bytes of a pickle
constexpr std::uint64_t storageLimit = std::uint64_t { 16 } << 30U; ///< bytes of a storage

/// A zip file of torch.save or torch.jit.save.
[[nodiscard]] Result<ModelFile> readZipModel(FileBytes file, const std::filesystem::path& path);
/// A TorchScript archive: its tensors and manifest, never its code. `folder` is the top folder with a slash.
[[nodiscard]] Result<ModelFile> readScriptModel(const std::shared_ptr<const ZipArchive>& archive,
                                                const std::string& folder, const std::filesystem::path& path);
[[nodiscard]] Result<ModelFile> readSafetensors(const FileBytes& file, const std::filesystem::path& path);

} // namespace maskscope
