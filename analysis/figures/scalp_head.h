// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analysis/figures/figure.h"
#include "analysis/data/prediction/prediction_set.h"

namespace maskscope {

/// "default", "auto", "eeglab"; nothing for another name.
[[nodiscard]] std::optional<ScalpSphere> scalpSphereFromName(std::string_view name);

/// The sphere of a montage, as MNE-Python finds it (mne.utils.check._check_sphere). Default: radius 0.095 m about the
/// origin. Auto: fitted to the electrodes, see fitHeadSphere(). Eeglab: the centre is the mean of T7, T8, Fpz and Oz,
/// the radius the mean of |x| of T7 and T8 and |y| of Fpz and Oz, where Fpz is missing Oz mirrored at the vertical
/// axis. `channels`: all of a recording, also those without a value to show; the ones without a position do not count.
[[nodiscard]] ScalpHead scalpHead(ScalpSphere choice, std::span<const PredictionChannel> channels);

/// For the caption: with which sphere the electrodes of a figure's maps are projected. Empty where it has no map.
[[nodiscard]] std::string sphereSentence(const Figure& figure);

} // namespace maskscope
