// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/zip/zip_archive.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <new>
#include <unordered_map>
#include <utility>

#include <zlib.h>

namespace maskscope {

namespace {

// Weights hardly compress; deflate could blow up 1000-fold.
constexpr std::uint64_t inflateRatioLimit = 100;
constexpr std::uint64_t inflateFreeBytes = 1U << 20U;

std::string quoted(const ZipEntry& entry) { return "the entry '" + entry.name.substr(0, 80) + "'"; }

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

// zlib counts in 32 bits: larger entries are fed piece by piece.
constexpr std::size_t pieceBytes = std::size_t { 1 } << 30U;

std::uint32_t crcOf(std::string_view bytes)
{
    uLong crc = crc32(0, nullptr, 0);
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, pieceBytes);
        crc = crc32(crc, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size()));
        bytes.remove_prefix(piece.size());
    }
    return static_cast<std::uint32_t>(crc);
}

struct Inflater {
    z_stream stream {};
    bool ready = inflateInit2(&stream, -MAX_WBITS) == Z_OK; // raw deflate: a zip entry has no zlib header

    Inflater() = default;
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { inflateEnd(&stream); }
};

/// Fills `out` exactly; false where the stream is shorter, longer or no deflate stream.
bool inflateInto(std::string_view in, std::vector<char>& out)
{
    Inflater inflater;
    if (!inflater.ready)
        return false;
    z_stream& stream = inflater.stream;
    char beyond = 0; // room for the one byte that tells a stream that is too long
    std::size_t taken = 0, made = 0;
    for (int status = Z_OK; status != Z_STREAM_END;) {
        const std::size_t inPiece = std::min(pieceBytes, in.size() - taken);
        const std::size_t outPiece = std::min(pieceBytes, out.size() - made);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data() + taken)); // zlib 1.2 knows no const
        stream.avail_in = static_cast<uInt>(inPiece);
        stream.next_out = reinterpret_cast<Bytef*>(outPiece > 0 ? out.data() + made : &beyond);
        stream.avail_out = outPiece > 0 ? static_cast<uInt>(outPiece) : 1;
        const uInt room = stream.avail_out;
        status = inflate(&stream, Z_NO_FLUSH);
        const std::size_t got = room - stream.avail_out;
        taken += inPiece - stream.avail_in;
        made += got;
        if ((status != Z_OK && status != Z_STREAM_END) || made > out.size())
            return false;
    }
    return made == out.size();
}

} // namespace

struct ZipArchive::Contents {
    Contents(std::string name, FileBytes bytes, std::vector<ZipEntry> listed)
        : subject(std::move(name))
        , file(std::move(bytes))
        , entries(std::move(listed))
        , checked(entries.size())
    {
        for (std::size_t i = 0; i < entries.size(); ++i)
            byName.emplace(entries[i].name, i);
    }

    std::string subject;
    FileBytes file;
    std::vector<ZipEntry> entries;
    std::unordered_map<std::string_view, std::size_t> byName; // views into entries
    // Many tensors may look into one entry: it is checked once, and the last inflated one is kept.
    std::mutex reading;
    std::vector<bool> checked;
    std::uint64_t inflatedIndex = std::numeric_limits<std::uint64_t>::max();
    std::shared_ptr<const std::vector<char>> inflated;

    Result<StorageBytes> readStored(const ZipEntry& entry)
    {
        const StorageBytes bytes { file.view().substr(entry.offset, entry.bytes), nullptr };
        if (auto sound = check(entry, bytes.view); !sound)
            return tl::unexpected(sound.error());
        return bytes;
    }

    Result<StorageBytes> readDeflated(const ZipEntry& entry)
    {
        if (inflatedIndex != entry.index) {
            auto bytes = std::make_shared<std::vector<char>>(entry.bytes);
            if (!inflateInto(file.view().substr(entry.offset, entry.storedBytes), *bytes))
                return failure(ErrorCode::CorruptInput, subject,
                               quoted(entry) + " ends early or late: the file is damaged");
            if (auto sound = check(entry, { bytes->data(), bytes->size() }); !sound)
                return tl::unexpected(sound.error());
            inflated = std::move(bytes);
            inflatedIndex = entry.index;
        }
        return StorageBytes { { inflated->data(), inflated->size() }, inflated };
    }

    Result<void> check(const ZipEntry& entry, std::string_view bytes)
    {
        if (!checked[entry.index] && crcOf(bytes) != entry.crc)
            return failure(ErrorCode::CorruptInput, subject,
                           quoted(entry) + " has a wrong checksum (CRC-32): the file is damaged");
        checked[entry.index] = true;
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

Result<ZipArchive> ZipArchive::open(FileBytes file, const std::string& subject)
{
    auto entries = readZipDirectory(file.view(), subject);
    if (!entries)
        return tl::unexpected(entries.error());
    return ZipArchive(std::make_unique<Contents>(subject, std::move(file), std::move(*entries)));
}

const std::vector<ZipEntry>& ZipArchive::entries() const { return m_contents->entries; }

const ZipEntry* ZipArchive::find(std::string_view name) const
{
    const auto found = m_contents->byName.find(name);
    return found == m_contents->byName.end() ? nullptr : &m_contents->entries[found->second];
}

Result<StorageBytes> ZipArchive::read(const ZipEntry& entry, std::uint64_t limit) const
{
    if (auto sizes = checkSizes(entry, limit, m_contents->subject); !sizes)
        return tl::unexpected(sizes.error());
    if (auto whole = m_contents->file.requireWhole(m_contents->subject); !whole)
        return tl::unexpected(whole.error());
    const std::lock_guard lock(m_contents->reading);
    try {
        return entry.deflated ? m_contents->readDeflated(entry) : m_contents->readStored(entry);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, m_contents->subject, quoted(entry) + " does not fit into memory");
    }
}

} // namespace maskscope
