// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace maskscope {

/// How far a long job has come. `done` and `total` count the stage's own unit (tokens, samples, metrics).
struct Progress {
    std::string stage; ///< what is being done, for a person: "Predicting M75 at 0.75"
    std::int64_t done = 0;
    std::int64_t total = 0;
};

/// Called from the thread that does the work, at most a few hundred times a second; may be empty.
using ProgressSink = std::function<void(const Progress&)>;

} // namespace maskscope
