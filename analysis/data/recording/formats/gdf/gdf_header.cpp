// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/gdf/gdf_header.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "analysis/data/recording/formats/gdf/gdf_bytes.h"
#include "analysis/data/recording/formats/gdf/gdf_fields.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t fixedHeaderBytes = 256;
constexpr std::int64_t channelHeaderBytes = 256;
constexpr double secondLayout = 1.9;

tl::unexpected<Error> damaged(const fs::path& path, const std::string& what, std::string expected, std::string found)
{
    return failure(ErrorCode::CorruptInput, path.string(), "its GDF header is damaged: " + what, std::move(expected),
                   std::move(found));
}

/// A fraction of two whole numbers; since version 2.21 a float64, which some writers of it still give as a fraction.
double recordDuration(std::string_view text, double version)
{
    constexpr double floatSince = 2.205;
    const auto floating = littleEndian<double>(text, 244);
    const bool plausible = std::isfinite(floating) && floating > 1e-9 && floating < 1e9;
    if (version >= floatSince && plausible)
        return floating;
    const auto numerator = littleEndian<std::uint32_t>(text, 244);
    const auto denominator = littleEndian<std::uint32_t>(text, 248);
    return denominator > 0 ? static_cast<double>(numerator) / static_cast<double>(denominator) : 0;
}

Result<std::int64_t> readFixedPart(const fs::path& path, std::string_view text, GdfHeader& header)
{
    const std::string_view version = trimmed(text.substr(4, 4));
    const auto number = parseNumber(version);
    if (!number || *number < 1 || *number >= 4)
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is a GDF file of an unknown version",
                       "GDF 1.x or 2.x", "'" + toUtf8(text.substr(0, 8)) + "'");
    header.version = *number;
    header.versionText = toUtf8(version);
    const bool second = header.version >= secondLayout;
    const std::int64_t channels
        = second ? littleEndian<std::uint16_t>(text, 252) : littleEndian<std::uint32_t>(text, 252);
    constexpr std::int64_t mostChannels = 10'000;
    if (channels < 1 || channels > mostChannels)
        return damaged(path, "number of channels", "1 to " + std::to_string(mostChannels), std::to_string(channels));
    header.headerBytes
        = second ? littleEndian<std::uint16_t>(text, 184) * fixedHeaderBytes : littleEndian<std::int64_t>(text, 184);
    const std::int64_t least = fixedHeaderBytes + channels * channelHeaderBytes;
    if (header.headerBytes < least || header.headerBytes > std::max(header.fileBytes, least))
        return damaged(path, "header size",
                       std::to_string(least) + " bytes for " + std::to_string(channels) + " channels, or more",
                       std::to_string(header.headerBytes) + " in a file of " + std::to_string(header.fileBytes));
    header.records = littleEndian<std::int64_t>(text, 236);
    header.recordDurationS = recordDuration(text, header.version);
    if (!(header.recordDurationS > 0))
        return damaged(path, "duration of a data record", "more than 0 s", "0");
    return channels;
}

/// Types and sizes of the samples: where one is unknown nobody can tell where the others lie.
Result<void> layOutRecord(const fs::path& path, const std::vector<std::uint32_t>& types,
                          const std::vector<std::uint32_t>& samplesPerRecord, GdfHeader& header)
{
    constexpr std::uint32_t mostSamples = 50'000'000; // in one data record
    for (std::size_t c = 0; c < header.channels.size(); ++c) {
        GdfChannel& channel = header.channels[c];
        const std::string subject = path.string() + ": channel " + channel.label;
        const auto numbers = gdfNumbersOfCode(types[c]);
        if (!numbers)
            return failure(ErrorCode::UnsupportedFormat, subject, "stores its samples in a type that is not read",
                           "8 to 64 bit whole numbers, float32 or float64", "GDF type " + std::to_string(types[c]));
        if (samplesPerRecord[c] > mostSamples)
            return failure(ErrorCode::CorruptInput, subject, "has an impossible number of samples in a data record",
                           "at most " + std::to_string(mostSamples), std::to_string(samplesPerRecord[c]));
        channel.numbers = *numbers;
        channel.samplesPerRecord = samplesPerRecord[c];
        channel.offsetInRecord = header.recordBytes;
        header.recordBytes += channel.samplesPerRecord * channel.numbers.bytes;
    }
    if (header.recordBytes == 0)
        return failure(ErrorCode::CorruptInput, path.string(), "holds no channel that has samples");
    return {};
}

