// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/formats/brainvision_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include "analysis/recording/formats/brainvision_header.h"
#include "analysis/recording/formats/brainvision_markers.h"
#include "analysis/recording/formats/brainvision_text.h"
#include "analysis/recording/formats/companion_file.h"
#include "analysis/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 4> dataSuffixes { ".eeg", ".dat", ".EEG", ".DAT" };
constexpr std::array<std::string_view, 2> markerSuffixes { ".vmrk", ".VMRK" };

bool isHeaderFile(const fs::path& path)
{
    std::error_code ec;
    if (!fs::is_regular_file(path, ec))
        return false;
    std::array<char, 200> head {};
    std::ifstream in(path, std::ios::binary);
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    return isBrainVisionHeading({ head.data(), static_cast<std::size_t>(in.gcount()) }, "Header");
}

/// The header that a data or marker file belongs to.
fs::path headerOf(const fs::path& path)
{
    return isHeaderFile(path) ? path : fs::path(path).replace_extension(".vhdr");
}

/// "$b" stands for the name of the header without its suffix.
std::string withBaseName(std::string name, const fs::path& headerPath)
{
    if (const auto at = name.find("$b"); at != std::string::npos)
        return name.substr(0, at) + headerPath.stem().string() + name.substr(at + 2);
    return name;
}

std::string sizeText(const BrainVisionHeader& header, std::int64_t samples)
{
    return std::to_string(header.channels.size()) + " channels x " + std::to_string(samples) + " samples x "
        + std::to_string(bytesOf(header.type)) + " bytes";
}

/// Samples a channel, by the size of the data file and by what the header says.
Result<std::int64_t> countSamples(const fs::path& dataPath, std::int64_t bytes, const BrainVisionHeader& header,
                                  std::vector<std::string>& warnings)
{
    const auto channels = static_cast<std::int64_t>(header.channels.size());
    const std::int64_t frame = channels * bytesOf(header.type);
    const std::int64_t held = bytes / frame;
    const std::int64_t samples = header.dataPoints.value_or(held);
    if (samples > held)
        return failure(ErrorCode::CorruptInput, dataPath.string(), "is truncated",
                       sizeText(header, samples) + " by its header", std::to_string(bytes) + " bytes");
    if (samples == 0)
        return failure(ErrorCode::CorruptInput, dataPath.string(), "holds no samples",
                       "at least " + sizeText(header, 1), std::to_string(bytes) + " bytes");
    const std::int64_t rest = bytes - samples * frame;
    if (rest > 0 && !header.multiplexed)
        return failure(ErrorCode::CorruptInput, dataPath.string(),
                       "has a size that does not fit its header, so where a channel begins is unknown",
                       sizeText(header, samples), std::to_string(bytes) + " bytes");
    if (rest > 0)
        warnings.push_back(std::to_string(rest) + " bytes at the end of " + dataPath.filename().string()
                           + " belong to no whole sample of the header and are ignored");
    return samples;
}

