// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// Element types that are read and written. Reading converts from whatever number (or h5py bool) the file holds.
template <typename T>
concept Hdf5Number = std::same_as<T, float> || std::same_as<T, double> || std::same_as<T, std::int32_t> || std::same_as<
    T, std::int64_t> || std::same_as<T, std::uint8_t>;

/// An N-d dataset in memory, row-major. A scalar has an empty shape and one value.
template <Hdf5Number T>
struct Hdf5Array {
    std::vector<T> values;
    std::vector<std::int64_t> shape;
};

enum class Hdf5Kind { Number, String, Other };

struct Hdf5DatasetShape {
    Hdf5Kind kind = Hdf5Kind::Other;
    std::vector<std::int64_t> shape;
    std::int64_t count = 0; ///< product of the shape
};

/// The block [first, first + count) of every axis of a dataset.
struct Hdf5Block {
    std::vector<std::int64_t> first, count;
};

/// A value as MATLAB 7.3 stores it: numbers, or the UTF-16 code units of a text, with the attribute MATLAB_class.
struct Hdf5MatlabValue {
    std::string matlabClass {}; ///< "double", "char", "cell"; empty where the attribute is absent
    bool empty = false; ///< attribute MATLAB_empty: the numbers are the sizes of an array without elements
    std::vector<std::int64_t> shape {};
    std::vector<double> numbers {}; ///< none where it holds none, or too many
};

struct Hdf5WriteOptions {
    std::vector<std::int64_t> chunk; ///< empty: contiguous, or chosen where deflate is above 0
    int deflate = 0; ///< 0 (off) to 9, with byte shuffling
};

/// One open HDF5 file. Objects are named by their path ("/", "/run_0/predictions"). Calls from several threads are
/// safe: one lock guards the serial library. Errors name the file and the object; the library prints nothing. What lies
/// in another file is not read: external links are not followed, virtual datasets and external storage are errors.
class Hdf5File {
public:
    [[nodiscard]] static bool looksLikeHdf5(const std::filesystem::path& path);
    [[nodiscard]] static Result<Hdf5File> open(const std::filesystem::path& path); ///< for reading
    [[nodiscard]] static Result<Hdf5File> create(const std::filesystem::path& path); ///< replaces a file of that name
    Hdf5File(Hdf5File&& other) noexcept;
    Hdf5File& operator=(Hdf5File&& other) noexcept;
    Hdf5File(const Hdf5File&) = delete;
    Hdf5File& operator=(const Hdf5File&) = delete;
    ~Hdf5File();
    /// Flushes and closes. A writer must call it before the file counts as written: the disk may be full.
    [[nodiscard]] Result<void> close();
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    [[nodiscard]] bool exists(const std::string& object) const;
    [[nodiscard]] bool isGroup(const std::string& object) const;
    [[nodiscard]] bool isDataset(const std::string& object) const;
    /// Names (not paths) of what a group holds, in alphabetical order.
    [[nodiscard]] Result<std::vector<std::string>> children(const std::string& group) const;
    [[nodiscard]] Result<Hdf5DatasetShape> datasetShape(const std::string& dataset) const;
    /// "FILE: /dataset" where the path of an object leads out of the file; empty where it does not.
    [[nodiscard]] std::string outsideTarget(const std::string& object) const;
    /// "/link in FILE: /dataset" of the first link out of the file, empty without any.
    [[nodiscard]] std::string firstOutsideLink() const;
    /// What nobody ever wrote: chunks that are not there, or the whole dataset. Reading gives the fill value, mostly 0.
    [[nodiscard]] Result<std::vector<Hdf5Block>> unwrittenBlocks(const std::string& dataset) const;
    [[nodiscard]] Result<void> requireWritten(const std::string& dataset) const;

    /// The whole dataset. A declared size that the file cannot hold is refused before any allocation.
    template <Hdf5Number T>
    [[nodiscard]] Result<Hdf5Array<T>> read(const std::string& dataset) const;
    /// The block [first, first + count) of every axis; `out` has the product of the counts.
    template <Hdf5Number T>
    [[nodiscard]] Result<void> readBlock(const std::string& dataset, std::span<const std::int64_t> first,
                                         std::span<const std::int64_t> count, std::span<T> out) const;
    /// Fixed- or variable-length strings of any rank, flattened; padding removed, bytes as they stand.
    [[nodiscard]] Result<std::vector<std::string>> readStrings(const std::string& dataset) const;

