// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/zip/zip_directory.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

namespace maskscope {

namespace {

// Signatures and fixed sizes of the four records.
constexpr std::uint64_t endSignature = 0x06054b50, endBytes = 22;
constexpr std::uint64_t end64Signature = 0x06064b50, end64Bytes = 56;
constexpr std::uint64_t locatorSignature = 0x07064b50, locatorBytes = 20;
constexpr std::uint64_t centralSignature = 0x02014b50, centralBytes = 46;
constexpr std::uint64_t localSignature = 0x04034b50, localBytes = 30;

constexpr std::uint64_t entryLimit = 200'000;
constexpr std::uint64_t commentLimit = 65'535;
constexpr std::uint64_t full16 = 0xFFFF, full32 = 0xFFFFFFFF; // "see the zip64 record"

/// Little-endian, of 2 to 8 bytes; the caller has checked that they are there.
std::uint64_t number(std::string_view bytes, std::uint64_t at, std::size_t width)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return value;
}

struct Directory {
    std::uint64_t entries = 0, bytes = 0, offset = 0;
    std::uint64_t end = 0; ///< of the file's part that the directory may reach to
};

/// Nothing is ever unpacked to disk, yet a name that points outside shows that the file was made to do harm.
bool isUnsafeName(std::string_view name)
{
    if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos
        || name.find('\0') != std::string_view::npos)
        return true;
    for (std::size_t start = 0; start <= name.size();) {
        const std::size_t end = std::min(name.find('/', start), name.size());
        if (name.substr(start, end - start) == "..")
            return true;
        start = end + 1;
    }
    return false;
}

std::string shown(std::string_view name) { return "'" + std::string(name.substr(0, 80)) + "'"; }

class DirectoryReader {
public:
    DirectoryReader(std::string_view file, const std::string& subject)
        : m_file(file)
        , m_subject(subject)
    {
    }

    Result<std::vector<ZipEntry>> read()
    {
        auto directory = locate();
        if (!directory)
            return tl::unexpected(directory.error());
        m_directory = *directory;
        if (m_directory.entries > entryLimit)
            return failure(ErrorCode::CorruptInput, m_subject, "too many zip entries",
                           "at most " + std::to_string(entryLimit), std::to_string(m_directory.entries));
        if (m_directory.entries > m_directory.bytes / centralBytes)
            return damaged("its directory is too short for its entries");
        std::vector<ZipEntry> entries;
        std::unordered_set<std::string> names;
        std::uint64_t at = m_directory.offset;
        for (std::uint64_t i = 0; i < m_directory.entries; ++i) {
            auto entry = readEntry(at);
            if (!entry)
                return tl::unexpected(entry.error());
            entry->index = i;
            // Two readers could take different ones of two entries with one name.
            if (!names.insert(entry->name).second)
                return failure(ErrorCode::CorruptInput, m_subject,
                               "two zip entries have the name " + shown(entry->name));
            entries.push_back(std::move(*entry));
        }
        if (at != m_directory.offset + m_directory.bytes)
            return damaged("its directory is longer than its entries");
        return withoutOverlaps(std::move(entries));
    }

private:
    [[nodiscard]] tl::unexpected<Error> damaged(const std::string& reason) const
    {
        return failure(ErrorCode::CorruptInput, m_subject, "the zip directory cannot be read", "a complete zip file",
                       "a truncated or damaged one (" + reason + ")");
    }

    [[nodiscard]] bool hasSignature(std::uint64_t at, std::uint64_t signature) const
    {
        return at <= m_file.size() && m_file.size() - at >= 4 && number(m_file, at, 4) == signature;
    }

    /// The end record is the last one whose comment reaches exactly to the end of the file.
    [[nodiscard]] std::optional<std::uint64_t> findEnd() const
    {
        if (m_file.size() < endBytes)
            return std::nullopt;
        const std::uint64_t last = m_file.size() - endBytes;
        for (std::uint64_t back = 0; back <= std::min(last, commentLimit); ++back) {
            if (hasSignature(last - back, endSignature) && number(m_file, last - back + 20, 2) == back)
                return last - back;
        }
        return std::nullopt;
    }

    [[nodiscard]] Result<Directory> locate() const
    {
        const auto end = findEnd();
        if (!end)
            return damaged("its end is missing");
        const auto field = [&](std::uint64_t at, std::size_t width) { return number(m_file, *end + at, width); };
        if ((field(4, 2) != 0 && field(4, 2) != full16) || field(8, 2) != field(10, 2))
            return damaged("it is one of several parts");
        Directory directory { field(10, 2), field(12, 4), field(16, 4), *end };
        const bool wide = directory.entries == full16 || directory.bytes == full32 || directory.offset == full32;
        if (wide || (*end >= locatorBytes && hasSignature(*end - locatorBytes, locatorSignature))) {
            auto found = locate64(*end);
            if (!found)
                return found;
            directory = *found;
        }
        if (directory.offset > directory.end || directory.end - directory.offset != directory.bytes)
            return damaged("its directory is not where its end says");
        return directory;
    }

