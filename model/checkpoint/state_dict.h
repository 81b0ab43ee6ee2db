// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/checkpoint/checkpoint.h"
#include "model/checkpoint/formats/pickle/pickle_document.h"
#include "model/checkpoint/formats/zip/zip_archive.h"

namespace maskscope {

/// The model's tensors as the file has them.
struct StateDict {
    std::vector<CheckpointTensor> tensors;
    std::vector<ZipEntry> storages; ///< what CheckpointTensor::storage counts
    std::vector<std::string> warnings;
};

/// A dict of tensors and where it stands: "model", "state.model"; empty: the whole file.
struct WeightPlace {
    std::string name;
    PickleId dict = 0;
};

/// Finds the dicts of tensors that look like a masked EEG model, wherever they stand, those under "model",
/// "state_dict", ... first; where none does, the one that most likely is the model. The error says what is there
/// instead.
[[nodiscard]] Result<std::vector<WeightPlace>> findStateDicts(const PickleDocument& document,
                                                              const std::string& subject);

/// Reads the names, types and shapes, strips prefixes of wrappers, checks every view against its storage's real size.
/// `folder` is the archive's top folder with a slash.
[[nodiscard]] Result<StateDict> readStateDict(const PickleDocument& document, PickleId dict, const ZipArchive& archive,
                                              const std::string& folder, const std::string& subject);

} // namespace maskscope
