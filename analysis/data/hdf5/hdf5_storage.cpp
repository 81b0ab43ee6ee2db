// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the samples of a dataset lie: inside the file, in another one, or nowhere.
#include <algorithm>
#include <array>
#include <numeric>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/hdf5/hdf5_handle.h"

namespace maskscope {

namespace {

constexpr std::size_t longestName = 4096;

hid_t followNoLink(const char* /*name*/, hid_t /*group*/, const void* /*value*/, std::size_t /*bytes*/,
                   hid_t /*access*/, hid_t /*transfer*/)
{
    return -1;
}

ssize_t tellLink(const char* /*name*/, const void* value, std::size_t bytes, void* out, std::size_t room)
{
    std::copy_n(static_cast<const char*>(value), out == nullptr ? 0 : std::min(bytes, room), static_cast<char*>(out));
    return static_cast<ssize_t>(bytes);
}

/// "FILE: /dataset" of an external link; empty of other links.
std::string targetOf(hid_t group, const char* name)
{
    H5L_info_t link {};
    if (H5Lget_info(group, name, &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_EXTERNAL
        || link.u.val_size > longestName)
        return {};
    std::vector<char> value(link.u.val_size + 1, '\0');
    const char *file = nullptr, *object = nullptr;
    unsigned flags = 0;
    if (H5Lget_val(group, name, value.data(), link.u.val_size, H5P_DEFAULT) < 0
        || H5Lunpack_elink_val(value.data(), link.u.val_size, &flags, &file, &object) < 0)
        return "another file";
    return std::string(file) + ": " + object;
}

std::string nameOfSource(hid_t creation)
{
    std::array<char, longestName> name {};
    if (H5Pget_layout(creation) == H5D_VIRTUAL)
        return H5Pget_virtual_filename(creation, 0, name.data(), name.size()) > 0 ? name.data() : "other datasets";
    off_t offset = 0;
    hsize_t bytes = 0;
    return H5Pget_external(creation, 0, name.size() - 1, name.data(), &offset, &bytes) >= 0 ? name.data()
                                                                                            : "another file";
}

/// The chunks of a dataset as a grid.
struct ChunkGrid {
    std::vector<hsize_t> extents, chunk, chunks; ///< of the dataset, of a chunk, chunks along each axis

    [[nodiscard]] hsize_t count() const
    {
        return std::accumulate(chunks.begin(), chunks.end(), hsize_t { 1 }, [](hsize_t a, hsize_t b) {
            return b != 0 && a > (hsize_t { 1 } << 62U) / b ? hsize_t { 1 } << 62U : a * b;
        });
    }
    [[nodiscard]] std::vector<hsize_t> offset(hsize_t index) const
    {
        std::vector<hsize_t> at(chunk.size());
        for (std::size_t axis = chunk.size(); axis-- > 0; index /= chunks[axis])
            at[axis] = index % chunks[axis] * chunk[axis];
        return at;
    }
    [[nodiscard]] Hdf5Block block(const std::vector<hsize_t>& at) const
    {
        Hdf5Block block;
        for (std::size_t axis = 0; axis < at.size(); ++axis) {
            block.first.push_back(static_cast<std::int64_t>(at[axis]));
            block.count.push_back(static_cast<std::int64_t>(std::min(chunk[axis], extents[axis] - at[axis])));
        }
        return block;
    }
};

ChunkGrid gridOf(hid_t space, hid_t creation)
{
    ChunkGrid grid;
    const int rank = std::max(0, H5Sget_simple_extent_ndims(space));
    grid.extents.resize(static_cast<std::size_t>(rank));
    grid.chunk.resize(grid.extents.size(), 1);
    H5Sget_simple_extent_dims(space, grid.extents.data(), nullptr);
    H5Pget_chunk(creation, rank, grid.chunk.data());
    for (std::size_t axis = 0; axis < grid.extents.size(); ++axis)
        grid.chunks.push_back((grid.extents[axis] + grid.chunk[axis] - 1) / std::max<hsize_t>(1, grid.chunk[axis]));
    return grid;
}

Hdf5Block everything(const std::vector<std::int64_t>& shape)
{
    return { std::vector<std::int64_t>(shape.size(), 0), shape };
}

} // namespace

void keepExternalLinksUnfollowed()
{
    H5L_class_t refused {};
    refused.version = H5L_LINK_CLASS_T_VERS;
    refused.id = H5L_TYPE_EXTERNAL;
    refused.comment = "external link, not followed";
    refused.trav_func = followNoLink;
    refused.query_func = tellLink;
    H5Lregister(&refused);
}

std::string samplesElsewhere(hid_t dataset)
{
    const Hdf5Handle creation(H5Dget_create_plist(dataset), H5Pclose);
    if (!creation)
        return {};
    if (H5Pget_layout(creation.get()) == H5D_VIRTUAL)
        return "a virtual dataset made of others (" + nameOfSource(creation.get()) + ")";
    return H5Pget_external_count(creation.get()) > 0 ? "samples in " + nameOfSource(creation.get()) : std::string();
}

std::string Hdf5File::outsideTarget(const std::string& object) const
{
    const Hdf5Lock lock;
    for (std::size_t slash = object.find('/', 1);; slash = object.find('/', slash + 1)) {
        const std::string part = object.substr(0, slash);
        if (part.empty() || part == "/" || H5Lexists(m_id, part.c_str(), H5P_DEFAULT) <= 0)
            return {};
        if (std::string target = targetOf(m_id, part.c_str()); !target.empty())
            return target;
        if (slash == std::string::npos)
            return {};
    }
}

std::string Hdf5File::firstOutsideLink() const
{
    struct Search {
        std::string found;
        int left = 10'000;
    } search;
    const auto visit = [](hid_t group, const char* name, const H5L_info_t* link, void* out) -> herr_t {
        auto& own = *static_cast<Search*>(out);
        if (link->type == H5L_TYPE_EXTERNAL)
            own.found = std::string("/") + name + " in " + targetOf(group, name);
        return own.found.empty() && --own.left > 0 ? 0 : 1;
    };
    const Hdf5Lock lock;
    H5Lvisit(m_id, H5_INDEX_NAME, H5_ITER_NATIVE, visit, &search);
    return search.found;
}

Result<std::vector<Hdf5Block>> Hdf5File::unwrittenBlocks(const std::string& dataset) const
{
    const Hdf5Lock lock;
    const auto shape = datasetShape(dataset);
    if (!shape)
        return tl::unexpected(shape.error());
    const Hdf5Handle handle(H5Dopen2(m_id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle creation(handle ? H5Dget_create_plist(handle.get()) : -1, H5Pclose);
    const Hdf5Handle space(handle ? H5Dget_space(handle.get()) : -1, H5Sclose);
    if (!creation || !space)
        return readError(dataset, "cannot be opened");
    std::vector<Hdf5Block> missing;
    if (shape->count == 0)
        return missing;
    if (H5Dget_storage_size(handle.get()) == 0)
        missing.push_back(everything(shape->shape));
    if (!missing.empty() || H5Pget_layout(creation.get()) != H5D_CHUNKED)
        return missing;
    const ChunkGrid grid = gridOf(space.get(), creation.get());
    hsize_t written = 0;
    if (H5Dget_num_chunks(handle.get(), space.get(), &written) >= 0 && written >= grid.count())
        return missing;
    constexpr hsize_t mostChunks = 200'000;
    if (grid.count() > mostChunks && written < grid.count() / 2) // else the file's own size bounds their number
        return readError(dataset, "is mostly empty", "at most 200,000 chunks where most were never written",
                         std::to_string(written) + " written of " + std::to_string(grid.count()));
    for (hsize_t index = 0; index < grid.count(); ++index) {
        const auto at = grid.offset(index);
        hsize_t bytes = 0;
        if (H5Dget_chunk_storage_size(handle.get(), at.data(), &bytes) < 0 || bytes == 0)
            missing.push_back(grid.block(at));
    }
    return missing;
}

Result<void> Hdf5File::requireWritten(const std::string& dataset) const
{
    const auto missing = unwrittenBlocks(dataset);
    if (!missing)
        return tl::unexpected(missing.error());
    if (missing->empty())
        return {};
    return readError(dataset, "was not written to its end", "values everywhere",
                     std::to_string(missing->size()) + (missing->size() == 1 ? " block" : " blocks")
                         + " that nobody ever wrote");
}

} // namespace maskscope