    /// What a dataset of object references refers to (a field of a MATLAB struct array, a cell), in the order of the
    /// file; of any other dataset, itself. A reference that leads to no dataset gives an empty value.
    [[nodiscard]] Result<std::vector<Hdf5MatlabValue>> readMatlabValues(const std::string& dataset) const;

    /// Attributes of a file ("/"), group or dataset. Reading one that is absent is an error: ask hasAttribute first.
    [[nodiscard]] bool hasAttribute(const std::string& object, const std::string& name) const;
    [[nodiscard]] Result<std::vector<std::string>> attributeNames(const std::string& object) const;
    [[nodiscard]] Result<std::string> stringAttribute(const std::string& object, const std::string& name) const;
    [[nodiscard]] Result<std::vector<std::string>> stringsAttribute(const std::string& object,
                                                                    const std::string& name) const;
    [[nodiscard]] Result<double> doubleAttribute(const std::string& object, const std::string& name) const;
    [[nodiscard]] Result<std::int64_t> integerAttribute(const std::string& object, const std::string& name) const;
    [[nodiscard]] Result<std::vector<double>> doublesAttribute(const std::string& object,
                                                               const std::string& name) const;
    /// Path of the object that a scalar attribute points to (an HDF5 object reference).
    [[nodiscard]] Result<std::string> referenceAttribute(const std::string& object, const std::string& name) const;

    /// Creates the group and its parents; one that is there already is fine.
    [[nodiscard]] Result<void> createGroup(const std::string& group);
    /// Creates a dataset (and its parent groups) and fills it; `shape` {} is a scalar.
    template <Hdf5Number T>
    [[nodiscard]] Result<void> write(const std::string& dataset, std::span<const T> values,
                                     std::span<const std::int64_t> shape, const Hdf5WriteOptions& options = {});
    /// Creates an empty dataset, to be filled block by block.
    template <Hdf5Number T>
    [[nodiscard]] Result<void> createDataset(const std::string& dataset, std::span<const std::int64_t> shape,
                                             const Hdf5WriteOptions& options = {});
    template <Hdf5Number T>
    [[nodiscard]] Result<void> writeBlock(const std::string& dataset, std::span<const std::int64_t> first,
                                          std::span<const std::int64_t> count, std::span<const T> values);
    /// UTF-8 strings of variable length, as h5py and netCDF-4 write them.
    [[nodiscard]] Result<void> writeStrings(const std::string& dataset, std::span<const std::string> values);
    /// Strings of one width (at least 1), null-padded, as NumPy's 'S' type: fast to read by the hundred thousand.
    [[nodiscard]] Result<void> writeFixedStrings(const std::string& dataset, std::span<const std::string> values,
                                                 std::size_t width);
    [[nodiscard]] Result<void> writeString(const std::string& dataset, const std::string& value); ///< scalar

    [[nodiscard]] Result<void> setStringAttribute(const std::string& object, const std::string& name,
                                                  std::string_view value);
    [[nodiscard]] Result<void> setStringsAttribute(const std::string& object, const std::string& name,
                                                   std::span<const std::string> values);
    [[nodiscard]] Result<void> setDoubleAttribute(const std::string& object, const std::string& name, double value);
    [[nodiscard]] Result<void> setDoublesAttribute(const std::string& object, const std::string& name,
                                                   std::span<const double> values);
    [[nodiscard]] Result<void> setIntegerAttribute(const std::string& object, const std::string& name,
                                                   std::int64_t value);

    /// Makes a 1-d dataset a dimension scale (a coordinate in xarray), and attaches it to an axis of another.
    [[nodiscard]] Result<void> makeScale(const std::string& dataset, const std::string& name);
    [[nodiscard]] Result<void> attachScale(const std::string& dataset, int axis, const std::string& scale);

private:
    friend class Hdf5BlockReader;
    Hdf5File(std::filesystem::path path, std::int64_t id);
    void closeQuietly() noexcept;
    [[nodiscard]] tl::unexpected<Error> readError(const std::string& object, std::string message,
                                                  std::string expected = {}, std::string found = {}) const;
    [[nodiscard]] tl::unexpected<Error> noSuchDataset(const std::string& dataset) const;
    [[nodiscard]] tl::unexpected<Error> elsewhere(const std::string& dataset, const std::string& where) const;
    [[nodiscard]] tl::unexpected<Error> writeError(const std::string& object, std::string message) const;

    std::filesystem::path m_path;
    std::int64_t m_id = -1; // hid_t
};

} // namespace maskscope
