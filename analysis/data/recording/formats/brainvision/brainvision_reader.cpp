// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/brainvision/brainvision_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include "analysis/data/core/placeholder_file.h"
#include "analysis/data/recording/formats/brainvision/brainvision_data.h"
#include "analysis/data/recording/formats/brainvision/brainvision_header.h"
#include "analysis/data/recording/formats/brainvision/brainvision_markers.h"
#include "analysis/data/recording/formats/brainvision/brainvision_text.h"
#include "analysis/data/recording/formats/companion_file.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 2> markerSuffixes { ".vmrk", ".VMRK" };

bool isHeader(std::string_view head)
{
    return isBrainVisionHeading(head, "Header") || hasBrainVisionSection(head, "Header");
}

bool isHeaderFile(const fs::path& path)
{
    std::error_code ec;
    if (!fs::is_regular_file(path, ec))
        return false;
    std::array<char, 4096> head {};
    std::ifstream in(path, std::ios::binary);
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    return isHeader({ head.data(), static_cast<std::size_t>(in.gcount()) });
}

/// The header that a data or marker file belongs to.
fs::path headerOf(const fs::path& path)
{
    return isHeaderFile(path) ? path : fs::path(path).replace_extension(".vhdr");
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
        channel.setAside = described.fault;
        gains.push_back(described.resolution * microvolts.value_or(1.0));
        if (!microvolts)
            others += (others.empty() ? "" : ", ") + described.label + " (" + described.unit + ")";
        recording.channels.push_back(std::move(channel));
    }
    if (!others.empty())
        recording.warnings.push_back("channels whose unit is no voltage do not count as EEG: " + others);
    return gains;
}

/// A marker file that is absent or damaged costs the markers, not the samples.
void readMarkers(const fs::path& headerPath, const BrainVisionHeader& header, Recording& recording)
{
    constexpr std::string_view lost = ": there are no annotations, and gaps are not known";
    const std::string named = withBaseName(header.markerFile, headerPath);
    const auto found = findCompanion(headerPath, named, markerSuffixes);
    BrainVisionMarkers markers;
    if (found) {
        const auto real = refusePlaceholder(found->path);
        auto read = real ? readBrainVisionMarkers(found->path, recording.samples, recording.samplingRateHz)
                         : Result<BrainVisionMarkers>(tl::unexpected(real.error()));
        if (read)
            markers = std::move(*read);
        else
            recording.warnings.push_back("the marker file is not read (" + read.error().sentence() + ")"
                                         + std::string(lost));
        if (!found->warning.empty())
            recording.warnings.push_back(found->warning);
    } else {
        recording.warnings.push_back(
            (named.empty() ? "the header names no marker file" : "the marker file " + named + " is absent")
            + std::string(lost));
    }
    recording.annotations = std::move(markers.annotations);
    recording.warnings.insert(recording.warnings.end(), markers.warnings.begin(), markers.warnings.end());
    recording.segments = brainVisionSegments(std::move(markers.starts), recording.samples, header.segmentPoints,
                                             recording.samplingRateHz);
    if (recording.segments.size() > 1)
        recording.warnings.push_back("the recording has " + std::to_string(recording.segments.size())
                                     + " pieces: windows do not straddle their borders");
}

} // namespace

bool looksLikeBrainVision(const fs::path& path, std::string_view head)
{
    if (isHeader(head) || isBrainVisionHeading(head, "Marker") || hasBrainVisionSection(head, "Marker"))
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
    auto header = readBrainVisionHeader(headerPath);
    if (!header)
        return tl::unexpected(header.error());
    Recording recording;
    recording.path = path;
    recording.format = "BrainVision";
    recording.warnings = header->warnings;
    auto matrix = openBrainVisionData(headerPath, *header, recording.warnings);
    if (!matrix)
        return tl::unexpected(matrix.error());
    recording.samples = matrix->samples;
    recording.samplingRateHz = header->samplingRateHz;
    auto gains = listChannels(*header, recording);
    readMarkers(headerPath, *header, recording);
    recording.source = std::make_shared<NumberMatrixSource>(std::move(*matrix), std::move(gains));
    return recording;
}

} // namespace maskscope
