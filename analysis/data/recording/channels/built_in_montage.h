// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/data/recording/channels/montage.h"

namespace maskscope {

/// The 345 electrodes of the extended 10-5 system on a unit sphere, computed from its construction: Oostenveld &
/// Praamstra, "The five percent electrode system for high-resolution EEG and ERP measurements", Clin. Neurophysiol. 112
/// (2001) 713-719. Steps of 5 % of a half circle are 9 degrees; nasion, inion and the preauricular points lie on the
/// equator. And four places of caps that the system does not name, by their angles in EEGLAB's files, on this sphere
/// (see addExtras() there): CB1, CB2, HEOG, VEOG.
[[nodiscard]] const Montage& builtInMontage();

} // namespace maskscope
