// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/hdf5/hdf5_trial.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/data/hdf5/hdf5_handle.h"

namespace maskscope {

namespace {

constexpr int noMemory = 3; // exit status of a child whose work threw, which only a lack of memory does

/// Twenty seconds, or as many as MASKSCOPE_HDF5_TRIAL_S says, and what unpacking a file of that size takes.
rlim_t mostCpuSeconds(std::uintmax_t bytes)
{
    rlim_t base = 20;
    if (const char* asked = std::getenv("MASKSCOPE_HDF5_TRIAL_S"))
        if (const int seconds = std::atoi(asked); seconds > 0)
            base = static_cast<rlim_t>(seconds);
    return base + static_cast<rlim_t>(bytes / 1'000'000);
}

/// What tells one state of a file from another.
struct FileState {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    timespec changed {};

    friend bool operator==(const FileState& a, const FileState& b)
    {
        return a.device == b.device && a.inode == b.inode && a.size == b.size && a.changed.tv_sec == b.changed.tv_sec
            && a.changed.tv_nsec == b.changed.tv_nsec;
    }
};

FileState stateOf(const std::filesystem::path& path)
{
    struct stat status { };
    if (::stat(path.c_str(), &status) != 0)
        return {};
    return { status.st_dev, status.st_ino, status.st_size, status.st_mtim };
}

/// Files that passed, by path and purpose.
class Passed {
public:
    bool knows(const std::string& key, const FileState& state)
    {
        const std::scoped_lock lock(m_mutex);
        const auto known = m_states.find(key);
        return known != m_states.end() && known->second == state;
    }
    void add(const std::string& key, const FileState& state)
    {
        const std::scoped_lock lock(m_mutex);
        m_states[key] = state;
    }

private:
    std::mutex m_mutex;
    std::map<std::string, FileState> m_states;
};

Passed& passed()
{
    static Passed files;
    return files;
}

/// Address space this process has now, bytes.
rlim_t addressSpace()
{
    std::ifstream statm("/proc/self/statm");
    rlim_t pages = 0;
    statm >> pages;
    return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

void limitChild(rlim_t bytes, rlim_t seconds)
{
    const rlimit cpu { seconds, seconds };
    ::setrlimit(RLIMIT_CPU, &cpu);
    const rlimit core { 0, 0 };
    ::setrlimit(RLIMIT_CORE, &core);
#if !defined(__SANITIZE_ADDRESS__)
    const rlimit memory { bytes, bytes };
    ::setrlimit(RLIMIT_AS, &memory);
#else
    static_cast<void>(bytes); // the sanitizer itself takes terabytes of addresses
#endif
}

/// A terminal sends Ctrl-C to the child too: dying of it would look like the file's fault. What ends the child is the
/// program's own end.
void endWithParent(pid_t parent, const sigset_t& held)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) // it ended before that was asked for
        ::_exit(0);
    for (const int signal : { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT })
        ::signal(signal, SIG_DFL); // a handler of the program's must not run here
    for (const int signal : { SIGINT, SIGTERM })
        ::signal(signal, SIG_IGN);
    ::pthread_sigmask(SIG_UNBLOCK, &held, nullptr);
}

/// Forks while the signals that ask the program to end are held back: the child sees none before it ignores them.
pid_t forkTrial(rlim_t bytes, rlim_t seconds)
{
    sigset_t held {}, before {};
    ::sigemptyset(&held);
    ::sigaddset(&held, SIGINT);
    ::sigaddset(&held, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &held, &before);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
        limitChild(bytes, seconds);
        endWithParent(parent, held);
    } else {
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }
    return child;
}

[[noreturn]] void runChild(const std::function<void()>& work)
{
    Hdf5Lock::renewInChild();
    try {
        work();
    } catch (...) {
        ::_exit(noMemory);
    }
    ::_exit(0);
}

/// How the child ended; nothing where that cannot be known. Its CPU time is limited by the system, its waiting here: a
/// network drive that hangs, or a lock that another thread held when the child was made.
struct End {
    int status = 0;
    bool tooLong = false;
};
std::optional<End> awaitChild(pid_t child, rlim_t cpuSeconds)
{
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + std::max(std::chrono::seconds(600), std::chrono::seconds(cpuSeconds) * 5);
    auto pause = std::chrono::microseconds(200);
    End end;
    for (;;) {
        rusage usage {};
        const pid_t ended = ::wait4(child, &end.status, WNOHANG, &usage);
        if (ended == child) {
            end.tooLong
                = end.tooLong || static_cast<rlim_t>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1 >= cpuSeconds;
            return end;
        }
        if (ended < 0 && errno != EINTR)
            return std::nullopt; // nobody keeps account of children here
        if (Clock::now() > deadline && !end.tooLong) {
            end.tooLong = true;
            ::kill(child, SIGKILL);
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::microseconds(20'000));
    }
}

Result<void> judge(const std::filesystem::path& path, const End& end)
{
    const auto damaged = [&](const std::string& how) { return failure(ErrorCode::CorruptInput, path.string(), how); };
    if (WIFEXITED(end.status) && WEXITSTATUS(end.status) == 0)
        return {};
    if (end.tooLong)
        return damaged("is damaged, or lies where it cannot be read: the HDF5 library comes to no end with it");
    if (WIFEXITED(end.status) && WEXITSTATUS(end.status) == noMemory)
        return failure(ErrorCode::OutOfMemory, path.string(), "needs more memory than there is to be read");
    if (WIFEXITED(end.status)) // a sanitizer ended it: that is our fault, not the file's, and has to be seen
        std::abort();
    if (WTERMSIG(end.status) == SIGKILL)
        return failure(ErrorCode::OutOfMemory, path.string(),
                       "reading it was killed, as happens where memory is short");
    return damaged("is damaged: reading it crashes (tried in a process of its own)");
}

} // namespace

Result<void> tryHdf5(const std::filesystem::path& path, std::string_view purpose, const std::function<void()>& work)
{
    const std::string key = path.string() + '\n' + std::string(purpose);
    const FileState state = stateOf(path);
    if (passed().knows(key, state))
        return {};
    const rlim_t bytes = addressSpace() + (rlim_t { 8 } << 30U) + 4 * static_cast<rlim_t>(state.size);
    const rlim_t seconds = mostCpuSeconds(static_cast<std::uintmax_t>(state.size));
    pid_t child = -1;
    {
        const Hdf5Lock quiet; // no other thread is within the library, whose state the child inherits
        child = forkTrial(bytes, seconds);
        if (child == 0)
            runChild(work);
    }
    const auto end = child > 0 ? awaitChild(child, seconds) : std::nullopt;
    if (!end)
        return {}; // no process to be had, or none to be waited for: as without this precaution
    auto passes = judge(path, *end);
    if (passes)
        passed().add(key, state);
    return passes;
}

} // namespace maskscope
