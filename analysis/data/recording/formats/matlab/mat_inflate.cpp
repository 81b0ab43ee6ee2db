// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/matlab/mat_inflate.h"

#include <algorithm>
#include <new>
#include <vector>

#include <zlib.h>

namespace maskscope {

namespace {

// Event lists of 100,000 alike structs shrink 200-fold; deflate can do no more than 1032-fold.
constexpr std::int64_t inflateRatioLimit = 300;
constexpr std::int64_t inflateFreeBytes = std::int64_t { 16 } << 20U;

struct Inflater {
    z_stream stream {};
    bool ready = inflateInit(&stream) == Z_OK;

    Inflater() = default;
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { inflateEnd(&stream); }
};

enum class Ended { Well, Early, TooLarge, Damaged };

/// Feeds the stream piece by piece until it ends or `limit` bytes are there.
Result<Ended> inflateInto(const ByteSource& bytes, std::int64_t begin, std::int64_t end, std::int64_t limit,
                          std::vector<std::byte>& out)
{
    constexpr std::int64_t pieceBytes = 1 << 18;
    Inflater inflater;
    if (!inflater.ready)
        return Ended::Damaged;
    std::vector<std::byte> in;
    std::vector<std::byte> made(static_cast<std::size_t>(std::min(pieceBytes, limit)));
    for (std::int64_t at = begin; at < end;) {
        in.resize(static_cast<std::size_t>(std::min(pieceBytes, end - at)));
        if (auto ok = bytes.read(at, in); !ok)
            return tl::unexpected(ok.error());
        at += static_cast<std::int64_t>(in.size());
        inflater.stream.next_in = reinterpret_cast<Bytef*>(in.data());
        inflater.stream.avail_in = static_cast<uInt>(in.size());
        do {
            inflater.stream.next_out = reinterpret_cast<Bytef*>(made.data());
            inflater.stream.avail_out = static_cast<uInt>(made.size());
            const int status = inflate(&inflater.stream, Z_NO_FLUSH);
            const std::size_t got = made.size() - inflater.stream.avail_out;
            out.insert(out.end(), made.begin(), made.begin() + static_cast<std::ptrdiff_t>(got));
            if (status == Z_STREAM_END)
                return Ended::Well;
            if (status != Z_OK && status != Z_BUF_ERROR)
                return Ended::Damaged;
            if (static_cast<std::int64_t>(out.size()) >= limit)
                return Ended::TooLarge;
        } while (inflater.stream.avail_out == 0);
    }
    return Ended::Early;
}

} // namespace

Result<MemoryByteSource> inflatedBytes(const ByteSource& bytes, std::int64_t begin, std::int64_t end,
                                       const InflateLimits& limits, const std::filesystem::path& path)
{
    const std::int64_t limit = limits.most.value_or(inflateFreeBytes + inflateRatioLimit * (end - begin));
    std::vector<std::byte> out;
    try {
        out.reserve(static_cast<std::size_t>(std::min(limit, limits.expected)));
        const auto ended = inflateInto(bytes, begin, end, limit, out);
        if (!ended)
            return tl::unexpected(ended.error());
        if (*ended == Ended::Damaged || *ended == Ended::Early)
            return failure(ErrorCode::CorruptInput, path.string(),
                           "is damaged: a compressed variable cannot be inflated");
        if (*ended == Ended::TooLarge && !limits.most)
            return failure(ErrorCode::CorruptInput, path.string(), "a compressed variable inflates suspiciously",
                           "at most " + std::to_string(inflateRatioLimit) + " times its stored size");
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, path.string(), "a compressed variable does not fit into memory");
    }
    return MemoryByteSource(path, std::move(out));
}

} // namespace maskscope
