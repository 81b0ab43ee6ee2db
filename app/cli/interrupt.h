// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>

namespace maskscope {

/// Turns SIGINT and SIGTERM into a stop request while it lives. Work that does not end within a second of it is left
/// where it is: `giveUp` (called in another thread) keeps what was finished and returns the exit status, with which the
/// program ends. A second signal, of either kind, ends the program at once.
class InterruptGuard {
public:
    explicit InterruptGuard(std::function<int()> giveUp = {});
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    [[nodiscard]] static std::stop_token token();
    /// To be called when the work is over and before its results are written: returns unless `giveUp` writes them, for
    /// then the program is about to end.
    static void workIsOver();
    /// To be called within `giveUp` before something that was finished is written: that may take its time.
    static void keepsResults();
    /// What a shell expects of a program that a signal ended: 130, 143; 0 where none came.
    [[nodiscard]] static int status();
};

} // namespace maskscope
