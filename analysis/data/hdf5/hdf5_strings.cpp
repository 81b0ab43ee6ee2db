// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/hdf5/hdf5_handle.h"

namespace maskscope {

Hdf5Handle utf8StringType()
{
    Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    return type;
}

namespace {

bool readRaw(hid_t object, Hdf5Owner owner, hid_t type, void* out, hid_t transfer = H5P_DEFAULT)
{
    return owner == Hdf5Owner::Dataset ? H5Dread(object, type, H5S_ALL, H5S_ALL, transfer, out) >= 0
                                       : H5Aread(object, type, out) >= 0;
}

/// Bytes of text that the file of an object can tell: it may repeat few texts as fill value, or pack them.
std::size_t mostTextBytes(hid_t object)
{
    constexpr std::size_t alwaysAllowed = std::size_t { 64 } << 20U;
    const Hdf5Handle file(H5Iget_file_id(object), H5Fclose);
    hsize_t size = 0;
    return file && H5Fget_filesize(file.get(), &size) >= 0 ? std::max(alwaysAllowed, 4 * static_cast<std::size_t>(size))
                                                           : 0;
}

/// Memory for the texts of one dataset, and no more than its file can tell: the library believes whatever length a
/// reference claims, four gigabytes a text. Gone with this object.
class TextMemory {
public:
    explicit TextMemory(hid_t object)
        : m_left(mostTextBytes(object))
    {
    }
    [[nodiscard]] Hdf5Handle transfer()
    {
        Hdf5Handle list(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
        H5Pset_vlen_mem_manager(list.get(), allocate, this, keep, nullptr);
        return list;
    }

private:
    static void* allocate(std::size_t bytes, void* memory) noexcept // called from C
    {
        auto& own = *static_cast<TextMemory*>(memory);
        if (bytes > own.m_left)
            return nullptr;
        try {
            own.m_texts.push_back(std::make_unique<char[]>(bytes)); // NOLINT(modernize-avoid-c-arrays): as C wants it
        } catch (const std::bad_alloc&) {
            return nullptr;
        }
        own.m_left -= bytes;
        return own.m_texts.back().get();
    }
    static void keep(void* /*text*/, void* /*memory*/) noexcept { }

    std::size_t m_left;
    std::vector<std::unique_ptr<char[]>> m_texts; // NOLINT(modernize-avoid-c-arrays)
};

bool readVariable(hid_t object, Hdf5Owner owner, hid_t fileType, hid_t space, std::vector<std::string>& out)
{
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5Tget_cset(fileType)); // HDF5 converts between no two character sets
    std::vector<char*> pointers(out.size(), nullptr);
    TextMemory memory(object);
    const Hdf5Handle transfer = memory.transfer();
    if (!readRaw(object, owner, type.get(), pointers.data(), transfer.get()))
        return false;
    std::transform(pointers.begin(), pointers.end(), out.begin(),
                   [](const char* text) { return text == nullptr ? std::string() : std::string(text); });
    if (owner == Hdf5Owner::Attribute)
        H5Dvlen_reclaim(type.get(), space, H5P_DEFAULT, pointers.data());
    return true;
}

bool readFixed(hid_t object, Hdf5Owner owner, hid_t fileType, std::vector<std::string>& out)
{
    const std::size_t width = H5Tget_size(fileType);
    std::vector<char> bytes(width * out.size());
    if (!readRaw(object, owner, fileType, bytes.data()))
        return false;
    const bool spaces = H5Tget_strpad(fileType) == H5T_STR_SPACEPAD;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const char* text = bytes.data() + i * width;
        std::size_t length = ::strnlen(text, width);
        while (spaces && length > 0 && text[length - 1] == ' ')
            --length;
        out[i].assign(text, length);
    }
    return true;
}

} // namespace

bool readAllStrings(hid_t object, Hdf5Owner owner, std::vector<std::string>& out)
{
    const bool dataset = owner == Hdf5Owner::Dataset;
    const Hdf5Handle space(dataset ? H5Dget_space(object) : H5Aget_space(object), H5Sclose);
    const Hdf5Handle type(dataset ? H5Dget_type(object) : H5Aget_type(object), H5Tclose);
    const hssize_t count = space ? H5Sget_simple_extent_npoints(space.get()) : -1;
    constexpr hssize_t mostStrings = 16'000'000;
    if (!type || H5Tget_class(type.get()) != H5T_STRING || count < 0 || count > mostStrings)
        return false;
    const bool variable = H5Tis_variable_str(type.get()) > 0;
    if (!variable
        && H5Tget_size(type.get()) > mostTextBytes(object) / static_cast<std::size_t>(std::max<hssize_t>(count, 1)))
        return false;
    out.assign(static_cast<std::size_t>(count), {});
    if (out.empty())
        return true;
    return variable ? readVariable(object, owner, type.get(), space.get(), out)
                    : readFixed(object, owner, type.get(), out);
}

Result<std::vector<std::string>> Hdf5File::readStrings(const std::string& dataset) const
{
    const Hdf5Lock lock;
    const auto shape = datasetShape(dataset);
    if (!shape)
        return tl::unexpected(shape.error());
    if (shape->kind != Hdf5Kind::String)
        return readError(dataset, "has another kind of content", "strings", std::string(kindName(shape->kind)));
    const Hdf5Handle handle(H5Dopen2(m_id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    std::vector<std::string> strings;
    if (!handle || !readAllStrings(handle.get(), Hdf5Owner::Dataset, strings))
        return readError(dataset, "its strings cannot be read: the file may be damaged");
    return strings;
}

} // namespace maskscope
