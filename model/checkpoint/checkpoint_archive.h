// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/checkpoint/zip_archive.h"

namespace maskscope {

/// The data.pkl of an archive written by torch.save; refuses TorchScript archives, big-endian ones and other zip files.
[[nodiscard]] Result<const ZipEntry*> findPickleEntry(const ZipArchive& archive, const std::string& subject);

} // namespace maskscope
