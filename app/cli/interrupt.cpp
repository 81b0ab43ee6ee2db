// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <atomic>
#include <csignal>
#include <thread>

namespace maskscope {

namespace {

std::stop_source stopSource;
std::atomic<bool> interrupted { false };
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void onSignal(int signal)
{
    interrupted = true;
    std::signal(signal, SIG_DFL); // a second one ends the program
}

/// A stop request may run callbacks, which a signal handler must not: a thread of its own watches the flag.
std::jthread watcher()
{
    return std::jthread([](const std::stop_token& quit) {
        while (!quit.stop_requested()) {
            if (interrupted)
                stopSource.request_stop();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
}

std::jthread watching;

} // namespace

InterruptGuard::InterruptGuard()
{
    watching = watcher();
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

InterruptGuard::~InterruptGuard()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    watching = {};
}

std::stop_token InterruptGuard::token() { return stopSource.get_token(); }

} // namespace maskscope
