// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/checkpoint/formats/zip/zip_archive.h"

namespace maskscope {

/// What another kind of zip file is (an exported program, an AOTInductor package, .npz, ...) and what to do, as the end
/// of a sentence that begins with the file's name; empty for what may be a checkpoint.
[[nodiscard]] std::string otherArchive(const ZipArchive& archive);

} // namespace maskscope