Result<void> checkSize(const fs::path& path, GdfHeader& header)
{
    const std::int64_t dataBytes = std::max<std::int64_t>(0, header.fileBytes - header.headerBytes);
    const std::int64_t whole = dataBytes / header.recordBytes;
    const std::string there = std::to_string(whole) + (whole == 1 ? " whole one" : " whole ones");
    if (header.records < 0) {
        header.records = whole;
        header.warnings.push_back("the header does not say how many data records there are (the recording was not "
                                  "closed): "
                                  + there + " by the size of the file; events are not known");
    } else if (header.records > whole) {
        header.warnings.push_back("the file is truncated: its header says " + std::to_string(header.records)
                                  + " data records, " + there + " are there and are read; its events are lost");
        header.records = whole;
    } else {
        header.eventTable = header.headerBytes + header.records * header.recordBytes;
    }
    if (header.records == 0)
        return failure(ErrorCode::CorruptInput, path.string(), "holds a GDF header but no samples",
                       "at least one data record of " + std::to_string(header.recordBytes) + " bytes",
                       std::to_string(dataBytes) + " bytes after the header");
    return {};
}

Result<std::string> readHeaderText(const fs::path& path, std::ifstream& in, std::int64_t bytes, std::int64_t before)
{
    constexpr std::int64_t mostBytes = 64LL << 20U; // 10,000 channels take 2.6 MB; the rest are tagged texts
    std::string text(static_cast<std::size_t>(std::min(bytes, mostBytes)), '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(text.size())))
        return failure(ErrorCode::CorruptInput, path.string(), "ends within its GDF header",
                       std::to_string(before + bytes) + " bytes of header", std::to_string(before + in.gcount()));
    return text;
}

} // namespace

bool GdfChannel::calibrated() const
{
    const double digital = digitalMax - digitalMin;
    const double physical = physicalMax - physicalMin;
    return std::isfinite(digital) && std::isfinite(physical) && digital != 0 && physical != 0;
}

double GdfChannel::gain() const { return calibrated() ? (physicalMax - physicalMin) / (digitalMax - digitalMin) : 1; }

double GdfChannel::offset() const { return calibrated() ? physicalMin - gain() * digitalMin : 0; }

Result<GdfHeader> readGdfHeader(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be opened for reading");
    GdfHeader header;
    std::error_code ec;
    header.fileBytes = static_cast<std::int64_t>(fs::file_size(path, ec));
    const auto fixed = readHeaderText(path, in, fixedHeaderBytes, 0);
    if (!fixed)
        return tl::unexpected(fixed.error());
    const auto channels = readFixedPart(path, *fixed, header);
    if (!channels)
        return tl::unexpected(channels.error());
    const auto text = readHeaderText(path, in, header.headerBytes - fixedHeaderBytes, fixedHeaderBytes);
    if (!text)
        return tl::unexpected(text.error());
    const std::string_view rest = *text;
    header.channels.resize(static_cast<std::size_t>(*channels));
    std::vector<std::uint32_t> types;
    std::vector<std::uint32_t> samplesPerRecord;
    const auto own = static_cast<std::size_t>(*channels * channelHeaderBytes);
    readGdfChannelFields(rest.substr(0, own), header.version, header.channels, types, samplesPerRecord);
    if (header.version >= secondLayout)
        header.eventTexts = readGdfEventTexts(rest.substr(own));
    if (auto ok = layOutRecord(path, types, samplesPerRecord, header); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = checkSize(path, header); !ok)
        return tl::unexpected(ok.error());
    return header;
}

} // namespace maskscope
