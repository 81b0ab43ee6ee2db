// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/hdf5/hdf5_block_reader.h"

#include <algorithm>
#include <array>
#include <limits>

#include "analysis/data/hdf5/hdf5_handle.h"

namespace maskscope {

namespace {

constexpr std::int64_t cacheBytes = 128LL << 20U;
constexpr std::size_t mostAxes = 3;
constexpr std::int64_t mostChunkBytes = 1LL << 30U;

/// Extents of a chunk; empty where the dataset is stored in one piece.
std::vector<hsize_t> chunkOf(hid_t dataset, std::size_t rank)
{
    const Hdf5Handle creation(H5Dget_create_plist(dataset), H5Pclose);
    if (!creation || H5Pget_layout(creation.get()) != H5D_CHUNKED)
        return {};
    std::vector<hsize_t> chunk(rank);
    if (H5Pget_chunk(creation.get(), static_cast<int>(rank), chunk.data()) != static_cast<int>(rank))
        chunk.clear();
    return chunk;
}

/// What a cache must hold of a chunked dataset so that going along one axis unpacks each chunk once.
struct CachePlan {
    std::int64_t chunkBytes = 0;
    std::int64_t chunks = 0; // side by side
    std::int64_t together = 0; // neighbours on the other axis that they cover
};

CachePlan planCache(std::span<const hsize_t> chunk, std::span<const std::int64_t> shape, std::int64_t elementBytes,
                    std::size_t along)
{
    CachePlan plan { elementBytes, 1, 1 };
    for (const hsize_t extent : chunk) { // no overflow: each extent is below 2^32, and the first excess ends it
        plan.chunkBytes *= static_cast<std::int64_t>(extent);
        if (plan.chunkBytes > mostChunkBytes)
            return plan;
    }
    const std::int64_t fit = std::max<std::int64_t>(1, cacheBytes / std::max<std::int64_t>(1, plan.chunkBytes));
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (axis == along)
            continue;
        const auto width = static_cast<std::int64_t>(chunk[axis]);
        const std::int64_t across = std::min(fit, (shape[axis] + width - 1) / width);
        plan.together = std::min(shape[axis], across * width);
        plan.chunks = std::min(fit, plan.chunks * across);
    }
    return plan;
}

/// Deflate reaches 1032 to 1 on zeros; real samples, flat channels and padding among them, stay far below 200 to 1.
bool isPackedBeyondReason(hid_t dataset, hid_t type, std::int64_t count)
{
    constexpr double alwaysAllowed = 256.0 * 1024 * 1024;
    const double bytes = static_cast<double>(count) * static_cast<double>(H5Tget_size(type));
    return bytes > alwaysAllowed + 200 * static_cast<double>(H5Dget_storage_size(dataset));
}

/// NaN in the part of `out` that this block holds.
void blank(const Hdf5Block& block, std::span<const std::int64_t> first, std::span<const std::int64_t> count,
           std::span<double> out)
{
    const std::size_t last = first.size() - 1;
    std::array<std::int64_t, mostAxes> low {}, high {};
    bool meets = true;
    for (std::size_t axis = 0; axis <= last; ++axis) { // within the block that was read
        low[axis] = std::max<std::int64_t>(block.first[axis] - first[axis], 0);
        high[axis] = std::min(block.first[axis] + block.count[axis] - first[axis], count[axis]);
        meets = meets && low[axis] < high[axis];
    }
    for (auto at = low; meets;) {
        std::int64_t row = 0;
        for (std::size_t axis = 0; axis < last; ++axis)
            row = (row + at[axis]) * count[axis + 1];
        std::fill(out.begin() + row + low[last], out.begin() + row + high[last],
                  std::numeric_limits<double>::quiet_NaN());
        std::size_t axis = last;
        while (axis > 0 && ++at[axis - 1] == high[axis - 1]) {
            at[axis - 1] = low[axis - 1];
            --axis;
        }
        meets = axis > 0;
    }
}

} // namespace

Hdf5BlockReader::Hdf5BlockReader(Hdf5BlockReader&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_name(std::move(other.m_name))
    , m_dataset(std::exchange(other.m_dataset, -1))
    , m_shape(std::move(other.m_shape))
    , m_along(other.m_along)
    , m_unwritten(std::move(other.m_unwritten))
    , m_longestUnwritten(other.m_longestUnwritten)
    , m_together(other.m_together)
{
}

Hdf5BlockReader& Hdf5BlockReader::operator=(Hdf5BlockReader&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_name, other.m_name);
    std::swap(m_dataset, other.m_dataset);
    std::swap(m_shape, other.m_shape);
    std::swap(m_along, other.m_along);
    std::swap(m_unwritten, other.m_unwritten);
    std::swap(m_longestUnwritten, other.m_longestUnwritten);
    std::swap(m_together, other.m_together);
    return *this;
}

Hdf5BlockReader::~Hdf5BlockReader()
{
    if (m_dataset < 0)
        return;
    const Hdf5Lock lock;
    H5Dclose(m_dataset);
}

tl::unexpected<Error> Hdf5BlockReader::unreadable(std::string message) const
{
    return failure(ErrorCode::CorruptInput, m_path.string() + ": " + m_name, std::move(message));
}

