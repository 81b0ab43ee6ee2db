// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/formats/eeglab_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fstream>

#include "analysis/hdf5/hdf5_file.h"
#include "analysis/recording/formats/companion_file.h"
#include "analysis/recording/formats/eeglab_channels.h"
#include "analysis/recording/formats/eeglab_container.h"
#include "analysis/recording/formats/eeglab_events.h"
#include "analysis/recording/formats/eeglab_hdf5.h"
#include "analysis/recording/formats/mat_file.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

struct EeglabSizes {
    std::int64_t channels = 0;
    std::int64_t samplesPerTrial = 0;
    std::int64_t trials = 1;
    double samplingRateHz = 0;

    [[nodiscard]] std::int64_t samples() const { return samplesPerTrial * trials; }
    [[nodiscard]] std::string text() const
    {
        return std::to_string(channels) + " channels x " + std::to_string(samplesPerTrial) + " samples x "
            + std::to_string(trials) + " epochs";
    }
};

tl::unexpected<Error> badField(const fs::path& path, const std::string& field, std::string expected, std::string found)
{
    return failure(ErrorCode::CorruptInput, path.string() + ": EEG." + field, "is of no use", std::move(expected),
                   std::move(found));
}

std::string describe(const MatlabScalar& value)
{
    if (const auto* number = std::get_if<double>(&value))
        return std::to_string(*number);
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? "none" : "'" + *text + "'";
}

Result<std::int64_t> count(const EeglabContainer& set, const fs::path& path, const std::string& field, double most,
                           std::optional<std::int64_t> fallback)
{
    const auto value = set.scalar(field);
    if (!value)
        return tl::unexpected(value.error());
    if (fallback && std::holds_alternative<std::monostate>(*value))
        return *fallback;
    const auto* number = std::get_if<double>(&*value);
    if (number == nullptr || !(*number >= 1 && *number <= most) || *number != std::floor(*number))
        return badField(path, field, "a whole number from 1 to " + std::to_string(static_cast<std::int64_t>(most)),
                        describe(*value));
    return static_cast<std::int64_t>(*number);
}

Result<EeglabSizes> readSizes(const EeglabContainer& set, const fs::path& path)
{
    constexpr double mostChannels = 65536;
    constexpr double most = 1e12;
    const auto channels = count(set, path, "nbchan", mostChannels, std::nullopt);
    const auto samples = count(set, path, "pnts", most, std::nullopt);
    const auto trials = count(set, path, "trials", most, 1);
    const auto rate = set.scalar("srate");
    if (!channels || !samples || !trials || !rate)
        return tl::unexpected(!channels      ? channels.error()
                                  : !samples ? samples.error()
                                  : !trials  ? trials.error()
                                             : rate.error());
    const auto* rateHz = std::get_if<double>(&*rate);
    if (rateHz == nullptr || !(*rateHz > 0) || !std::isfinite(*rateHz))
        return badField(path, "srate", "a sampling rate above 0 Hz", describe(*rate));
    const EeglabSizes sizes { *channels, *samples, *trials, *rateHz };
    const auto perChannel = matrixBytes(sizes.samplesPerTrial, sizes.trials, NumberType::Float64);
    if (!perChannel || !matrixBytes(sizes.channels, *perChannel / 8, NumberType::Float64))
        return badField(path, "trials", "sizes that a file can hold", sizes.text());
    return sizes;
}

