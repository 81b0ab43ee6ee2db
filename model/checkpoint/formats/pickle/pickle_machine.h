// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "analysis/data/core/error.h"
#include "model/checkpoint/formats/pickle/pickle_document.h"

namespace maskscope {

/// Reads a pickle of protocol 0 to 5. Only data is made: no class is looked up, no function called.
///
/// `subject` names the file in errors.
[[nodiscard]] Result<PickleDocument> readPickle(std::string_view bytes, const std::string& subject);

} // namespace maskscope
