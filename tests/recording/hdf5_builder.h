// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <hdf5.h>

#include "analysis/data/recording/recording.h"

namespace maskscope::test {

using Shape = std::vector<hsize_t>;

/// Writes files with HDF5's own interface, as h5py would.
class Hdf5Builder {
public:
    explicit Hdf5Builder(std::filesystem::path path)
        : m_path(std::move(path))
    {
        const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG); // datasets that a test leaves open are closed with the file
        m_file = H5Fcreate(m_path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
        H5Pclose(access);
    }
    Hdf5Builder(const Hdf5Builder&) = delete;
    Hdf5Builder& operator=(const Hdf5Builder&) = delete;
    ~Hdf5Builder() { close(); }
    std::filesystem::path close()
    {
        if (m_file >= 0)
            H5Fclose(m_file);
        m_file = -1;
        return m_path;
    }
    [[nodiscard]] hid_t file() const { return m_file; }

    hid_t dataset(const std::string& name, const Shape& shape, hid_t creation = H5P_DEFAULT,
                  hid_t type = H5T_NATIVE_FLOAT) const
    {
        const hid_t links = H5Pcreate(H5P_LINK_CREATE);
        H5Pset_create_intermediate_group(links, 1);
        const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
        const hid_t made = H5Dcreate2(m_file, name.c_str(), type, space, links, creation, H5P_DEFAULT);
        H5Sclose(space);
        H5Pclose(links);
        return made;
    }
    /// The block [first, first + count) becomes 1, 2, 3, ...
    static void fill(hid_t dataset, const Shape& first, const Shape& count)
    {
        hsize_t size = 1;
        for (const hsize_t n : count)
            size *= n;
        std::vector<float> values(size);
        std::iota(values.begin(), values.end(), 1.0F);
        const hid_t space = H5Dget_space(dataset);
        H5Sselect_hyperslab(space, H5S_SELECT_SET, first.data(), nullptr, count.data(), nullptr);
        const hid_t memory = H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr);
        ASSERT_GE(H5Dwrite(dataset, H5T_NATIVE_FLOAT, memory, space, H5P_DEFAULT, values.data()), 0);
        H5Sclose(memory);
        H5Sclose(space);
    }
    static void rate(hid_t object, double hz = 128, const char* name = "sampling_rate_hz")
    {
        const hid_t space = H5Screate(H5S_SCALAR);
        const hid_t attribute = H5Acreate2(object, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, H5T_NATIVE_DOUBLE, &hz);
        H5Aclose(attribute);
        H5Sclose(space);
    }
    /// Texts of up to 8 letters.
    static void texts(hid_t object, const char* name, const std::vector<std::string>& values)
    {
        const hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, 8);
        const hsize_t count = values.size();
        std::vector<char> bytes(8 * values.size(), 0);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i].copy(bytes.data() + 8 * i, 8);
        const hid_t space = H5Screate_simple(1, &count, nullptr);
        const hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, type, bytes.data());
        H5Aclose(attribute);
        H5Sclose(space);
        H5Tclose(type);
    }
    void names(std::vector<std::string> names) const
    {
        const hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, 8);
        std::vector<char> bytes(8 * names.size(), 0);
        for (std::size_t i = 0; i < names.size(); ++i)
            names[i].copy(bytes.data() + 8 * i, 8);
        const hid_t made = dataset("/channel_names", { names.size() }, H5P_DEFAULT, type);
        H5Dwrite(made, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data());
        H5Dclose(made);
        H5Tclose(type);
    }
    void integers(const std::string& name, const std::vector<std::int64_t>& values) const
    {
        const hid_t made = dataset(name, { values.size() }, H5P_DEFAULT, H5T_NATIVE_INT64);
        H5Dwrite(made, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        H5Dclose(made);
    }

private:
    std::filesystem::path m_path;
    hid_t m_file = -1;
};

inline hid_t chunked(const Shape& chunk, int deflate = 0)
{
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
    if (deflate > 0)
        H5Pset_deflate(creation, static_cast<unsigned>(deflate));
    return creation;
}

inline std::string refusal(const std::filesystem::path& path)
{
    const auto recording = readRecording(path);
    return recording ? "was read" : recording.error().sentence();
}

inline bool says(const std::vector<std::string>& warnings, const std::string& text)
{
    return std::ranges::any_of(warnings, [&](const std::string& w) { return w.find(text) != std::string::npos; });
}

inline const std::vector<std::string> fourNames { "Fz", "Cz", "Pz", "Oz" };

} // namespace maskscope::test