/// The samples of an .fdt file: float32, little-endian, all channels of a sample together; of a .dat file (before 2004)
/// channel by channel.
Result<std::shared_ptr<SampleSource>> openFdt(const fs::path& path, const std::string& named, const EeglabSizes& sizes,
                                              std::vector<std::string>& warnings)
{
    constexpr std::array<std::string_view, 2> suffixes { ".fdt", ".FDT" };
    const auto found = findCompanion(path, named, suffixes);
    if (!found)
        return failure(ErrorCode::UnreadableInput, path.string(), "the file of its samples is absent",
                       named + " or " + path.stem().string() + ".fdt beside it", "no such file");
    if (!found->warning.empty())
        warnings.push_back(found->warning);
    auto bytes = FileByteSource::open(found->path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const std::int64_t expected = *matrixBytes(sizes.channels, sizes.samples(), NumberType::Float32);
    if (bytes->size() != expected)
        return failure(ErrorCode::CorruptInput, found->path.string(),
                       bytes->size() < expected ? "is truncated" : "is longer than its dataset says",
                       sizes.text() + " x 4 bytes", std::to_string(bytes->size()) + " bytes");
    std::string suffix = found->path.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    NumberMatrix matrix { .bytes = std::make_shared<FileByteSource>(std::move(*bytes)),
                          .type = NumberType::Float32,
                          .multiplexed = suffix != ".dat",
                          .channels = sizes.channels,
                          .samples = sizes.samples() };
    std::vector<double> gains(static_cast<std::size_t>(sizes.channels), 1.0);
    return std::make_shared<NumberMatrixSource>(std::move(matrix), std::move(gains));
}

/// Only after this do the sizes count as true.
Result<std::shared_ptr<SampleSource>> openSamples(const EeglabContainer& set, const fs::path& path,
                                                  const EeglabSizes& sizes, std::vector<std::string>& warnings)
{
    const auto stored = set.dataSizes();
    if (!stored)
        return tl::unexpected(stored.error());
    if (stored->empty()) {
        const auto name = set.scalar("data");
        if (!name)
            return tl::unexpected(name.error());
        const auto* text = std::get_if<std::string>(&*name);
        return text == nullptr ? badField(path, "data", "samples, or the name of an .fdt file", "neither")
                               : openFdt(path, *text, sizes, warnings);
    }
    std::int64_t held = 1;
    std::string shape;
    for (const std::int64_t n : *stored) {
        held *= n;
        shape += (shape.empty() ? "" : " x ") + std::to_string(n);
    }
    if (stored->front() != sizes.channels || held != sizes.channels * sizes.samples()
        || (stored->size() > 2 && (*stored)[1] != sizes.samplesPerTrial))
        return badField(path, "data", sizes.text(), shape);
    return set.dataSource(sizes.channels, sizes.samples());
}

Result<std::unique_ptr<EeglabContainer>> openContainer(const fs::path& path)
{
    return Hdf5File::looksLikeHdf5(path) ? openEeglabHdf5(path) : openEeglabMat5(path);
}

Result<Recording> readSet(const fs::path& path)
{
    const auto set = openContainer(path);
    if (!set)
        return tl::unexpected(set.error());
    const auto sizes = readSizes(**set, path);
    if (!sizes)
        return tl::unexpected(sizes.error());
    Recording recording;
    recording.format = "EEGLAB";
    recording.samplingRateHz = sizes->samplingRateHz;
    recording.samples = sizes->samples();
    auto source = openSamples(**set, path, *sizes, recording.warnings);
    if (!source)
        return tl::unexpected(source.error());
    recording.source = std::move(*source);
    auto channels = readEeglabChannels(**set, sizes->channels, sizes->samplingRateHz, recording.warnings);
    if (!channels)
        return tl::unexpected(channels.error());
    recording.channels = std::move(*channels);
    auto events = readEeglabEvents(**set, sizes->samplingRateHz, sizes->samplesPerTrial, sizes->trials);
    if (!events)
        return tl::unexpected(events.error());
    recording.annotations = std::move(events->annotations);
    recording.segments = std::move(events->segments);
    recording.warnings.insert(recording.warnings.end(), events->warnings.begin(), events->warnings.end());
    return recording;
}

bool isSetFile(const fs::path& path)
{
    std::error_code ec;
    if (!fs::is_regular_file(path, ec))
        return false;
    std::string head(128, '\0');
    std::ifstream in(path, std::ios::binary);
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    return MatFile::looksLikeMat(head) || looksLikeEeglabHdf5(path, head);
}

fs::path setOf(const fs::path& path)
{
    return path.extension() == ".fdt" ? fs::path(path).replace_extension(".set") : path;
}

} // namespace

bool looksLikeEeglab(const fs::path& path, std::string_view head)
{
    return MatFile::looksLikeMat(head) || looksLikeEeglabHdf5(path, head)
        || (path.extension() == ".fdt" && isSetFile(setOf(path)));
}

Result<Recording> readEeglab(const fs::path& path)
{
    std::error_code ec;
    const fs::path setPath = setOf(path);
    if (!fs::is_regular_file(setPath, ec))
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read without its EEGLAB dataset",
                       setPath.filename().string() + " beside it", "no such file");
    auto recording = readSet(setPath);
    if (!recording && recording.error().subject == matSubject)
        recording.error().subject = setPath.string();
    if (recording)
        recording->path = path;
    return recording;
}

} // namespace maskscope
