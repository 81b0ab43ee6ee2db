// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <utility>
#include <vector>

namespace maskscope {

/// Zeroed memory. From 64 MiB on it is an unlinked file in the folder for temporary files, mapped: the system can take
/// its pages back whenever it needs them, so that hours of windows need disk, not memory. Where no disk has room it is
/// plain memory. Null where that fails too.
[[nodiscard]] void* scratchAllocate(std::size_t bytes) noexcept;
void scratchFree(void* memory, std::size_t bytes) noexcept;
/// What lies in [memory, memory + bytes) will not be needed soon: file pages leave the process, their content stays.
void scratchRelease(const void* memory, std::size_t bytes) noexcept;

/// For a std::vector of plain numbers. New elements are not set: they are zero in memory never used before.
template <typename T>
class ScratchAllocator {
public:
    using value_type = T;
    ScratchAllocator() = default;
    template <typename U>
    ScratchAllocator(const ScratchAllocator<U>& /*other*/) noexcept // NOLINT(google-explicit-constructor): as std's
    {
    }
    [[nodiscard]] T* allocate(std::size_t n)
    {
        void* memory
            = n > std::numeric_limits<std::size_t>::max() / sizeof(T) ? nullptr : scratchAllocate(n * sizeof(T));
        if (memory == nullptr)
            throw std::bad_alloc();
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t n) noexcept { scratchFree(memory, n * sizeof(T)); }
    template <typename U, typename... Arguments>
    void construct(U* at, Arguments&&... arguments)
    {
        if constexpr (sizeof...(Arguments) > 0)
            ::new (static_cast<void*>(at)) U(std::forward<Arguments>(arguments)...);
    }
    friend bool operator==(const ScratchAllocator& /*a*/, const ScratchAllocator& /*b*/) { return true; }
};

using ScratchFloats = std::vector<float, ScratchAllocator<float>>;

} // namespace maskscope
