// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analysis/data/core/error.h"

namespace maskscope {

[[nodiscard]] bool saysOutOfMemory(std::string_view message);
/// The device itself failed or is gone, rather than the computation asked of it.
[[nodiscard]] bool saysDeviceLost(std::string_view message);

/// Runs `body`; what Torch or the standard library throw becomes the returned error (`subject` names the device):
/// OutOfMemory, DeviceFailed where the message says so, `otherwise` for the rest.
[[nodiscard]] Result<void> catchingTorch(const std::string& subject, const std::function<Result<void>()>& body,
                                         ErrorCode otherwise = ErrorCode::Mismatch);

} // namespace maskscope
