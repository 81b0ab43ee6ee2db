// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "tests/architecture/source_tree.h"

namespace maskscope::architecture {

/// Each returns one sentence a violation, beginning with the file and, where it has one, the line; none is good.
using Violations = std::vector<std::string>;

/// Who may know whom: analysis neither Qt nor Torch; analysis/data nothing but itself; model neither Qt nor HDF5 and
/// only analysis/data of analysis; widgets neither Torch, HDF5 nor model; and only app knows app.
[[nodiscard]] Violations layerViolations(const SourceTree& tree);

/// The headers of model that others include, model/*.h and model/checkpoint/*.h, reach no Torch header.
[[nodiscard]] Violations torchInPublicHeaders(const SourceTree& tree);

/// Project headers that include themselves through others.
[[nodiscard]] Violations includeCycles(const SourceTree& tree);

/// Folders that include from each other, directly or through others; a folder and one inside it are two folders.
[[nodiscard]] Violations folderCycles(const SourceTree& tree);

/// Folders with more files than a reader takes in at once. A few that are still to be divided are named in the source.
[[nodiscard]] Violations crowdedFolders(const SourceTree& tree);

/// Sources that include anything before the header of their name: that it needs nothing else would go unseen.
[[nodiscard]] Violations ownHeaderViolations(const SourceTree& tree);

/// A licence and its holder at the top of every source, and no file that is too long to read.
[[nodiscard]] Violations sourceFormViolations(const SourceTree& tree);

} // namespace maskscope::architecture
