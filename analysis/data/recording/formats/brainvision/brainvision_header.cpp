// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/brainvision/brainvision_header.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>

#include "analysis/data/recording/formats/brainvision/brainvision_text.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

const std::string common = "common infos";

std::string upperCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

tl::unexpected<Error> badKey(const fs::path& path, const std::string& key, std::string expected,
                             const std::string& found)
{
    return failure(ErrorCode::CorruptInput, path.string(), "its BrainVision header is damaged: " + key,
                   std::move(expected), found.empty() ? "nothing" : "'" + found + "'");
}

tl::unexpected<Error> unread(const fs::path& path, const std::string& key, std::string expected,
                             const std::string& found)
{
    return failure(ErrorCode::UnsupportedFormat, path.string(), key + " is one that is not read", std::move(expected),
                   "'" + found + "'");
}

/// A whole number of at least `least`.
std::optional<std::int64_t> wholeNumber(const std::string& text, std::int64_t least)
{
    const auto number = parseNumber(text);
    constexpr double most = 9e15; // exact in a double
    if (!number || *number != std::floor(*number) || *number < static_cast<double>(least) || *number > most)
        return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

Result<void> readNumberFormat(const fs::path& path, const BrainVisionText& text, BrainVisionHeader& header)
{
    const std::string format = upperCase(text.value(common, "dataformat"));
    const std::string domain = upperCase(text.value(common, "datatype"));
    const std::string orientation = upperCase(text.value(common, "dataorientation"));
    const std::string type = upperCase(text.value("binary infos", "binaryformat"));
    if (!format.empty() && format != "BINARY")
        return unread(path, "DataFormat", "BINARY", format);
    if (!domain.empty() && domain != "TIMEDOMAIN")
        return unread(path, "DataType", "TIMEDOMAIN", domain);
    if (orientation != "MULTIPLEXED" && orientation != "VECTORIZED")
        return badKey(path, "DataOrientation", "MULTIPLEXED or VECTORIZED", orientation);
    if (type.empty())
        return badKey(path, "BinaryFormat", "INT_16, INT_32 or IEEE_FLOAT_32", type);
    if (type != "INT_16" && type != "INT_32" && type != "IEEE_FLOAT_32")
        return unread(path, "BinaryFormat", "INT_16, INT_32 or IEEE_FLOAT_32", type);
    header.multiplexed = orientation == "MULTIPLEXED";
    header.type = type == "INT_16" ? NumberType::Int16 : type == "INT_32" ? NumberType::Int32 : NumberType::Float32;
    header.bigEndian = upperCase(text.value("binary infos", "usebigendianorder")) == "YES";
    return {};
}

Result<void> readTime(const fs::path& path, const BrainVisionText& text, BrainVisionHeader& header)
{
    const std::string interval = text.value(common, "samplinginterval");
    const auto microseconds = parseNumberOrComma(interval);
    if (!microseconds || *microseconds <= 0)
        return badKey(path, "SamplingInterval", "microseconds above 0", interval);
    header.samplingRateHz = 1e6 / *microseconds;
    const std::string points = text.value(common, "datapoints");
    if (!points.empty()) {
        header.dataPoints = wholeNumber(points, 1);
        if (!header.dataPoints)
            return badKey(path, "DataPoints", "a number of samples", points);
    }
    const std::string cut = upperCase(text.value(common, "segmentationtype"));
    if (cut.empty() || cut == "NOTSEGMENTED")
        return {};
    if (cut != "MARKERBASED")
        return unread(path, "SegmentationType", "NOTSEGMENTED or MARKERBASED", cut);
    const std::string length = text.value(common, "segmentdatapoints");
    const auto segmentPoints = wholeNumber(length, 1);
    if (!segmentPoints)
        return badKey(path, "SegmentDataPoints", "a number of samples, as the recording is cut into pieces", length);
    header.segmentPoints = *segmentPoints;
    if (upperCase(text.value(common, "averaged")) == "YES")
        header.warnings.emplace_back("the pieces of this recording are averages");
    return {};
}

/// "Fp1,,0,1,µV": a program of another locale wrote 0.1 without regard to what a comma means here.
bool joinDecimalComma(std::vector<std::string>& fields)
{
    const auto digits = [](const std::string& text) {
        return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
    };
    if (fields.size() < 5 || !digits(fields[2]) || !digits(fields[3]) || !microvoltsPer(fields[4]))
        return false;
    fields[2] += "." + fields[3];
    fields.erase(fields.begin() + 3);
    return true;
}

/// Name, reference, resolution, unit: all but the name may be left out.
BrainVisionChannel readChannel(int number, const std::string& value, std::vector<std::string>& warnings)
{
    auto fields = brainVisionFields(value);
    if (joinDecimalComma(fields))
        warnings.push_back("the resolution of channel " + fields[0]
                           + " is written with a decimal comma: it is taken as " + fields[2]);
    fields.resize(std::max<std::size_t>(fields.size(), 4));
    BrainVisionChannel channel;
    channel.label = fields[0].empty() ? "Ch" + std::to_string(number) : fields[0];
    channel.unit = fields[3].empty() ? std::string(microvoltUnit) : fields[3];
    if (channel.unit == "\xEF\xBF\xBDV") { // U+FFFD, left by a tool that took the micro sign for UTF-8
        channel.unit = microvoltUnit;
        warnings.push_back("the unit of channel " + channel.label + " has lost its first letter: it is taken as µV");
    }
    if (fields[2].empty())
        return channel;
    const auto resolution = parseNumber(fields[2]);
    if (!resolution || *resolution == 0)
        channel.fault = "its resolution is '" + fields[2] + "', so its amplitudes are unknown";
    else
        channel.resolution = *resolution;
    return channel;
}

/// Lines Ch1, Ch2, ... up to the highest that is there or that NumberOfChannels promises.
Result<void> readChannels(const fs::path& path, const BrainVisionText& text, BrainVisionHeader& header)
{
    constexpr std::size_t mostChannels = 100'000;
    const std::string count = text.value(common, "numberofchannels");
    const auto stated = wholeNumber(count, 1);
    const auto& entries = text.entries("channel infos");
    std::vector<std::optional<std::string>> lines;
    for (const auto& [key, value] : entries) {
        const int number = brainVisionIndex(key, "ch");
        if (number < 1 || static_cast<std::size_t>(number) > std::min(mostChannels, 2 * entries.size()))
            continue;
        lines.resize(std::max(lines.size(), static_cast<std::size_t>(number)));
        lines[static_cast<std::size_t>(number) - 1] = value;
    }
    if (lines.empty() && !stated)
        return badKey(path, "NumberOfChannels", "a number of channels", count);
    if (lines.empty())
        return badKey(path, "Channel Infos", std::to_string(*stated) + " channels", "no lines");
    header.statedChannels = stated.value_or(static_cast<std::int64_t>(lines.size()));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const int number = static_cast<int>(i) + 1;
        if (!lines[i])
            return badKey(path, "Channel Infos", "a line for Ch" + std::to_string(number), "");
        header.channels.push_back(readChannel(number, *lines[i], header.warnings));
    }
    return {};
}

