// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/checkpoint/formats/pickle/pickle_builder.h"

namespace maskscope {

/// What REDUCE, NEWOBJ, OBJ and INST make of a callable and its arguments: one of the few known data types, or an
/// opaque value. Nothing is ever called. Names whose only use is to run code are a PickleFault.
[[nodiscard]] PickleId rebuildObject(PickleBuilder& builder, PickleId callable, PickleId arguments);

/// What BUILD does: kept with opaque values, ignored elsewhere (an OrderedDict's `_metadata`).
void applyState(PickleBuilder& builder, PickleId object, PickleId state);

/// torch's persistent id ('storage', torch.FloatStorage, key, device, elements).
[[nodiscard]] PickleId loadPersistent(PickleBuilder& builder, PickleId id);

} // namespace maskscope
