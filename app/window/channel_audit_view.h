// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/input_entry.h"
#include "widgets/models/channel_audit_model.h"

namespace maskscope {

/// The channel audit of an opened recording, from the same account that `inspect --json` prints.
[[nodiscard]] ChannelAudit channelAudit(const InputEntry& recording);

} // namespace maskscope
