// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include <sys/time.h>
#include <unistd.h>

namespace maskscope {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto patience = std::chrono::milliseconds(1000); // for the work to end by itself
constexpr itimerval lastResort { {}, { 1, 700'000 } }; // where even keeping what was finished hangs

enum class Ending { Working, Over, GivenUp, Keeping };

std::stop_source stopSource;
std::atomic<int> firstSignal { 0 };
std::atomic<Ending> ending { Ending::Working };
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<Ending>::is_always_lock_free);

/// 128 and the signal's number, as shells have it.
int statusOf(int signal) { return signal == 0 ? 0 : 128 + signal; }

extern "C" void onSignal(int signal)
{
    int none = 0;
    if (!firstSignal.compare_exchange_strong(none, signal))
        ::_exit(statusOf(signal)); // a second one
    ::setitimer(ITIMER_REAL, &lastResort, nullptr);
}

/// Memory that runs out can leave every thread waiting in an allocation, that of a thread that would tidy up too.
extern "C" void onLastResort(int /*signal*/)
{
    const Ending now = ending;
    if (now == Ending::Working || now == Ending::GivenUp)
        ::_exit(statusOf(firstSignal));
}

void leaveTheWork(const std::function<int()>& giveUp)
{
    Ending now = Ending::Working;
    if (!ending.compare_exchange_strong(now, Ending::GivenUp))
        return;
    const int status = giveUp ? giveUp() : statusOf(firstSignal);
    std::fflush(nullptr);
    ::_exit(status);
}

/// A stop request may run callbacks, which a signal handler must not: a thread of its own watches for the signal.
std::jthread watcher(std::function<int()> giveUp)
{
    return std::jthread([giveUp = std::move(giveUp)](const std::stop_token& quit) {
        Clock::time_point asked {};
        while (!quit.stop_requested()) {
            if (firstSignal != 0 && !stopSource.stop_requested()) {
                asked = Clock::now();
                stopSource.request_stop();
            }
            if (stopSource.stop_requested() && Clock::now() - asked > patience)
                leaveTheWork(giveUp);
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
}

std::jthread watching;

} // namespace

InterruptGuard::InterruptGuard(std::function<int()> giveUp)
{
    ending = Ending::Working;
    watching = watcher(std::move(giveUp));
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    std::signal(SIGALRM, onLastResort);
}

InterruptGuard::~InterruptGuard()
{
    for (const int signal : { SIGINT, SIGTERM }) // which start the timer
        std::signal(signal, SIG_DFL);
    constexpr itimerval never {};
    ::setitimer(ITIMER_REAL, &never, nullptr); // before its signal would end the program
    std::signal(SIGALRM, SIG_DFL);
    watching = {};
}

std::stop_token InterruptGuard::token() { return stopSource.get_token(); }

void InterruptGuard::workIsOver()
{
    Ending now = Ending::Working;
    if (ending.compare_exchange_strong(now, Ending::Over))
        return;
    for (;;)
        ::pause();
}

void InterruptGuard::keepsResults() { ending = Ending::Keeping; }

int InterruptGuard::status() { return statusOf(firstSignal); }

} // namespace maskscope
