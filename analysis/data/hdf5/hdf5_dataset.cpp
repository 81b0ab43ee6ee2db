// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>
#include <limits>
#include <new>
#include <numeric>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/hdf5/hdf5_handle.h"

namespace maskscope {

namespace {

/// Product of the extents, or -1 where it overflows.
std::int64_t product(std::span<const hsize_t> extents)
{
    hsize_t n = 1;
    for (const hsize_t extent : extents) {
        if (extent != 0 && n > static_cast<hsize_t>(std::numeric_limits<std::int64_t>::max()) / extent)
            return -1;
        n *= extent;
    }
    return static_cast<std::int64_t>(n);
}

struct OpenDataset {
    Hdf5Handle dataset;
    Hdf5Handle space;
    Hdf5Handle type;
    std::vector<hsize_t> extents;

    [[nodiscard]] bool valid() const { return dataset && space && type; }
};

OpenDataset openDataset(std::int64_t file, const std::string& name)
{
    Hdf5Handle dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose);
    Hdf5Handle space(dataset ? H5Dget_space(dataset.get()) : -1, H5Sclose);
    Hdf5Handle type(dataset ? H5Dget_type(dataset.get()) : -1, H5Tclose);
    std::vector<hsize_t> extents;
    const int rank = space ? H5Sget_simple_extent_ndims(space.get()) : -1;
    if (rank > 0) {
        extents.resize(static_cast<std::size_t>(rank));
        H5Sget_simple_extent_dims(space.get(), extents.data(), nullptr);
    }
    if (space && H5Sget_simple_extent_type(space.get()) == H5S_NULL)
        extents.assign(1, 0);
    return { std::move(dataset), std::move(space), std::move(type), std::move(extents) };
}

/// Whether the bytes that are stored can hold so many elements: deflate reaches at most 1032 to 1, and small datasets
/// may be all fill value (nothing stored).
bool plausibleSize(const OpenDataset& open, std::int64_t count)
{
    constexpr double fillAllowanceBytes = 64.0 * 1024 * 1024;
    const double declared = static_cast<double>(count) * static_cast<double>(H5Tget_size(open.type.get()));
    const double stored = static_cast<double>(H5Dget_storage_size(open.dataset.get()));
    return declared <= stored * 1040.0 + fillAllowanceBytes;
}

} // namespace

Hdf5Kind kindOfType(hid_t type)
{
    // In a damaged file a number can be as wide as memory, and the library makes room for one.
    constexpr std::size_t widestNumber = 64;
    switch (H5Tget_class(type)) {
    case H5T_INTEGER:
    case H5T_FLOAT:
    case H5T_ENUM: // h5py bool
        return H5Tget_size(type) <= widestNumber ? Hdf5Kind::Number : Hdf5Kind::Other;
    case H5T_STRING:
        return Hdf5Kind::String;
    default:
        return Hdf5Kind::Other;
    }
}

std::string_view kindName(Hdf5Kind kind)
{
    switch (kind) {
    case Hdf5Kind::Number:
        return "numbers";
    case Hdf5Kind::String:
        return "strings";
    case Hdf5Kind::Other:
        break;
    }
    return "neither numbers nor strings";
}

std::vector<hsize_t> toHsize(std::span<const std::int64_t> shape)
{
    std::vector<hsize_t> extents;
    extents.reserve(shape.size());
    for (const std::int64_t n : shape)
        extents.push_back(static_cast<hsize_t>(std::max<std::int64_t>(n, 0)));
    return extents;
}