/// Radius, theta (from the vertex, negative on the left), phi (from the right ear towards the nose), in degrees.
/// A radius of 0 means no position.
void readCoordinates(const BrainVisionText& text, BrainVisionHeader& header)
{
    for (const auto& [key, value] : text.entries("coordinates")) {
        const int number = brainVisionIndex(key, "ch");
        const auto fields = brainVisionFields(value);
        if (number < 1 || number > static_cast<int>(header.channels.size()) || fields.size() < 3)
            continue;
        const auto radius = parseNumber(fields[0]);
        const auto theta = parseNumber(fields[1]);
        const auto phi = parseNumber(fields[2]);
        if (!radius || !theta || !phi || *radius <= 0)
            continue;
        const double t = *theta * std::numbers::pi / 180;
        const double p = *phi * std::numbers::pi / 180;
        header.channels[static_cast<std::size_t>(number) - 1].position
            = Eigen::Vector3d(std::sin(t) * std::cos(p), std::sin(t) * std::sin(p), std::cos(t));
    }
}

} // namespace

Result<BrainVisionHeader> readBrainVisionHeader(const fs::path& path)
{
    auto text = readBrainVisionText(path, "Header");
    if (!text)
        return tl::unexpected(text.error());
    BrainVisionHeader header;
    header.warnings = std::move(text->warnings);
    header.dataFile = text->value(common, "datafile");
    header.markerFile = text->value(common, "markerfile");
    for (const auto part : { readNumberFormat, readTime, readChannels }) {
        if (auto ok = part(path, *text, header); !ok)
            return tl::unexpected(ok.error());
    }
    readCoordinates(*text, header);
    return header;
}

} // namespace maskscope
