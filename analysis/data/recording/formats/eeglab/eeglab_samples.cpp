// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/eeglab/eeglab_samples.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>

#include "analysis/data/recording/formats/companion_file.h"
#include "analysis/data/recording/formats/number_matrix_source.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

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
    constexpr std::array<std::string_view, 1> labels { "labels" };
    const auto listed = set.columns("chanlocs", labels);
    const auto described = listed ? static_cast<std::int64_t>(listed->front().size()) : 0;
    const EeglabSizes sizes { *channels, *samples, *trials, *rateHz, described };
    const auto perChannel = matrixBytes(sizes.samplesPerTrial, sizes.trials, NumberType::Float64);
    if (!perChannel || !matrixBytes(sizes.channels, *perChannel / 8, NumberType::Float64))
        return badField(path, "trials", "sizes that a file can hold", sizes.text());
    return sizes;
}

/// From sizes and what the samples have: channels as the samples or the list of channels say.
void correct(EeglabSizes& sizes, const EeglabSizes& found, const std::string& where, std::vector<std::string>& warnings)
{
    warnings.push_back("the dataset says " + sizes.text() + ", " + where + " holds " + found.text()
                       + ": the latter counts");
    sizes = found;
}

/// Whether so many channels are what the samples mean by their first size.
bool confirmed(const EeglabSizes& sizes, std::int64_t channels)
{
    return channels == sizes.channels || channels == sizes.described || sizes.described == 0;
}

/// What an .fdt file of `bytes` holds, if it is told apart: all channels of a sample lie together.
std::optional<EeglabSizes> sizesOfFdt(const EeglabSizes& sizes, std::int64_t bytes)
{
    constexpr std::int64_t width = 4;
    EeglabSizes found = sizes;
    const auto described = matrixBytes(sizes.described, sizes.samples(), NumberType::Float32);
    if (sizes.described > 0 && described && bytes == *described) {
        found.channels = sizes.described;
        return found;
    }
    const std::int64_t whole = bytes / (sizes.channels * width);
    const bool longer = whole > sizes.samples();
    if ((sizes.described > 0 && sizes.described != sizes.channels) || (longer && bytes % (sizes.channels * width) != 0))
        return std::nullopt;
    if (sizes.trials > 1)
        found.trials = whole / sizes.samplesPerTrial;
    else
        found.samplesPerTrial = whole;
    return found.samples() > 0 ? std::optional(found) : std::nullopt;
}

/// The samples of an .fdt file: float32, little-endian, all channels of a sample together; of a .dat file (before 2004)
/// channel by channel.
Result<std::shared_ptr<SampleSource>> openFdt(const fs::path& path, const std::string& named, EeglabSizes& sizes,
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
    std::string suffix = found->path.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const bool multiplexed = suffix != ".dat";
    if (const std::int64_t expected = *matrixBytes(sizes.channels, sizes.samples(), NumberType::Float32);
        bytes->size() != expected) {
        const bool shorter = bytes->size() < expected;
        const auto held = multiplexed ? sizesOfFdt(sizes, bytes->size()) : std::nullopt;
        if (!held)
            return failure(ErrorCode::CorruptInput, found->path.string(),
                           shorter ? "is truncated" : "is longer than its dataset says", sizes.text() + " x 4 bytes",
                           std::to_string(bytes->size()) + " bytes");
        correct(sizes, *held,
                found->path.filename().string() + (shorter ? " is truncated (" : " (") + std::to_string(bytes->size())
                    + " bytes) and",
                warnings);
    }
    NumberMatrix matrix { .bytes = std::make_shared<FileByteSource>(std::move(*bytes)),
                          .type = NumberType::Float32,
                          .multiplexed = multiplexed,
                          .channels = sizes.channels,
                          .samples = sizes.samples() };
    std::vector<double> gains(static_cast<std::size_t>(sizes.channels), 1.0);
    return std::make_shared<NumberMatrixSource>(std::move(matrix), std::move(gains));
}

/// Sizes of the samples within the dataset, if they can be told from what the dataset says.
std::optional<EeglabSizes> sizesOfData(const EeglabSizes& sizes, const std::vector<std::int64_t>& stored)
{
    EeglabSizes found = sizes;
    found.channels = stored.front();
    std::int64_t held = 1; // a channel
    for (std::size_t axis = 1; axis < stored.size(); ++axis)
        held *= stored[axis];
    if (held <= 0 || !confirmed(sizes, found.channels))
        return std::nullopt;
    if (stored.size() > 2) {
        found.samplesPerTrial = stored[1];
        found.trials = held / stored[1];
    } else if (held != sizes.samples()) {
        if (found.channels != sizes.channels) // more than one of the sizes is wrong
            return std::nullopt;
        found.trials = held % sizes.trials == 0 ? sizes.trials : 1;
        found.samplesPerTrial = held / found.trials;
    }
    return found;
}

} // namespace

/// Only after this do the sizes count as true.
Result<EeglabSamples> openEeglabSamples(const EeglabContainer& set, const fs::path& path,
                                        std::vector<std::string>& warnings)
{
    auto sizes = readSizes(set, path);
    if (!sizes)
        return tl::unexpected(sizes.error());
    const auto stored = set.dataSizes();
    if (!stored)
        return tl::unexpected(stored.error());
    if (stored->empty()) {
        const auto name = set.scalar("data");
        if (!name)
            return tl::unexpected(name.error());
        const auto* text = std::get_if<std::string>(&*name);
        auto source = text == nullptr ? badField(path, "data", "samples, or the name of an .fdt file", "neither")
                                      : openFdt(path, *text, *sizes, warnings);
        if (!source)
            return tl::unexpected(source.error());
        return EeglabSamples { *sizes, std::move(*source) };
    }
    std::string shape;
    for (const std::int64_t n : *stored)
        shape += (shape.empty() ? "" : " x ") + std::to_string(n);
    const auto held = sizesOfData(*sizes, *stored);
    if (!held)
        return badField(path, "data", sizes->text(), shape);
    if (held->text() != sizes->text())
        correct(*sizes, *held, "EEG.data", warnings);
    auto source = set.dataSource(sizes->channels, sizes->samples());
    if (!source)
        return tl::unexpected(source.error());
    return EeglabSamples { *sizes, std::move(*source) };
}

} // namespace maskscope
