// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/hdf5/hdf5_file.h"

#include <algorithm>

#include "analysis/data/core/argument_file.h"
#include "analysis/data/hdf5/hdf5_handle.h"

namespace maskscope {

namespace fs = std::filesystem;

static_assert(sizeof(hid_t) == sizeof(std::int64_t), "Hdf5File keeps an hid_t as int64");

namespace {

std::recursive_mutex*& libraryMutex()
{
    static auto* mutex = new std::recursive_mutex; // never destroyed: other statics may close files late
    return mutex;
}

} // namespace

void Hdf5Lock::renewInChild() { libraryMutex() = new std::recursive_mutex; }

Hdf5Lock::Hdf5Lock()
{
    m_lock = std::unique_lock(*libraryMutex());
    // At exit the library would write once more what a full disk refused, and crash: whoever writes closes its file
    // and looks at the outcome. Only before its first use can it be told.
    static const herr_t leftOpen = H5dont_atexit();
    static const herr_t quiet = [] {
        keepExternalLinksUnfollowed();
        return H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    }();
    static_cast<void>(leftOpen);
    static_cast<void>(quiet);
}

Hdf5File::Hdf5File(fs::path path, std::int64_t id)
    : m_path(std::move(path))
    , m_id(id)
{
}

Hdf5File::Hdf5File(Hdf5File&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_id(std::exchange(other.m_id, -1))
{
}

Hdf5File& Hdf5File::operator=(Hdf5File&& other) noexcept
{
    if (this != &other) {
        closeQuietly();
        m_path = std::move(other.m_path);
        m_id = std::exchange(other.m_id, -1);
    }
    return *this;
}

Hdf5File::~Hdf5File() { closeQuietly(); }

void Hdf5File::closeQuietly() noexcept
{
    if (m_id < 0)
        return;
    const Hdf5Lock lock;
    H5Fclose(m_id);
    m_id = -1;
}

tl::unexpected<Error> Hdf5File::readError(const std::string& object, std::string message, std::string expected,
                                          std::string found) const
{
    return failure(ErrorCode::CorruptInput, m_path.string() + ": " + object, std::move(message), std::move(expected),
                   std::move(found));
}

tl::unexpected<Error> Hdf5File::noSuchDataset(const std::string& dataset) const
{
    const std::string target = outsideTarget(dataset);
    return target.empty() ? readError(dataset, "no such dataset") : elsewhere(dataset, "a link to " + target);
}

/// What another file holds is in no hash of the inputs, and a link may name any file of the machine.
tl::unexpected<Error> Hdf5File::elsewhere(const std::string& dataset, const std::string& where) const
{
    return readError(dataset, "lies outside the file, which is not followed",
                     "samples in the file itself (read the dataset with h5py and write it into one file)", where);
}

tl::unexpected<Error> Hdf5File::writeError(const std::string& object, std::string message) const
{
    return failure(ErrorCode::UnwritableOutput, m_path.string() + ": " + object, std::move(message));
}

bool Hdf5File::looksLikeHdf5(const fs::path& path)
{
    std::error_code ec;
    if (!fs::is_regular_file(path, ec))
        return false;
    const Hdf5Lock lock;
    return H5Fis_hdf5(path.c_str()) > 0;
}

Result<Hdf5File> Hdf5File::open(const fs::path& path)
{
    if (auto regular = requireRegularFile(path, "an HDF5 file"); !regular)
        return tl::unexpected(regular.error());
    const Hdf5Lock lock;
    if (H5Fis_hdf5(path.c_str()) <= 0)
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is not an HDF5 file");
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    // Network and read-only file systems often know no locks: go on without one there.
    H5Pset_file_locking(access.get(), 1, 1);
    const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get());
    if (id < 0)
        return failure(ErrorCode::CorruptInput, path.string(),
                       "begins like an HDF5 file but cannot be opened: it may be truncated or still being written");
    return Hdf5File(path, id);
}

Result<Hdf5File> Hdf5File::create(const fs::path& path)
{
    const Hdf5Lock lock;
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    // What is written is a part that nobody else knows, and locked by us (see openPart()): over a network the library's
    // own lock would meet ours.
    H5Pset_file_locking(access.get(), 0, 1);
    const hid_t id = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.get());
    if (id < 0)
        return failure(ErrorCode::UnwritableOutput, path.string(), "cannot be created");
    return Hdf5File(path, id);
}

Result<void> Hdf5File::close()
{
    if (m_id < 0)
        return {};
    const Hdf5Lock lock;
    const bool flushed = H5Fflush(m_id, H5F_SCOPE_LOCAL) >= 0;
    const bool closed = H5Fclose(m_id) >= 0;
    m_id = -1;
    if (!flushed || !closed)
        return failure(ErrorCode::UnwritableOutput, m_path.string(),
                       "cannot be written to its end: the disk may be full");
    return {};
}

bool Hdf5File::exists(const std::string& object) const
{
    const Hdf5Lock lock;
    if (object.empty() || object == "/")
        return true;
    // H5Lexists wants every parent to exist, so ask link by link; H5Oexists at the end refuses a dangling link.
    for (std::size_t slash = object.find('/', 1); slash != std::string::npos; slash = object.find('/', slash + 1)) {
        if (H5Lexists(m_id, object.substr(0, slash).c_str(), H5P_DEFAULT) <= 0)
            return false;
    }
    return H5Lexists(m_id, object.c_str(), H5P_DEFAULT) > 0 && H5Oexists_by_name(m_id, object.c_str(), H5P_DEFAULT) > 0;
}

namespace {

H5I_type_t objectType(std::int64_t file, const std::string& object)
{
    const Hdf5Handle handle(H5Oopen(file, object.c_str(), H5P_DEFAULT), H5Oclose);
    return handle ? H5Iget_type(handle.get()) : H5I_BADID;
}

} // namespace

bool Hdf5File::isGroup(const std::string& object) const
{
    const Hdf5Lock lock;
    return exists(object) && objectType(m_id, object) == H5I_GROUP;
}

bool Hdf5File::isDataset(const std::string& object) const
{
    const Hdf5Lock lock;
    return exists(object) && objectType(m_id, object) == H5I_DATASET;
}

Result<std::vector<std::string>> Hdf5File::children(const std::string& group) const
{
    const Hdf5Lock lock;
    if (!isGroup(group))
        return readError(group, "no such group");
    const Hdf5Handle handle(H5Gopen2(m_id, group.c_str(), H5P_DEFAULT), H5Gclose);
    std::vector<std::string> names;
    const auto visit = [](hid_t, const char* name, const H5L_info_t*, void* out) -> herr_t {
        static_cast<std::vector<std::string>*>(out)->emplace_back(name);
        return 0;
    };
    if (!handle || H5Literate(handle.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, visit, &names) < 0)
        return readError(group, "its members cannot be listed");
    return names;
}

} // namespace maskscope
