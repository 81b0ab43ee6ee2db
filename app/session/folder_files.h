// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maskscope {

/// Recordings, checkpoints and results in a folder and those in it, six deep, by their suffixes and in the order of
/// people (epoch 9 before epoch 10). Hidden folders and files stay out, and so do files that belong to another one: a
/// BrainVision recording is its .vhdr, an EEGLAB one its .set.
[[nodiscard]] QStringList filesInFolder(const QString& folder);

} // namespace maskscope
