// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/nwb_reader.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/formats/hdf5/hdf5_gaps.h"
#include "analysis/data/recording/formats/hdf5/hdf5_source.h"
#include "analysis/data/recording/formats/hdf5/nwb_electrodes.h"
#include "analysis/data/recording/formats/hdf5/nwb_time.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr int mostObjects = 5'000; // looked at in search of series
constexpr int deepest = 5;
constexpr std::int64_t mostChannels = 10'000;

/// Paths of the series below a group, in alphabetical order.
void findSeries(const Hdf5File& file, const std::string& group, int depth, int& objects,
                std::vector<std::string>& series)
{
    if (depth > deepest || !file.isGroup(group))
        return;
    for (const std::string& name : file.children(group).value_or(std::vector<std::string> {})) {
        if (++objects > mostObjects)
            return;
        const std::string path = group + "/" + name;
        if (!file.isGroup(path))
            continue;
        const bool typed = file.hasAttribute(path, "neurodata_type");
        const std::string type = typed ? file.stringAttribute(path, "neurodata_type").value_or("") : "";
        if (type == "ElectricalSeries")
            series.push_back(path);
        else
            findSeries(file, path, depth + 1, objects, series);
    }
}

/// How much a series is like EEG: by its name, and by electrodes of the 10-05 system.
int likeness(const Hdf5File& file, const std::string& series)
{
    std::string lower = series;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto has = [&](const char* word) { return lower.find(word) != std::string::npos; };
    int score = has("eeg") && !has("ieeg") && !has("seeg") ? 2 : 0;
    for (const char* other : { "eog", "ecg", "ekg", "emg", "ecog", "lfp", "ieeg", "seeg" })
        score -= has(other) ? 1 : 0;
    const auto electrodes = readNwbElectrodes(file, series);
    if (!electrodes)
        return score;
    const auto identities = identifyChannels(electrodes->labels);
    const auto known = std::ranges::count_if(
        identities, [](const ChannelIdentity& i) { return builtInMontage().position(i.name).has_value(); });
    return score + (2 * static_cast<std::size_t>(known) > identities.size() ? 3 : 0);
}

Result<std::string> chooseSeries(const Hdf5File& file, std::vector<std::string>& warnings)
{
    std::vector<std::string> series;
    int objects = 0;
    findSeries(file, "/acquisition", 0, objects, series);
    findSeries(file, "/processing", 0, objects, series);
    if (const std::string link = file.firstOutsideLink(); series.empty() && !link.empty())
        return failure(ErrorCode::UnsupportedFormat, file.path().string(),
                       "is an NWB file whose EEG lies outside it, which is not followed", "samples in the file itself",
                       link);
    if (series.empty())
        return failure(ErrorCode::UnsupportedFormat, file.path().string(), "is an NWB file without EEG",
                       "an ElectricalSeries under /acquisition or /processing",
                       objects > mostObjects ? "none among its first 5,000 objects" : "none");
    constexpr std::size_t mostCompared = 64;
    series.resize(std::min(series.size(), mostCompared));
    const auto best
        = std::ranges::max_element(series, {}, [&](const std::string& path) { return likeness(file, path); });
    std::string others;
    for (const std::string& path : series) {
        if (path != *best)
            others += (others.empty() ? "" : ", ") + path;
    }
    if (!others.empty())
        warnings.push_back("read from " + *best + "; the file's other series are left out: " + others);
    return *best;
}

/// Gains [channel] and the offset that turn stored numbers into microvolt (or into an unknown unit, which is said).
struct Scaling {
    std::vector<double> gains;
    double offset = 0;
    std::string unit { microvoltUnit };
    double microvoltsPerUnit = 1;
};

Result<double> numberOr(const Hdf5File& file, const std::string& object, const std::string& name, double otherwise)
{
    if (!file.hasAttribute(object, name))
        return otherwise;
    auto value = file.doubleAttribute(object, name);
    if (value && !std::isfinite(*value))
        return failure(ErrorCode::CorruptInput, file.path().string() + ": " + object,
                       "its attribute " + name + " is no finite number");
    return value;
}

/// volts = stored x conversion x channel_conversion + offset.
Result<Scaling> readScaling(const Hdf5File& file, const std::string& series, std::int64_t channels,
                            std::vector<std::string>& warnings)
{
    const std::string data = series + "/data";
    const auto conversion = numberOr(file, data, "conversion", 1);
    const auto offset = numberOr(file, data, "offset", 0);
    if (!conversion || !offset)
        return tl::unexpected(conversion ? offset.error() : conversion.error());
    const std::string unit
        = file.hasAttribute(data, "unit") ? file.stringAttribute(data, "unit").value_or("") : "volts";
    const auto microvolts = microvoltsPer(unit);
    if (!microvolts)
        warnings.push_back(data + " has the unknown unit '" + unit + "': its numbers are taken as they are");
    const double scale = microvolts.value_or(1);
    Scaling scaling { std::vector<double>(static_cast<std::size_t>(channels), *conversion * scale), *offset * scale,
                      microvolts ? std::string(microvoltUnit) : unit, scale };
    const std::string each = series + "/channel_conversion";
    if (!file.isDataset(each))
        return scaling;
    const auto shape = file.datasetShape(each);
    if (!shape || shape->count != channels)
        return failure(ErrorCode::CorruptInput, file.path().string() + ": " + each, "does not fit the data",
                       std::to_string(channels) + " factors, one a channel",
                       shape ? std::to_string(shape->count) : shape.error().message);
    const auto factors = file.read<double>(each);
    if (!factors)
        return tl::unexpected(factors.error());
    std::ranges::transform(scaling.gains, factors->values, scaling.gains.begin(), std::multiplies<>());
    return scaling;
}

