// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/hdf5/hdf5_handle.h"

namespace maskscope {

namespace {

Hdf5Handle openAttribute(std::int64_t file, const std::string& object, const std::string& name)
{
    return { H5Aopen_by_name(file, object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose };
}

/// Replaces an attribute; a null `count` makes a scalar.
bool setAttribute(std::int64_t file, const std::string& object, const std::string& name, hid_t type,
                  const hsize_t* count, const void* values)
{
    if (H5Aexists_by_name(file, object.c_str(), name.c_str(), H5P_DEFAULT) > 0)
        H5Adelete_by_name(file, object.c_str(), name.c_str(), H5P_DEFAULT);
    const Hdf5Handle space(count == nullptr ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, count, nullptr), H5Sclose);
    const Hdf5Handle attribute(
        H5Acreate_by_name(file, object.c_str(), name.c_str(), type, space.get(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
        H5Aclose);
    if (!attribute)
        return false;
    return (count != nullptr && *count == 0) || H5Awrite(attribute.get(), type, values) >= 0;
}

} // namespace

bool Hdf5File::hasAttribute(const std::string& object, const std::string& name) const
{
    const Hdf5Lock lock;
    return exists(object) && H5Aexists_by_name(m_id, object.c_str(), name.c_str(), H5P_DEFAULT) > 0;
}

Result<std::vector<std::string>> Hdf5File::attributeNames(const std::string& object) const
{
    const Hdf5Lock lock;
    if (!exists(object))
        return readError(object, "no such object");
    std::vector<std::string> names;
    const auto visit = [](hid_t, const char* name, const H5A_info_t*, void* out) -> herr_t {
        static_cast<std::vector<std::string>*>(out)->emplace_back(name);
        return 0;
    };
    if (H5Aiterate_by_name(m_id, object.c_str(), H5_INDEX_NAME, H5_ITER_INC, nullptr, visit, &names, H5P_DEFAULT) < 0)
        return readError(object, "its attributes cannot be listed");
    return names;
}

Result<std::vector<std::string>> Hdf5File::stringsAttribute(const std::string& object, const std::string& name) const
{
    const Hdf5Lock lock;
    if (!hasAttribute(object, name))
        return readError(object, "has no attribute '" + name + "'");
    const Hdf5Handle attribute = openAttribute(m_id, object, name);
    std::vector<std::string> strings;
    if (!attribute || !readAllStrings(attribute.get(), Hdf5Owner::Attribute, strings))
        return readError(object, "its attribute '" + name + "' is no text");
    return strings;
}

Result<std::string> Hdf5File::stringAttribute(const std::string& object, const std::string& name) const
{
    auto strings = stringsAttribute(object, name);
    if (!strings)
        return tl::unexpected(strings.error());
    if (strings->size() != 1)
        return readError(object, "its attribute '" + name + "' has another length", "one text",
                         std::to_string(strings->size()));
    return std::move(strings->front());
}

Result<std::vector<double>> Hdf5File::doublesAttribute(const std::string& object, const std::string& name) const
{
    const Hdf5Lock lock;
    if (!hasAttribute(object, name))
        return readError(object, "has no attribute '" + name + "'");
    const Hdf5Handle attribute = openAttribute(m_id, object, name);
    const Hdf5Handle space(attribute ? H5Aget_space(attribute.get()) : -1, H5Sclose);
    const Hdf5Handle type(attribute ? H5Aget_type(attribute.get()) : -1, H5Tclose);
    const hssize_t count = space ? H5Sget_simple_extent_npoints(space.get()) : -1;
    if (!type || kindOfType(type.get()) != Hdf5Kind::Number || count < 0 || count > 16'000'000)
        return readError(object, "its attribute '" + name + "' is no number");
    std::vector<double> values(static_cast<std::size_t>(count));
    if (count > 0 && H5Aread(attribute.get(), H5T_NATIVE_DOUBLE, values.data()) < 0)
        return readError(object, "its attribute '" + name + "' cannot be read");
    return values;
}

Result<double> Hdf5File::doubleAttribute(const std::string& object, const std::string& name) const
{
    const auto values = doublesAttribute(object, name);
    if (!values)
        return tl::unexpected(values.error());
    if (values->size() != 1)
        return readError(object, "its attribute '" + name + "' has another length", "one number",
                         std::to_string(values->size()));
    return values->front();
}

Result<std::int64_t> Hdf5File::integerAttribute(const std::string& object, const std::string& name) const
{
    const Hdf5Lock lock;
    const auto value = doubleAttribute(object, name); // checks kind and length
    if (!value)
        return tl::unexpected(value.error());
    const Hdf5Handle attribute = openAttribute(m_id, object, name);
    std::int64_t integer = 0; // read as such: a double holds no more than 53 bits
    if (std::trunc(*value) != *value || H5Aread(attribute.get(), H5T_NATIVE_INT64, &integer) < 0)
        return readError(object, "its attribute '" + name + "' is no whole number");
    return integer;
}

Result<std::string> Hdf5File::referenceAttribute(const std::string& object, const std::string& name) const
{
    const Hdf5Lock lock;
    if (!hasAttribute(object, name))
        return readError(object, "has no attribute '" + name + "'");
    const Hdf5Handle attribute = openAttribute(m_id, object, name);
    const Hdf5Handle space(attribute ? H5Aget_space(attribute.get()) : -1, H5Sclose);
    const Hdf5Handle type(attribute ? H5Aget_type(attribute.get()) : -1, H5Tclose);
    hobj_ref_t reference = 0;
    const bool read = type && H5Tequal(type.get(), H5T_STD_REF_OBJ) > 0 && space
        && H5Sget_simple_extent_npoints(space.get()) == 1 && H5Aread(attribute.get(), H5T_STD_REF_OBJ, &reference) >= 0;
    constexpr ssize_t longestPath = 4096;
    std::string path(static_cast<std::size_t>(longestPath), '\0');
    const ssize_t length
        = read ? H5Rget_name(m_id, H5R_OBJECT, &reference, path.data(), static_cast<std::size_t>(longestPath)) : -1;
    if (length <= 0 || length >= longestPath)
        return readError(object, "its attribute '" + name + "' points to no object");
    path.resize(static_cast<std::size_t>(length));
    return path;
}

Result<void> Hdf5File::setStringAttribute(const std::string& object, const std::string& name, std::string_view value)
{
    const Hdf5Lock lock;
    const std::string text(value);
    const char* pointer = text.c_str();
    const Hdf5Handle type = utf8StringType();
    if (!setAttribute(m_id, object, name, type.get(), nullptr, &pointer))
        return writeError(object, "its attribute '" + name + "' cannot be written");
    return {};
}

Result<void> Hdf5File::setStringsAttribute(const std::string& object, const std::string& name,
                                           std::span<const std::string> values)
{
    const Hdf5Lock lock;
    std::vector<const char*> pointers;
    for (const std::string& value : values)
        pointers.push_back(value.c_str());
    const hsize_t count = values.size();
    const Hdf5Handle type = utf8StringType();
    if (!setAttribute(m_id, object, name, type.get(), &count, pointers.data()))
        return writeError(object, "its attribute '" + name + "' cannot be written");
    return {};
}

Result<void> Hdf5File::setDoubleAttribute(const std::string& object, const std::string& name, double value)
{
    const Hdf5Lock lock;
    if (!setAttribute(m_id, object, name, H5T_NATIVE_DOUBLE, nullptr, &value))
        return writeError(object, "its attribute '" + name + "' cannot be written");
    return {};
}

Result<void> Hdf5File::setDoublesAttribute(const std::string& object, const std::string& name,
                                           std::span<const double> values)
{
    const Hdf5Lock lock;
    const hsize_t count = values.size();
    if (!setAttribute(m_id, object, name, H5T_NATIVE_DOUBLE, &count, values.data()))
        return writeError(object, "its attribute '" + name + "' cannot be written");
    return {};
}

Result<void> Hdf5File::setIntegerAttribute(const std::string& object, const std::string& name, std::int64_t value)
{
    const Hdf5Lock lock;
    if (!setAttribute(m_id, object, name, H5T_NATIVE_INT64, nullptr, &value))
        return writeError(object, "its attribute '" + name + "' cannot be written");
    return {};
}

} // namespace maskscope
