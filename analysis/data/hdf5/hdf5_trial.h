// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "analysis/data/core/error.h"

namespace maskscope {

/// Does `work` with an HDF5 file in a child process before anybody does it here: damaged files make the HDF5 library
/// crash or loop (1 of 3,318 mutants), and that must not take the program down. `work` does what will be done here, as
/// far as that is bearable; what it returns does not matter, only that it ends. CPU time (two minutes, more for large
/// files), waiting and memory of the child are limited. CorruptInput: it crashed or came to no end; OutOfMemory: it was
/// killed or found no memory. A file that passed, and has not changed since, is not tried again. Where a sanitizer ends
/// the child the program aborts: a fault of ours must not look like the file's.
[[nodiscard]] Result<void> tryHdf5(const std::filesystem::path& path, std::string_view purpose,
                                   const std::function<void()>& work);

} // namespace maskscope
