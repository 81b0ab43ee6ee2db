// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <hdf5.h>

#include "analysis/data/hdf5/hdf5_file.h"

namespace maskscope {

/// The serial library has global state: every call into it is made under this lock (recursive: a Result-returning
/// function calls others). Taking it the first time switches off the library's own error printing.
class Hdf5Lock {
public:
    Hdf5Lock();
    /// In a child process made while this lock was held: its owner does not exist there, and no other thread does.
    static void renewInChild();

private:
    std::unique_lock<std::recursive_mutex> m_lock;
};

/// Owns one HDF5 identifier of any kind.
class Hdf5Handle {
public:
    Hdf5Handle(hid_t id, herr_t (*closer)(hid_t))
        : m_id(id)
        , m_closer(closer)
    {
    }
    Hdf5Handle(Hdf5Handle&& other) noexcept
        : m_id(std::exchange(other.m_id, -1))
        , m_closer(other.m_closer)
    {
    }
    Hdf5Handle& operator=(Hdf5Handle&&) = delete;
    Hdf5Handle(const Hdf5Handle&) = delete;
    Hdf5Handle& operator=(const Hdf5Handle&) = delete;
    ~Hdf5Handle()
    {
        if (m_id >= 0)
            m_closer(m_id);
    }
    [[nodiscard]] hid_t get() const { return m_id; }
    explicit operator bool() const { return m_id >= 0; }

private:
    hid_t m_id;
    herr_t (*m_closer)(hid_t);
};

template <Hdf5Number T>
[[nodiscard]] hid_t nativeType()
{
    if constexpr (std::same_as<T, float>)
        return H5T_NATIVE_FLOAT;
    else if constexpr (std::same_as<T, double>)
        return H5T_NATIVE_DOUBLE;
    else if constexpr (std::same_as<T, std::int32_t>)
        return H5T_NATIVE_INT32;
    else if constexpr (std::same_as<T, std::int64_t>)
        return H5T_NATIVE_INT64;
    else
        return H5T_NATIVE_UINT8;
}

/// Numbers, h5py bools (an enum) and bit fields count as numbers.
[[nodiscard]] Hdf5Kind kindOfType(hid_t type);
[[nodiscard]] std::string_view kindName(Hdf5Kind kind);
/// Variable length, as h5py and netCDF-4 write text.
[[nodiscard]] Hdf5Handle utf8StringType();
[[nodiscard]] std::vector<hsize_t> toHsize(std::span<const std::int64_t> shape);

/// Makes every external link one that leads nowhere; what it says can still be asked.
void keepExternalLinksUnfollowed();
/// Where the samples of an open dataset lie, if not in its file: "samples in FILE"; else empty.
[[nodiscard]] std::string samplesElsewhere(hid_t dataset);

/// All strings of an open dataset or attribute, padding removed. False where the library fails.
enum class Hdf5Owner { Dataset, Attribute };
[[nodiscard]] bool readAllStrings(hid_t object, Hdf5Owner owner, std::vector<std::string>& out);

} // namespace maskscope
