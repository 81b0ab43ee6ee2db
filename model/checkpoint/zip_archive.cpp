// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/zip_archive.h"

#include <algorithm>
#include <mutex>
#include <new>
#include <unordered_map>
#include <utility>

#include <zip.h>

#include "model/checkpoint/file_kind.h"

namespace maskscope {

namespace {

constexpr std::int64_t entryLimit = 200'000;
// Weights hardly compress; deflate could blow up 1000-fold.
constexpr std::uint64_t inflateRatioLimit = 100;
constexpr std::uint64_t inflateFreeBytes = 1U << 20U;

struct ZipCloser {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct ZipFileCloser {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

std::string openErrorText(int code)
{
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text;
}

/// Nothing is ever unpacked to disk, yet a name that points outside shows that the file was made to do harm.
bool isUnsafeName(std::string_view name)
{
    if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos)
        return true;
    for (std::size_t start = 0; start <= name.size();) {
        const std::size_t end = std::min(name.find('/', start), name.size());
        if (name.substr(start, end - start) == "..")
            return true;
        start = end + 1;
    }
    return false;
}

Result<ZipEntry> describeEntry(zip_t* archive, std::uint64_t index, const std::string& subject)
{
    zip_stat_t stat;
    constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if (zip_stat_index(archive, index, ZIP_FL_ENC_RAW, &stat) != 0 || (stat.valid & needed) != needed)
        return failure(ErrorCode::CorruptInput, subject, "the zip directory is damaged");
    ZipEntry entry { stat.name, index, stat.size, stat.comp_size, true };
    const bool encrypted = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE;
    entry.readable = !encrypted && (stat.comp_method == ZIP_CM_STORE || stat.comp_method == ZIP_CM_DEFLATE);
    if (isUnsafeName(entry.name))
        return failure(ErrorCode::CorruptInput, subject, "an entry's name points outside the archive",
                       "names such as archive/data.pkl", "'" + entry.name.substr(0, 80) + "'");
    return entry;
}

std::string quoted(const ZipEntry& entry) { return "the entry '" + entry.name.substr(0, 80) + "'"; }

/// Before a byte is read or a buffer made.
Result<void> checkSizes(const ZipEntry& entry, std::uint64_t limit, const std::string& subject)
{
    if (!entry.readable)
        return failure(ErrorCode::UnsupportedFormat, subject, quoted(entry) + " cannot be read",
                       "stored or deflated bytes", "encryption or another compression");
    if (entry.bytes > limit)
        return failure(ErrorCode::CorruptInput, subject, quoted(entry) + " is too large",
                       "at most " + std::to_string(limit) + " bytes", std::to_string(entry.bytes));
    if (entry.bytes > inflateFreeBytes && entry.bytes / inflateRatioLimit > entry.storedBytes)
        return failure(ErrorCode::CorruptInput, subject, quoted(entry) + " inflates suspiciously",
                       "at most " + std::to_string(inflateRatioLimit) + " times its stored size",
                       std::to_string(entry.storedBytes) + " bytes for " + std::to_string(entry.bytes));
    return {};
}

/// Fills `bytes`; false where the entry is shorter, longer or of another CRC, which libzip compares at the end.
bool readToEnd(zip_file_t* file, std::vector<char>& bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const zip_int64_t got = zip_fread(file, bytes.data() + done, bytes.size() - done);
        if (got <= 0)
            return false;
        done += static_cast<std::size_t>(got);
    }
    char beyond = 0;
    return zip_fread(file, &beyond, 1) == 0;
}

} // namespace

struct ZipArchive::Contents {
    std::string subject;
    std::unique_ptr<zip_t, ZipCloser> archive;
    std::vector<ZipEntry> entries;
    std::unordered_map<std::string_view, std::size_t> byName; // views into entries
    mutable std::mutex reading; // a zip_t is not thread-safe

    [[nodiscard]] Result<void> listEntries()
    {
        const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
        if (count > entryLimit)
            return failure(ErrorCode::CorruptInput, subject, "too many zip entries",
                           "at most " + std::to_string(entryLimit), std::to_string(count));
        entries.reserve(static_cast<std::size_t>(count));
        for (zip_int64_t i = 0; i < count; ++i) {
            auto entry = describeEntry(archive.get(), static_cast<std::uint64_t>(i), subject);
            if (!entry)
                return tl::unexpected(entry.error());
            entries.push_back(std::move(*entry));
            // Two readers could take different ones of two entries with one name.
            if (!byName.emplace(entries.back().name, entries.size() - 1).second)
                return failure(ErrorCode::CorruptInput, subject,
                               "two zip entries have the name '" + entries.back().name.substr(0, 80) + "'");
        }
        return {};
    }
};

ZipArchive::ZipArchive(std::unique_ptr<Contents> contents)
    : m_contents(std::move(contents))
{
}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::open(const std::filesystem::path& path)
{
    if (auto zip = requireZipFile(path); !zip)
        return tl::unexpected(zip.error());
    auto contents = std::make_unique<Contents>();
    contents->subject = path.string();
    int code = 0;
    contents->archive.reset(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
    if (!contents->archive) {
        if (code == ZIP_ER_OPEN || code == ZIP_ER_READ)
            return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read");
        return failure(ErrorCode::CorruptInput, path.string(), "the zip directory cannot be read",
                       "a complete zip file", "a truncated or damaged one (" + openErrorText(code) + ")");
    }
    if (auto listed = contents->listEntries(); !listed)
        return tl::unexpected(listed.error());
    return ZipArchive(std::move(contents));
}

const std::vector<ZipEntry>& ZipArchive::entries() const { return m_contents->entries; }

const ZipEntry* ZipArchive::find(std::string_view name) const
{
    const auto found = m_contents->byName.find(name);
    return found == m_contents->byName.end() ? nullptr : &m_contents->entries[found->second];
}

Result<std::vector<char>> ZipArchive::read(const ZipEntry& entry, std::uint64_t limit) const
{
    const std::string& subject = m_contents->subject;
    if (auto sizes = checkSizes(entry, limit, subject); !sizes)
        return tl::unexpected(sizes.error());
    std::vector<char> bytes;
    try {
        bytes.resize(entry.bytes);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, subject, quoted(entry) + " does not fit into memory");
    }
    const std::lock_guard lock(m_contents->reading);
    const std::unique_ptr<zip_file_t, ZipFileCloser> file(zip_fopen_index(m_contents->archive.get(), entry.index, 0));
    if (!file)
        return failure(ErrorCode::CorruptInput, subject, quoted(entry) + " cannot be read", {},
                       zip_strerror(m_contents->archive.get()));
    if (readToEnd(file.get(), bytes))
        return bytes;
    const bool crc = zip_error_code_zip(zip_file_get_error(file.get())) == ZIP_ER_CRC;
    return failure(ErrorCode::CorruptInput, subject,
                   quoted(entry) + (crc ? " has a wrong checksum (CRC-32)" : " ends early or late")
                       + ": the file is damaged");
}

} // namespace maskscope
