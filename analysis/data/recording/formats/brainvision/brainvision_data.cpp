// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/brainvision/brainvision_data.h"

#include <array>
#include <memory>
#include <string_view>

#include "analysis/data/recording/formats/companion_file.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 4> dataSuffixes { ".eeg", ".dat", ".EEG", ".DAT" };

std::string sizeText(const BrainVisionHeader& header, std::int64_t samples)
{
    return std::to_string(header.channels.size()) + " channels x " + std::to_string(samples) + " samples x "
        + std::to_string(bytesOf(header.type)) + " bytes";
}

/// Whether so many channels leave no byte over.
bool fits(const BrainVisionHeader& header, std::int64_t channels, std::int64_t bytes)
{
    const auto frame = matrixBytes(channels, 1, header.type);
    if (!frame || *frame == 0)
        return false;
    return header.dataPoints ? bytes / *frame == *header.dataPoints && bytes % *frame == 0 : bytes % *frame == 0;
}

/// Channels that no line describes carry a fault; lines beyond the true number are dropped.
Result<void> settleChannels(const fs::path& dataPath, std::int64_t bytes, BrainVisionHeader& header,
                            std::vector<std::string>& warnings)
{
    const auto lines = static_cast<std::int64_t>(header.channels.size());
    const std::int64_t stated = header.statedChannels;
    if (stated == lines)
        return {};
    const std::string both = std::to_string(stated) + " channels by NumberOfChannels, " + std::to_string(lines)
        + (lines == 1 ? " line" : " lines") + " of [Channel Infos]";
    const bool byLines = fits(header, lines, bytes);
    if (byLines == fits(header, stated, bytes))
        return failure(ErrorCode::CorruptInput, dataPath.string(),
                       "cannot be taken apart: its header contradicts itself, and its size fits "
                           + std::string(byLines ? "both" : "neither"),
                       "one number of channels", both + ", " + std::to_string(bytes) + " bytes");
    const std::int64_t channels = byLines ? lines : stated;
    warnings.push_back("the header contradicts itself (" + both + "): the size of the data shows that it is "
                       + std::to_string(channels));
    header.channels.resize(static_cast<std::size_t>(channels));
    for (std::int64_t c = lines; c < channels; ++c) {
        BrainVisionChannel& channel = header.channels[static_cast<std::size_t>(c)];
        channel.label = "Ch" + std::to_string(c + 1);
        channel.fault = "no line of the header describes it";
    }
    return {};
}

/// Channels that lie one after another: those that a cut file holds to their end.
Result<std::int64_t> keepWholeChannels(const fs::path& dataPath, std::int64_t bytes, BrainVisionHeader& header,
                                       std::vector<std::string>& warnings)
{
    const std::int64_t samples = *header.dataPoints;
    const std::int64_t whole = bytes / (samples * bytesOf(header.type));
    const std::string expected = sizeText(header, samples) + " by its header";
    if (whole == 0)
        return failure(ErrorCode::CorruptInput, dataPath.string(), "is truncated within its first channel", expected,
                       std::to_string(bytes) + " bytes");
    std::string lost;
    for (auto c = static_cast<std::size_t>(whole); c < header.channels.size(); ++c)
        lost += (lost.empty() ? "" : ", ") + header.channels[c].label;
    warnings.push_back(dataPath.filename().string() + " is truncated (expected " + expected + ", found "
                       + std::to_string(bytes) + " bytes): channels cut off are left out: " + lost);
    header.channels.resize(static_cast<std::size_t>(whole));
    return samples;
}

/// Samples a channel, by the size of the data file and by what the header says.
Result<std::int64_t> countSamples(const fs::path& dataPath, std::int64_t bytes, BrainVisionHeader& header,
                                  std::vector<std::string>& warnings)
{
    const std::int64_t frame = static_cast<std::int64_t>(header.channels.size()) * bytesOf(header.type);
    const std::int64_t held = bytes / frame;
    std::int64_t samples = header.dataPoints.value_or(held);
    if (held == 0)
        return failure(ErrorCode::CorruptInput, dataPath.string(), "holds no samples",
                       "at least " + sizeText(header, 1), std::to_string(bytes) + " bytes");
    if (samples > held && !header.multiplexed)
        return keepWholeChannels(dataPath, bytes, header, warnings);
    if (samples > held) {
        warnings.push_back(dataPath.filename().string() + " is truncated (expected " + sizeText(header, samples)
                           + " by its header, found " + std::to_string(bytes) + " bytes): its " + std::to_string(held)
                           + " whole samples are read");
        return held;
    }
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

} // namespace

std::string withBaseName(std::string name, const fs::path& headerPath)
{
    if (const auto at = name.find("$b"); at != std::string::npos)
        return name.substr(0, at) + headerPath.stem().string() + name.substr(at + 2);
    return name;
}

Result<NumberMatrix> openBrainVisionData(const fs::path& headerPath, BrainVisionHeader& header,
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
    if (auto ok = settleChannels(found->path, bytes->size(), header, warnings); !ok)
        return tl::unexpected(ok.error());
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

} // namespace maskscope