void Hdf5BlockReader::keepUnwritten(std::vector<Hdf5Block> blocks)
{
    m_unwritten = std::move(blocks);
    std::ranges::stable_sort(m_unwritten, {}, [this](const Hdf5Block& block) { return block.first[m_along]; });
    for (const Hdf5Block& block : m_unwritten)
        m_longestUnwritten = std::max(m_longestUnwritten, block.count[m_along]);
}

Result<Hdf5BlockReader> Hdf5BlockReader::open(const Hdf5File& file, const std::string& dataset, std::size_t along,
                                              std::optional<std::int64_t> used)
{
    const Hdf5Lock lock;
    const auto shape = file.datasetShape(dataset); // refuses what the file cannot hold
    if (!shape)
        return tl::unexpected(shape.error());
    Hdf5BlockReader reader;
    reader.m_path = file.path();
    reader.m_name = dataset;
    reader.m_shape = shape->shape;
    if (shape->kind != Hdf5Kind::Number || shape->shape.empty() || shape->shape.size() > mostAxes)
        return reader.unreadable("is no table of numbers");
    const Hdf5Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
    Hdf5Handle plain(H5Dopen2(file.m_id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle type(plain ? H5Dget_type(plain.get()) : -1, H5Tclose);
    if (!type || !access)
        return reader.unreadable("cannot be opened");
    if (isPackedBeyondReason(plain.get(), type.get(), used.value_or(shape->count)))
        return reader.unreadable("holds more than 200 times as many bytes as are stored, which no EEG does");
    auto unwritten = file.unwrittenBlocks(dataset);
    if (!unwritten)
        return tl::unexpected(unwritten.error());
    reader.m_along = shape->shape.size() == 1 ? 0 : along;
    reader.keepUnwritten(std::move(*unwritten));
    reader.m_together = shape->shape.size() == 2 ? shape->shape[1 - along] : 1;
    const auto chunk = chunkOf(plain.get(), shape->shape.size());
    if (!chunk.empty()) {
        const CachePlan plan
            = planCache(chunk, shape->shape, static_cast<std::int64_t>(H5Tget_size(type.get())), along);
        if (plan.chunkBytes > mostChunkBytes)
            return reader.unreadable("is packed in pieces of more than 1 GiB");
        constexpr std::size_t slots = 10'007; // a prime, far above the number of chunks kept
        const std::int64_t bytes = std::max<std::int64_t>(1 << 20, plan.chunks * plan.chunkBytes);
        H5Pset_chunk_cache(access.get(), slots, static_cast<std::size_t>(bytes), 1.0);
        reader.m_together = plan.together;
    }
    {
        const Hdf5Handle closed(std::move(plain)); // the library keeps the cache of an opening while that lasts
    }
    reader.m_dataset = H5Dopen2(file.m_id, dataset.c_str(), access.get());
    if (reader.m_dataset < 0)
        return reader.unreadable("cannot be opened");
    return reader;
}

Result<void> Hdf5BlockReader::checkBlock(std::span<const std::int64_t> first, std::span<const std::int64_t> count,
                                         std::size_t size) const
{
    if (first.size() != m_shape.size() || count.size() != m_shape.size())
        return unreadable("a block of another number of axes was asked for");
    std::int64_t values = 1;
    for (std::size_t axis = 0; axis < m_shape.size(); ++axis) {
        const bool inside = first[axis] >= 0 && count[axis] >= 0 && first[axis] <= m_shape[axis]
            && count[axis] <= m_shape[axis] - first[axis];
        if (!inside)
            return unreadable("ends before the block that was asked for");
        values *= count[axis];
    }
    if (values != static_cast<std::int64_t>(size))
        return unreadable("a block of another size was asked for");
    return {};
}

/// NaN in the part of `out` that nobody wrote.
void Hdf5BlockReader::blankUnwritten(std::span<const std::int64_t> first, std::span<const std::int64_t> count,
                                     std::span<double> out) const
{
    const std::int64_t begin = first[m_along], end = begin + count[m_along];
    const auto start = [this](const Hdf5Block& block) { return block.first[m_along]; };
    auto block = std::ranges::upper_bound(m_unwritten, begin - m_longestUnwritten, {}, start);
    for (; block != m_unwritten.end() && start(*block) < end; ++block)
        blank(*block, first, count, out);
}

Result<void> Hdf5BlockReader::read(std::span<const std::int64_t> first, std::span<const std::int64_t> count,
                                   std::span<double> out) const
{
    const Hdf5Lock lock;
    if (auto fits = checkBlock(first, count, out.size()); !fits)
        return fits;
    if (out.empty())
        return {};
    const auto start = toHsize(first);
    const auto size = toHsize(count);
    const Hdf5Handle space(H5Dget_space(m_dataset), H5Sclose);
    const Hdf5Handle memory(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose);
    const bool ok = space && memory
        && H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr) >= 0
        && H5Dread(m_dataset, H5T_NATIVE_DOUBLE, memory.get(), space.get(), H5P_DEFAULT, out.data()) >= 0;
    if (!ok)
        return unreadable("its values cannot be read: the file may be damaged");
    blankUnwritten(first, count, out);
    return {};
}

} // namespace maskscope
