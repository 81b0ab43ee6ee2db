// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/hdf5/hdf5_trial.h"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/hdf5/hdf5_handle.h"

namespace maskscope {

namespace {

constexpr rlim_t mostCpuSeconds = 120;

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

void limitChild(rlim_t bytes)
{
    const rlimit cpu { mostCpuSeconds, mostCpuSeconds };
    ::setrlimit(RLIMIT_CPU, &cpu);
    const rlimit core { 0, 0 };
    ::setrlimit(RLIMIT_CORE, &core);
#if !defined(__SANITIZE_ADDRESS__)
    const rlimit memory { bytes, bytes };
    ::setrlimit(RLIMIT_AS, &memory);
#else
    static_cast<void>(bytes); // the sanitizer itself takes terabytes of addresses
#endif
    for (const int signal : { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT })
        ::signal(signal, SIG_DFL); // a handler of the program's must not run here
}

[[noreturn]] void runChild(const std::function<void()>& work, rlim_t bytes)
{
    limitChild(bytes);
    Hdf5Lock::renewInChild();
    try {
        work();
    } catch (...) { // no memory: not a crash of the library, and said by the reader itself
        ::_exit(0);
    }
    ::_exit(0);
}

} // namespace

Result<void> tryHdf5(const std::filesystem::path& path, std::string_view purpose, const std::function<void()>& work)
{
    const std::string key = path.string() + '\n' + std::string(purpose);
    const FileState state = stateOf(path);
    if (passed().knows(key, state))
        return {};
    const rlim_t bytes = addressSpace() + (rlim_t { 8 } << 30U) + 4 * static_cast<rlim_t>(state.size);
    pid_t child = -1;
    {
        const Hdf5Lock quiet; // no other thread is within the library, whose state the child inherits
        child = ::fork();
        if (child == 0)
            runChild(work, bytes);
    }
    if (child < 0)
        return {}; // no process to be had: as without this precaution
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        passed().add(key, state);
        return {};
    }
    const bool slow = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
    return failure(ErrorCode::CorruptInput, path.string(),
                   slow ? "is damaged: the HDF5 library comes to no end reading it"
                        : "is damaged: the HDF5 library crashes reading it (tried in a process of its own)");
}

} // namespace maskscope