Result<Hdf5DatasetShape> checkedShape(const Hdf5File& file, const std::string& data)
{
    auto shape = file.datasetShape(data);
    if (!shape)
        return shape;
    const std::size_t rank = shape->shape.size();
    const bool fits = shape->kind == Hdf5Kind::Number && (rank == 1 || rank == 2) && shape->count > 0
        && (rank == 1 || shape->shape[1] <= mostChannels);
    if (!fits)
        return failure(ErrorCode::CorruptInput, file.path().string() + ": " + data, "has another shape",
                       "numbers [time, channel] of at most 10,000 channels",
                       std::to_string(rank) + " dimensions, " + std::to_string(shape->count) + " values");
    return shape;
}

Result<void> listChannels(const Hdf5File& file, const std::string& series, std::int64_t channels,
                          const Scaling& scaling, Recording& recording)
{
    auto electrodes = readNwbElectrodes(file, series);
    if (!electrodes)
        return tl::unexpected(electrodes.error());
    recording.warnings.insert(recording.warnings.end(), electrodes->warnings.begin(), electrodes->warnings.end());
    const auto named = static_cast<std::int64_t>(electrodes->labels.size());
    if (named == 0)
        recording.warnings.push_back(series + " names no electrodes: its channels are numbered");
    else if (named != channels)
        return failure(ErrorCode::CorruptInput, file.path().string() + ": " + series,
                       "its electrodes do not fit its data",
                       std::to_string(named) + " channels in data [time, channel]", std::to_string(channels));
    for (std::int64_t c = 0; c < channels; ++c) {
        const auto at = static_cast<std::size_t>(c);
        Channel channel;
        channel.label = named > 0 ? electrodes->labels[at] : "channel " + std::to_string(c + 1);
        channel.unit = scaling.unit;
        channel.microvoltsPerUnit = scaling.microvoltsPerUnit;
        if (!std::isfinite(scaling.gains[at]) || scaling.gains[at] == 0)
            channel.setAside = "its conversion is 0 or no finite number, so its amplitudes are unknown";
        channel.samplingRateHz = recording.samplingRateHz;
        if (named > 0)
            channel.position = electrodes->positions[at];
        channel.positionSource = channel.position ? "file" : "";
        recording.channels.push_back(std::move(channel));
    }
    return {};
}

} // namespace

bool looksLikeNwb(const fs::path& path, std::string_view head)
{
    if (!head.starts_with("\x89HDF") && !Hdf5File::looksLikeHdf5(path))
        return false;
    const auto file = Hdf5File::open(path);
    return file && file->hasAttribute("/", "nwb_version");
}

Result<Recording> readNwb(const fs::path& path)
{
    auto file = Hdf5File::open(path);
    if (!file)
        return tl::unexpected(file.error());
    Recording recording;
    recording.path = path;
    recording.format = "NWB";
    const auto series = chooseSeries(*file, recording.warnings);
    if (!series)
        return tl::unexpected(series.error());
    const auto shape = checkedShape(*file, *series + "/data");
    if (!shape)
        return tl::unexpected(shape.error());
    const std::int64_t channels = shape->shape.size() == 1 ? 1 : shape->shape[1];
    recording.samples = shape->shape[0];
    auto time = readNwbTime(*file, *series, recording.samples);
    auto scaling = readScaling(*file, *series, channels, recording.warnings);
    if (!time || !scaling)
        return tl::unexpected(time ? scaling.error() : time.error());
    recording.samplingRateHz = time->samplingRateHz;
    recording.segments = std::move(time->segments);
    recording.warnings.insert(recording.warnings.end(), time->warnings.begin(), time->warnings.end());
    if (auto ok = listChannels(*file, *series, channels, *scaling, recording); !ok)
        return tl::unexpected(ok.error());
    auto matrix = Hdf5Matrix::open(*file, *series + "/data", Hdf5Axes::SampleChannel);
    if (!matrix)
        return tl::unexpected(matrix.error());
    if (auto ok = leaveOutUnwritten(unwrittenSpans(*matrix, 0), recording); !ok)
        return tl::unexpected(ok.error());
    recording.source = std::make_shared<Hdf5Source>(std::move(*file), std::move(*matrix), std::move(scaling->gains),
                                                    scaling->offset);
    return recording;
}

} // namespace maskscope