    [[nodiscard]] Result<Directory> locate64(std::uint64_t end) const
    {
        if (end < locatorBytes + end64Bytes || !hasSignature(end - locatorBytes, locatorSignature))
            return damaged("its zip64 record is missing");
        const std::uint64_t at = number(m_file, end - locatorBytes + 8, 8);
        if (at > end - locatorBytes - end64Bytes || !hasSignature(at, end64Signature))
            return damaged("its zip64 record is not where it should be");
        if (number(m_file, at + 24, 8) != number(m_file, at + 32, 8))
            return damaged("it is one of several parts");
        return Directory { number(m_file, at + 32, 8), number(m_file, at + 40, 8), number(m_file, at + 48, 8), at };
    }

    /// The entry of the central directory at `at`, which moves on behind it.
    Result<ZipEntry> readEntry(std::uint64_t& at) const
    {
        if (m_directory.end - at < centralBytes || !hasSignature(at, centralSignature))
            return damaged("an entry of its directory is missing");
        const auto field
            = [&, base = at](std::uint64_t offset, std::size_t width) { return number(m_file, base + offset, width); };
        const std::uint64_t nameBytes = field(28, 2), extraBytes = field(30, 2);
        const std::uint64_t size = centralBytes + nameBytes + extraBytes + field(32, 2);
        if (m_directory.end - at < size)
            return damaged("an entry of its directory is cut off");
        ZipEntry entry;
        entry.name = m_file.substr(at + centralBytes, nameBytes);
        entry.crc = static_cast<std::uint32_t>(field(16, 4));
        entry.storedBytes = field(20, 4);
        entry.bytes = field(24, 4);
        const std::uint64_t flags = field(8, 2), method = field(10, 2);
        entry.deflated = method == 8;
        entry.readable = (method == 0 || method == 8) && (flags & 1U) == 0;
        std::uint64_t local = field(42, 4);
        if (!widen(m_file.substr(at + centralBytes + nameBytes, extraBytes), entry, local))
            return damaged("the zip64 sizes of " + shown(entry.name) + " are missing");
        if (isUnsafeName(entry.name))
            return failure(ErrorCode::CorruptInput, m_subject,
                           "the zip entry " + shown(entry.name) + " points outside the archive");
        at += size;
        return placed(std::move(entry), local, flags, method);
    }

    /// Takes sizes that did not fit into 32 bits from the zip64 extra field, in their fixed order.
    static bool widen(std::string_view extra, ZipEntry& entry, std::uint64_t& local)
    {
        std::string_view wide;
        while (extra.size() >= 4) {
            const std::uint64_t size = number(extra, 2, 2);
            if (size > extra.size() - 4)
                break;
            if (number(extra, 0, 2) == 1)
                wide = extra.substr(4, size);
            extra.remove_prefix(4 + size);
        }
        for (std::uint64_t* value : { &entry.bytes, &entry.storedBytes, &local }) {
            if (*value != full32)
                continue;
            if (wide.size() < 8)
                return false;
            *value = number(wide, 0, 8);
            wide.remove_prefix(8);
        }
        return true;
    }

    /// Finds the entry's bytes behind its local header, which must tell the same.
    [[nodiscard]] Result<ZipEntry> placed(ZipEntry entry, std::uint64_t local, std::uint64_t flags,
                                          std::uint64_t method) const
    {
        const std::uint64_t limit = m_directory.offset;
        if (local > limit || limit - local < localBytes || !hasSignature(local, localSignature))
            return damaged("the header of " + shown(entry.name) + " is missing");
        const auto field = [&](std::uint64_t at, std::size_t width) { return number(m_file, local + at, width); };
        const std::uint64_t nameBytes = field(26, 2);
        entry.offset = local + localBytes + nameBytes + field(28, 2);
        if (entry.offset > limit || limit - entry.offset < entry.storedBytes)
            return damaged("the bytes of " + shown(entry.name) + " are cut off");
        const auto agrees = [](std::uint64_t told, std::uint64_t known) { return told == known || told == full32; };
        const bool sizesFollow = (flags & 8U) != 0; // in a descriptor behind the bytes, as PyTorch writes them
        if (m_file.substr(local + localBytes, nameBytes) != entry.name || field(8, 2) != method
            || (!sizesFollow && (!agrees(field(18, 4), entry.storedBytes) || !agrees(field(22, 4), entry.bytes))))
            return damaged("the header of " + shown(entry.name) + " tells something else than the directory");
        if (!entry.deflated && entry.readable && entry.bytes != entry.storedBytes)
            return damaged("the sizes of " + shown(entry.name) + " differ though it is not compressed");
        return entry;
    }

    /// Entries that share bytes are how a small file claims to hold terabytes.
    [[nodiscard]] Result<std::vector<ZipEntry>> withoutOverlaps(std::vector<ZipEntry> entries) const
    {
        std::vector<const ZipEntry*> order;
        for (const ZipEntry& entry : entries)
            order.push_back(&entry);
        std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->offset < b->offset; });
        for (std::size_t i = 1; i < order.size(); ++i) {
            const ZipEntry& previous = *order[i - 1];
            if (order[i]->offset - previous.offset < previous.storedBytes + localBytes)
                return damaged("the entries " + shown(previous.name) + " and " + shown(order[i]->name) + " overlap");
        }
        return entries;
    }

    std::string_view m_file;
    const std::string& m_subject;
    Directory m_directory;
};

} // namespace

Result<std::vector<ZipEntry>> readZipDirectory(std::string_view file, const std::string& subject)
{
    return DirectoryReader(file, subject).read();
}

} // namespace maskscope
