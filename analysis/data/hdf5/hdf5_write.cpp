// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/hdf5/hdf5_handle.h"

#include <hdf5_hl.h>

namespace maskscope {

namespace {

/// Rows of the first axis so that a chunk holds about 256 KiB; other axes whole (halved while one row alone is too
/// big).
std::vector<hsize_t> chosenChunk(std::vector<hsize_t> shape, std::size_t elementBytes)
{
    constexpr hsize_t targetBytes = hsize_t { 256 } << 10;
    for (auto& extent : shape)
        extent = std::max<hsize_t>(extent, 1);
    const auto bytes = [&] {
        hsize_t n = elementBytes;
        for (const hsize_t extent : shape)
            n *= extent;
        return n;
    };
    for (auto& extent : shape) {
        while (extent > 1 && bytes() > targetBytes)
            extent = (extent + 1) / 2;
    }
    return shape;
}

Hdf5Handle creationList(const std::vector<hsize_t>& shape, const Hdf5WriteOptions& options, std::size_t elementBytes)
{
    Hdf5Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    const bool empty = std::find(shape.begin(), shape.end(), hsize_t { 0 }) != shape.end();
    if (shape.empty() || empty || (options.chunk.empty() && options.deflate == 0))
        return list;
    const auto chunk = options.chunk.empty() ? chosenChunk(shape, elementBytes) : toHsize(options.chunk);
    H5Pset_chunk(list.get(), static_cast<int>(chunk.size()), chunk.data());
    if (options.deflate > 0) {
        H5Pset_shuffle(list.get());
        H5Pset_deflate(list.get(), static_cast<unsigned>(std::min(options.deflate, 9)));
    }
    return list;
}

/// Creates the dataset and its parent groups; time stamps are left out, so that equal content gives equal bytes.
Hdf5Handle createDatasetOfType(std::int64_t file, const std::string& name, hid_t type,
                               const std::vector<hsize_t>& shape, const Hdf5WriteOptions& options)
{
    const Hdf5Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
    H5Pset_create_intermediate_group(links.get(), 1);
    const Hdf5Handle list = creationList(shape, options, H5Tget_size(type));
    H5Pset_obj_track_times(list.get(), 0);
    const Hdf5Handle space(shape.empty() ? H5Screate(H5S_SCALAR)
                                         : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr),
                           H5Sclose);
    return { H5Dcreate2(file, name.c_str(), type, space.get(), links.get(), list.get(), H5P_DEFAULT), H5Dclose };
}

std::size_t product(const std::vector<hsize_t>& shape)
{
    std::size_t n = 1;
    for (const hsize_t extent : shape)
        n *= extent;
    return n;
}

} // namespace

