// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "analysis/core/error.h"

namespace maskscope {

/// Does `work` with an HDF5 file in a child process before anybody does it here: damaged files make the HDF5 library
/// crash or loop (1 of 3,318 mutants), and that must not take the program down. `work` opens and reads what will be
/// read later; what it returns does not matter, only that it ends. CPU time (two minutes) and memory of the child are
/// limited. An error says that the file is damaged. A file that passed, and has not changed since, is not tried again.
[[nodiscard]] Result<void> tryHdf5(const std::filesystem::path& path, std::string_view purpose,
                                   const std::function<void()>& work);

} // namespace maskscope