Result<Hdf5DatasetShape> Hdf5File::datasetShape(const std::string& dataset) const
{
    const Hdf5Lock lock;
    if (!isDataset(dataset))
        return noSuchDataset(dataset);
    const OpenDataset open = openDataset(m_id, dataset);
    if (!open.valid())
        return readError(dataset, "cannot be opened");
    if (const std::string where = samplesElsewhere(open.dataset.get()); !where.empty())
        return elsewhere(dataset, where);
    Hdf5DatasetShape shape;
    shape.kind = kindOfType(open.type.get());
    shape.count = product(open.extents);
    if (shape.count < 0 || !plausibleSize(open, shape.count))
        return readError(dataset, "declares more elements than the file can hold");
    for (const hsize_t n : open.extents)
        shape.shape.push_back(static_cast<std::int64_t>(n));
    return shape;
}

template <Hdf5Number T>
Result<Hdf5Array<T>> Hdf5File::read(const std::string& dataset) const
{
    const Hdf5Lock lock;
    const auto shape = datasetShape(dataset);
    if (!shape)
        return tl::unexpected(shape.error());
    if (shape->kind != Hdf5Kind::Number)
        return readError(dataset, "has another kind of content", "numbers", std::string(kindName(shape->kind)));
    Hdf5Array<T> array;
    array.shape = shape->shape;
    try {
        array.values.resize(static_cast<std::size_t>(shape->count));
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, m_path.string() + ": " + dataset, "does not fit into memory");
    }
    const Hdf5Handle handle(H5Dopen2(m_id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    if (shape->count > 0
        && H5Dread(handle.get(), nativeType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, array.values.data()) < 0)
        return readError(dataset, "its values cannot be read: the file may be damaged");
    return array;
}

template <Hdf5Number T>
Result<void> Hdf5File::readBlock(const std::string& dataset, std::span<const std::int64_t> first,
                                 std::span<const std::int64_t> count, std::span<T> out) const
{
    const Hdf5Lock lock;
    if (!isDataset(dataset))
        return noSuchDataset(dataset);
    const OpenDataset open = openDataset(m_id, dataset);
    if (!open.valid())
        return readError(dataset, "cannot be opened");
    if (const std::string where = samplesElsewhere(open.dataset.get()); !where.empty())
        return elsewhere(dataset, where);
    if (kindOfType(open.type.get()) != Hdf5Kind::Number)
        return readError(dataset, "has another kind of content", "numbers",
                         std::string(kindName(kindOfType(open.type.get()))));
    const auto start = toHsize(first);
    const auto size = toHsize(count);
    if (start.size() != open.extents.size() || size.size() != start.size())
        return readError(dataset, "has another number of dimensions", std::to_string(first.size()),
                         std::to_string(open.extents.size()));
    for (std::size_t i = 0; i < size.size(); ++i) {
        if (first[i] < 0 || count[i] < 0 || start[i] > open.extents[i] || size[i] > open.extents[i] - start[i])
            return readError(dataset, "ends before the block that was asked for");
    }
    if (product(size) != static_cast<std::int64_t>(out.size()))
        return readError(dataset, "a block of another size was asked for");
    if (out.empty())
        return {};
    const Hdf5Handle memory(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose);
    const bool ok
        = H5Sselect_hyperslab(open.space.get(), H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr) >= 0
        && H5Dread(open.dataset.get(), nativeType<T>(), memory.get(), open.space.get(), H5P_DEFAULT, out.data()) >= 0;
    if (!ok)
        return readError(dataset, "its values cannot be read: the file may be damaged");
    return {};
}

#define MASKSCOPE_INSTANTIATE(T)                                                                                       \
    template Result<Hdf5Array<T>> Hdf5File::read<T>(const std::string&) const;                                         \
    template Result<void> Hdf5File::readBlock<T>(const std::string&, std::span<const std::int64_t>,                    \
                                                 std::span<const std::int64_t>, std::span<T>) const;
MASKSCOPE_INSTANTIATE(float)
MASKSCOPE_INSTANTIATE(double)
MASKSCOPE_INSTANTIATE(std::int32_t)
MASKSCOPE_INSTANTIATE(std::int64_t)
MASKSCOPE_INSTANTIATE(std::uint8_t)
#undef MASKSCOPE_INSTANTIATE

} // namespace maskscope