Result<NumberMatrix> openSamples(const fs::path& headerPath, const BrainVisionHeader& header,
                                 std::vector<std::string>& warnings)
{
    const std::string named = withBaseName(header.dataFile, headerPath);
    const auto found = findCompanion(headerPath, named, dataSuffixes);
    const std::string own = headerPath.stem().string() + ".eeg";
    if (!found)
        return failure(ErrorCode::UnreadableInput, headerPath.string(), "its data file is absent",
                       (named.empty() || named == own ? own : named + " or " + own) + " beside it", "no such file");
    auto bytes = FileByteSource::open(found->path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (!found->warning.empty())
        warnings.push_back(found->warning);
    const auto samples = countSamples(found->path, bytes->size(), header, warnings);
    if (!samples)
        return tl::unexpected(samples.error());
    return NumberMatrix { .bytes = std::make_shared<FileByteSource>(std::move(*bytes)),
                          .type = header.type,
                          .bigEndian = header.bigEndian,
                          .multiplexed = header.multiplexed,
                          .channels = static_cast<std::int64_t>(header.channels.size()),
                          .samples = *samples };
}

/// Channels of `recording`; the gains turn stored numbers into their units.
std::vector<double> listChannels(const BrainVisionHeader& header, Recording& recording)
{
    std::vector<double> gains;
    std::string others;
    for (const BrainVisionChannel& described : header.channels) {
        const auto microvolts = microvoltsPer(described.unit);
        Channel channel;
        channel.label = described.label;
        channel.unit = microvolts ? std::string(microvoltUnit) : described.unit;
        channel.kind = microvolts ? ChannelKind::Eeg : ChannelKind::Other;
        channel.microvoltsPerUnit = microvolts.value_or(1.0);
        channel.samplingRateHz = header.samplingRateHz;
        channel.position = described.position;
        channel.positionSource = described.position ? "file" : "";
        gains.push_back(described.resolution * microvolts.value_or(1.0));
        if (!microvolts)
            others += (others.empty() ? "" : ", ") + described.label + " (" + described.unit + ")";
        recording.channels.push_back(std::move(channel));
    }
    if (!others.empty())
        recording.warnings.push_back("channels whose unit is no voltage do not count as EEG: " + others);
    return gains;
}

Result<void> readMarkers(const fs::path& headerPath, const BrainVisionHeader& header, Recording& recording)
{
    const std::string named = withBaseName(header.markerFile, headerPath);
    const auto found = findCompanion(headerPath, named, markerSuffixes);
    BrainVisionMarkers markers;
    if (found) {
        auto read = readBrainVisionMarkers(found->path, recording.samples, recording.samplingRateHz);
        if (!read)
            return tl::unexpected(read.error());
        markers = std::move(*read);
        if (!found->warning.empty())
            recording.warnings.push_back(found->warning);
    } else if (!named.empty()) {
        recording.warnings.push_back("the marker file " + named
                                     + " is absent: there are no annotations, and gaps are not known");
    }
    recording.annotations = std::move(markers.annotations);
    recording.warnings.insert(recording.warnings.end(), markers.warnings.begin(), markers.warnings.end());
    recording.segments = brainVisionSegments(std::move(markers.starts), recording.samples, header.segmentPoints,
                                             recording.samplingRateHz);
    if (recording.segments.size() > 1)
        recording.warnings.push_back("the recording has " + std::to_string(recording.segments.size())
                                     + " pieces: windows do not straddle their borders");
    return {};
}

} // namespace

bool looksLikeBrainVision(const fs::path& path, std::string_view head)
{
    if (isBrainVisionHeading(head, "Header") || isBrainVisionHeading(head, "Marker"))
        return true;
    std::string suffix = path.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return (suffix == ".eeg" || suffix == ".dat") && isHeaderFile(fs::path(path).replace_extension(".vhdr"));
}

Result<Recording> readBrainVision(const fs::path& path)
{
    const fs::path headerPath = headerOf(path);
    std::error_code ec;
    if (!fs::is_regular_file(headerPath, ec))
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read without its BrainVision header",
                       headerPath.filename().string() + " beside it", "no such file");
    const auto header = readBrainVisionHeader(headerPath);
    if (!header)
        return tl::unexpected(header.error());
    Recording recording;
    recording.path = path;
    recording.format = "BrainVision";
    recording.warnings = header->warnings;
    auto matrix = openSamples(headerPath, *header, recording.warnings);
    if (!matrix)
        return tl::unexpected(matrix.error());
    recording.samples = matrix->samples;
    recording.samplingRateHz = header->samplingRateHz;
    auto gains = listChannels(*header, recording);
    if (auto ok = readMarkers(headerPath, *header, recording); !ok)
        return tl::unexpected(ok.error());
    recording.source = std::make_shared<NumberMatrixSource>(std::move(*matrix), std::move(gains));
    return recording;
}

} // namespace maskscope
