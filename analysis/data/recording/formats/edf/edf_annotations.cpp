// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/edf/edf_annotations.h"

#include <algorithm>
#include <fstream>
#include <string>

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr char textEnd = '\x14';
constexpr char durationMark = '\x15';

/// One list: onset, optional duration, texts.
bool parseOne(std::string_view list, double& onsetS, std::vector<Annotation>& out)
{
    const auto head = list.find(textEnd);
    if (head == std::string_view::npos || (list.front() != '+' && list.front() != '-'))
        return false;
    const std::string_view times = list.substr(0, head);
    const auto mark = times.find(durationMark);
    const auto onset = parseNumber(times.substr(0, mark));
    const auto duration = mark == std::string_view::npos || mark + 1 == times.size()
        ? std::optional(0.0)
        : parseNumber(times.substr(mark + 1));
    if (!onset || !duration)
        return false;
    onsetS = *onset;
    for (std::string_view rest = list.substr(head + 1); !rest.empty();) {
        const auto end = rest.find(textEnd);
        if (end == std::string_view::npos)
            return false;
        if (end > 0)
            out.push_back({ *onset, *duration, toUtf8(trimmed(rest.substr(0, end))) });
        rest.remove_prefix(end + 1);
    }
    return true;
}

struct Chunk {
    const EdfSignal* signal;
    std::string bytes;
};

} // namespace

bool parseAnnotationList(std::string_view bytes, std::optional<double>& firstOnsetS, std::vector<Annotation>& out)
{
    firstOnsetS.reset();
    bool good = true;
    while (!bytes.empty()) {
        if (bytes.front() == '\0') {
            bytes.remove_prefix(1);
            continue;
        }
        const auto end = std::min(bytes.find('\0'), bytes.size());
        double onset = 0;
        if (!parseOne(bytes.substr(0, end), onset, out))
            good = false;
        else if (!firstOnsetS)
            firstOnsetS = onset;
        bytes.remove_prefix(end);
    }
    return good;
}

Result<EdfTimeline> readEdfTimeline(const std::filesystem::path& path, const EdfHeader& header)
{
    EdfTimeline timeline;
    std::vector<Chunk> chunks;
    for (const EdfSignal& signal : header.signals) {
        if (signal.annotations)
            chunks.push_back(
                { &signal,
                  std::string(static_cast<std::size_t>(signal.samplesPerRecord * header.sampleBytes()), '\0') });
    }
    if (chunks.empty())
        return timeline;
    std::ifstream in(path, std::ios::binary);
    for (std::int64_t record = 0; record < header.records; ++record) {
        bool good = true;
        std::optional<double> onset;
        for (Chunk& chunk : chunks) {
            in.seekg(header.headerBytes + record * header.recordBytes + chunk.signal->offsetInRecord);
            if (!in.read(chunk.bytes.data(), static_cast<std::streamsize>(chunk.bytes.size())))
                return failure(ErrorCode::UnreadableInput, path.string(), "reading its annotations failed half-way");
            std::optional<double> first;
            good = parseAnnotationList(chunk.bytes, first, timeline.annotations) && good;
            if (&chunk == &chunks.front())
                onset = first; // the first list of the first annotation signal keeps the time of the record
        }
        timeline.undecodableRecords += good && (onset || !header.plus) ? 0 : 1;
        timeline.recordOnsetS.push_back(onset);
    }
    const double start = timeline.recordOnsetS.front().value_or(0.0);
    for (Annotation& annotation : timeline.annotations)
        annotation.onsetS -= start;
    return timeline;
}

bool lineEndingsConverted(const std::filesystem::path& path, std::int64_t headerBytes)
{
    constexpr std::int64_t enough = 64; // chance of as many by accident: 256^-64
    std::ifstream in(path, std::ios::binary);
    in.seekg(headerBytes);
    std::string bytes(1U << 20U, '\0');
    std::int64_t lineFeeds = 0;
    char previous = '\0';
    for (int block = 0; block < 8 && lineFeeds < 4096; ++block) {
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        for (std::streamsize i = 0; i < in.gcount(); ++i) {
            const char byte = bytes[static_cast<std::size_t>(i)];
            if (byte == '\n' && previous != '\r')
                return false;
            lineFeeds += byte == '\n' ? 1 : 0;
            previous = byte;
        }
        if (!in)
            break;
    }
    return lineFeeds >= enough;
}

} // namespace maskscope