Result<void> Hdf5File::createGroup(const std::string& group)
{
    const Hdf5Lock lock;
    if (isGroup(group))
        return {};
    const Hdf5Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
    H5Pset_create_intermediate_group(links.get(), 1);
    const Hdf5Handle handle(H5Gcreate2(m_id, group.c_str(), links.get(), H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
    if (!handle)
        return writeError(group, "the group cannot be created");
    return {};
}

template <Hdf5Number T>
Result<void> Hdf5File::write(const std::string& dataset, std::span<const T> values, std::span<const std::int64_t> shape,
                             const Hdf5WriteOptions& options)
{
    const Hdf5Lock lock;
    const auto extents = toHsize(shape);
    if (product(extents) != values.size())
        return writeError(dataset, "its shape and its number of values differ");
    const Hdf5Handle handle = createDatasetOfType(m_id, dataset, nativeType<T>(), extents, options);
    if (!handle)
        return writeError(dataset, "the dataset cannot be created");
    if (!values.empty() && H5Dwrite(handle.get(), nativeType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
        return writeError(dataset, "its values cannot be written: the disk may be full");
    return {};
}

template <Hdf5Number T>
Result<void> Hdf5File::createDataset(const std::string& dataset, std::span<const std::int64_t> shape,
                                     const Hdf5WriteOptions& options)
{
    const Hdf5Lock lock;
    if (!createDatasetOfType(m_id, dataset, nativeType<T>(), toHsize(shape), options))
        return writeError(dataset, "the dataset cannot be created");
    return {};
}

template <Hdf5Number T>
Result<void> Hdf5File::writeBlock(const std::string& dataset, std::span<const std::int64_t> first,
                                  std::span<const std::int64_t> count, std::span<const T> values)
{
    const Hdf5Lock lock;
    const auto start = toHsize(first);
    const auto size = toHsize(count);
    const Hdf5Handle handle(H5Dopen2(m_id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle space(handle ? H5Dget_space(handle.get()) : -1, H5Sclose);
    if (!space || H5Sget_simple_extent_ndims(space.get()) != static_cast<int>(start.size())
        || size.size() != start.size() || product(size) != values.size())
        return writeError(dataset, "the block does not fit into the dataset");
    const Hdf5Handle memory(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose);
    const bool ok = H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr) >= 0
        && H5Dwrite(handle.get(), nativeType<T>(), memory.get(), space.get(), H5P_DEFAULT, values.data()) >= 0;
    if (!ok)
        return writeError(dataset, "its values cannot be written: the block may lie outside, or the disk be full");
    return {};
}

Result<void> Hdf5File::writeStrings(const std::string& dataset, std::span<const std::string> values)
{
    const Hdf5Lock lock;
    std::vector<const char*> pointers;
    for (const std::string& value : values)
        pointers.push_back(value.c_str());
    const Hdf5Handle type = utf8StringType();
    const Hdf5Handle handle = createDatasetOfType(m_id, dataset, type.get(), { values.size() }, {});
    if (!handle
        || (!values.empty() && H5Dwrite(handle.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) < 0))
        return writeError(dataset, "its strings cannot be written");
    return {};
}

Result<void> Hdf5File::writeFixedStrings(const std::string& dataset, std::span<const std::string> values,
                                         std::size_t width)
{
    const Hdf5Lock lock;
    std::vector<char> bytes(values.size() * width, 0);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i].copy(bytes.data() + i * width, width);
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.get(), width);
    H5Tset_strpad(type.get(), H5T_STR_NULLPAD);
    const Hdf5Handle handle = createDatasetOfType(m_id, dataset, type.get(), { values.size() }, {});
    if (!handle
        || (!bytes.empty() && H5Dwrite(handle.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0))
        return writeError(dataset, "its strings cannot be written");
    return {};
}

Result<void> Hdf5File::writeString(const std::string& dataset, const std::string& value)
{
    const Hdf5Lock lock;
    const char* pointer = value.c_str();
    const Hdf5Handle type = utf8StringType();
    const Hdf5Handle handle = createDatasetOfType(m_id, dataset, type.get(), {}, {});
    if (!handle || H5Dwrite(handle.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, &pointer) < 0)
        return writeError(dataset, "its string cannot be written");
    return {};
}

Result<void> Hdf5File::makeScale(const std::string& dataset, const std::string& name)
{
    const Hdf5Lock lock;
    const Hdf5Handle handle(H5Dopen2(m_id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    if (!handle || H5DSset_scale(handle.get(), name.c_str()) < 0)
        return writeError(dataset, "cannot be made a dimension scale");
    return {};
}

Result<void> Hdf5File::attachScale(const std::string& dataset, int axis, const std::string& scale)
{
    const Hdf5Lock lock;
    const Hdf5Handle handle(H5Dopen2(m_id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle coordinate(H5Dopen2(m_id, scale.c_str(), H5P_DEFAULT), H5Dclose);
    if (!handle || !coordinate || H5DSattach_scale(handle.get(), coordinate.get(), static_cast<unsigned>(axis)) < 0)
        return writeError(dataset, "the dimension scale " + scale + " cannot be attached");
    return {};
}

#define MASKSCOPE_INSTANTIATE(T)                                                                                       \
    template Result<void> Hdf5File::write<T>(const std::string&, std::span<const T>, std::span<const std::int64_t>,    \
                                             const Hdf5WriteOptions&);                                                 \
    template Result<void> Hdf5File::createDataset<T>(const std::string&, std::span<const std::int64_t>,                \
                                                     const Hdf5WriteOptions&);                                         \
    template Result<void> Hdf5File::writeBlock<T>(const std::string&, std::span<const std::int64_t>,                   \
                                                  std::span<const std::int64_t>, std::span<const T>);
MASKSCOPE_INSTANTIATE(float)
MASKSCOPE_INSTANTIATE(double)
MASKSCOPE_INSTANTIATE(std::int32_t)
MASKSCOPE_INSTANTIATE(std::int64_t)
MASKSCOPE_INSTANTIATE(std::uint8_t)
#undef MASKSCOPE_INSTANTIATE

} // namespace maskscope
