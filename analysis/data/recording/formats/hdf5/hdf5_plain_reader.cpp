// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/hdf5_plain_reader.h"

#include <cmath>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/recording/formats/hdf5/hdf5_gaps.h"
#include "analysis/data/recording/formats/hdf5/hdf5_source.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

/// An attribute of /eeg, else of the file.
std::string holderOf(const Hdf5File& file, const std::string& attribute)
{
    return file.hasAttribute("/eeg", attribute) ? "/eeg" : file.hasAttribute("/", attribute) ? "/" : "";
}

Result<double> rateOf(const Hdf5File& file)
{
    const std::string holder = holderOf(file, "sampling_rate_hz");
    if (holder.empty())
        return failure(ErrorCode::CorruptInput, file.path().string() + ": /eeg", "does not say its sampling rate",
                       "an attribute sampling_rate_hz");
    auto rate = file.doubleAttribute(holder, "sampling_rate_hz");
    if (rate && !(*rate > 0 && std::isfinite(*rate)))
        return failure(ErrorCode::CorruptInput, file.path().string() + ": /eeg", "has an impossible sampling rate",
                       "a number above 0", std::to_string(*rate));
    return rate;
}

Result<void> readPositions(const Hdf5File& file, Recording& recording)
{
    if (!file.isDataset("/positions"))
        return {};
    const auto positions = file.read<double>("/positions");
    if (!positions)
        return tl::unexpected(positions.error());
    const auto channels = static_cast<std::int64_t>(recording.channels.size());
    if (positions->shape != std::vector<std::int64_t> { channels, 3 })
        return failure(ErrorCode::CorruptInput, file.path().string() + ": /positions", "has another shape",
                       "[" + std::to_string(channels) + ", 3]");
    for (std::size_t i = 0; i < recording.channels.size(); ++i) {
        const Eigen::Vector3d position(positions->values.data() + 3 * i);
        if (!position.allFinite() || position.norm() == 0)
            continue;
        recording.channels[i].position = position;
        recording.channels[i].positionSource = "file";
    }
    return {};
}

} // namespace

bool looksLikePlainHdf5(const fs::path& path, std::string_view head)
{
    if (!head.starts_with("\x89HDF") && !Hdf5File::looksLikeHdf5(path))
        return false;
    const auto file = Hdf5File::open(path);
    return file && file->isDataset("/eeg");
}

Result<Recording> readPlainHdf5(const fs::path& path)
{
    auto file = Hdf5File::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const auto shape = file->datasetShape("/eeg");
    if (!shape)
        return tl::unexpected(shape.error());
    constexpr std::int64_t mostChannels = 10'000;
    if (shape->kind != Hdf5Kind::Number || shape->shape.size() != 2 || shape->count == 0)
        return failure(
            ErrorCode::CorruptInput, path.string() + ": /eeg", "has another shape", "numbers [channel, sample]",
            std::to_string(shape->shape.size()) + " dimensions, " + std::to_string(shape->count) + " values");
    if (shape->shape[0] > mostChannels)
        return failure(ErrorCode::CorruptInput, path.string() + ": /eeg", "has too many channels",
                       "[channel, sample] of at most 10,000 channels (are the axes swapped?)",
                       std::to_string(shape->shape[0]));
    const auto rate = rateOf(*file);
    const auto names = file->readStrings("/channel_names");
    if (!rate || !names)
        return tl::unexpected(rate ? names.error() : rate.error());
    if (static_cast<std::int64_t>(names->size()) != shape->shape[0])
        return failure(ErrorCode::CorruptInput, path.string() + ": /channel_names", "does not fit /eeg",
                       std::to_string(shape->shape[0]) + " names", std::to_string(names->size()));
    Recording recording;
    recording.path = path;
    recording.format = "HDF5 plain";
    recording.samplingRateHz = *rate;
    recording.samples = shape->shape[1];
    recording.segments = { { 0, recording.samples - 1 } };
    const std::string holder = holderOf(*file, "unit");
    const std::string unit = holder.empty() ? std::string() : file->stringAttribute(holder, "unit").value_or("");
    const auto scale = microvoltsPer(unit);
    if (!scale)
        recording.warnings.push_back("/eeg has "
                                     + (unit.empty() ? std::string("no unit") : "the unknown unit '" + unit + "'")
                                     + ": its numbers are taken as they are");
    for (const std::string& name : *names) {
        Channel channel;
        channel.label = toUtf8(trimmed(name));
        channel.unit = scale ? std::string(microvoltUnit) : unit;
        channel.microvoltsPerUnit = scale.value_or(1.0);
        channel.samplingRateHz = *rate;
        recording.channels.push_back(std::move(channel));
    }
    if (auto ok = readPositions(*file, recording); !ok)
        return tl::unexpected(ok.error());
    auto matrix = Hdf5Matrix::open(*file, "/eeg", Hdf5Axes::ChannelSample);
    if (!matrix)
        return tl::unexpected(matrix.error());
    if (auto ok = leaveOutUnwritten(unwrittenSpans(*matrix, 0), recording); !ok)
        return tl::unexpected(ok.error());
    recording.source = std::make_shared<Hdf5Source>(std::move(*file), std::move(*matrix),
                                                    std::vector<double>(names->size(), scale.value_or(1.0)));
    return recording;
}

} // namespace maskscope
