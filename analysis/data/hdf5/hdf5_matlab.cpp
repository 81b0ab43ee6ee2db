// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/hdf5/hdf5_handle.h"

namespace maskscope {

namespace {

constexpr hssize_t mostReferences = 4'000'000;
constexpr hssize_t mostNumbers = 65536; // of one value

std::string classOf(hid_t dataset)
{
    constexpr const char* name = "MATLAB_class";
    if (H5Aexists(dataset, name) <= 0)
        return {};
    const Hdf5Handle attribute(H5Aopen(dataset, name, H5P_DEFAULT), H5Aclose);
    std::vector<std::string> strings;
    return attribute && readAllStrings(attribute.get(), Hdf5Owner::Attribute, strings) && strings.size() == 1
        ? strings.front()
        : std::string();
}

bool isEmpty(hid_t dataset)
{
    constexpr const char* name = "MATLAB_empty";
    if (H5Aexists(dataset, name) <= 0)
        return false;
    const Hdf5Handle attribute(H5Aopen(dataset, name, H5P_DEFAULT), H5Aclose);
    const Hdf5Handle space(attribute ? H5Aget_space(attribute.get()) : -1, H5Sclose);
    const Hdf5Handle type(attribute ? H5Aget_type(attribute.get()) : -1, H5Tclose);
    std::int64_t empty = 0;
    return type && space && kindOfType(type.get()) == Hdf5Kind::Number && H5Sget_simple_extent_npoints(space.get()) == 1
        && H5Aread(attribute.get(), H5T_NATIVE_INT64, &empty) >= 0 && empty != 0;
}

std::vector<std::int64_t> shapeOf(hid_t space)
{
    const int rank = H5Sget_simple_extent_ndims(space);
    std::vector<hsize_t> extents(static_cast<std::size_t>(std::max(rank, 0)));
    if (rank > 0)
        H5Sget_simple_extent_dims(space, extents.data(), nullptr);
    return { extents.begin(), extents.end() };
}

Hdf5MatlabValue valueOf(hid_t dataset)
{
    Hdf5MatlabValue value { .matlabClass = classOf(dataset), .empty = isEmpty(dataset) };
    const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
    const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
    const hssize_t count = space ? H5Sget_simple_extent_npoints(space.get()) : -1;
    if (!type || count <= 0 || count > mostNumbers || kindOfType(type.get()) != Hdf5Kind::Number
        || !samplesElsewhere(dataset).empty())
        return value;
    value.shape = shapeOf(space.get());
    value.numbers.resize(static_cast<std::size_t>(count));
    if (H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, value.numbers.data()) < 0)
        value.numbers.clear();
    return value;
}

Hdf5MatlabValue referredTo(hid_t file, const hobj_ref_t& reference)
{
    if (reference == 0)
        return {};
    const Hdf5Handle object(H5Rdereference2(file, H5P_DEFAULT, H5R_OBJECT, &reference), H5Oclose);
    return object && H5Iget_type(object.get()) == H5I_DATASET ? valueOf(object.get()) : Hdf5MatlabValue {};
}

} // namespace

Result<std::vector<Hdf5MatlabValue>> Hdf5File::readMatlabValues(const std::string& dataset) const
{
    const Hdf5Lock lock;
    if (!isDataset(dataset))
        return noSuchDataset(dataset);
    const Hdf5Handle handle(H5Dopen2(m_id, dataset.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle space(handle ? H5Dget_space(handle.get()) : -1, H5Sclose);
    const Hdf5Handle type(handle ? H5Dget_type(handle.get()) : -1, H5Tclose);
    if (!space || !type)
        return readError(dataset, "cannot be opened");
    std::vector<Hdf5MatlabValue> values;
    if (H5Tequal(type.get(), H5T_STD_REF_OBJ) <= 0) {
        values.push_back(valueOf(handle.get()));
        return values;
    }
    const hssize_t count = H5Sget_simple_extent_npoints(space.get());
    const auto stored = static_cast<hssize_t>(H5Dget_storage_size(handle.get()));
    constexpr hssize_t referenceBytes = 8; // as stored; they are compressed at most 1032-fold
    if (count < 0 || count > mostReferences || count * referenceBytes > stored * 1040 + 65536)
        return readError(dataset, "declares more references than the file can hold");
    std::vector<hobj_ref_t> references(static_cast<std::size_t>(count));
    if (count > 0 && H5Dread(handle.get(), H5T_STD_REF_OBJ, H5S_ALL, H5S_ALL, H5P_DEFAULT, references.data()) < 0)
        return readError(dataset, "its references cannot be read: the file may be damaged");
    values.reserve(references.size());
    for (const hobj_ref_t& reference : references)
        values.push_back(referredTo(m_id, reference));
    return values;
}

} // namespace maskscope
