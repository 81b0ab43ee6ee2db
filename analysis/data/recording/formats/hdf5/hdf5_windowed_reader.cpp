// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/hdf5_windowed_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <new>

#include "analysis/data/hdf5/hdf5_block_reader.h"
#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/formats/hdf5/hdf5_window_subjects.h"
#include "analysis/data/recording/channels/montage.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

struct Layout {
    std::int64_t sequences = 0;
    std::int64_t tokens = 0; // of the longest sequence, padding included
    std::int64_t window = 0;
    std::vector<std::int64_t> lengths;
    std::vector<std::int64_t> recording;
    std::vector<std::string> names;
};

tl::unexpected<Error> misfit(const Hdf5File& file, const std::string& dataset, std::int64_t expected, std::size_t found)
{
    return failure(ErrorCode::CorruptInput, file.path().string() + ": " + dataset, "does not fit /windows",
                   std::to_string(expected) + " entries, one a sequence", std::to_string(found));
}

Result<Layout> readLayout(const Hdf5File& file)
{
    Layout layout;
    const auto shape = file.datasetShape("/windows");
    if (!shape)
        return tl::unexpected(shape.error());
    constexpr std::int64_t longestWindow = 10'000'000;
    if (shape->kind != Hdf5Kind::Number || shape->shape.size() != 3 || shape->count == 0
        || shape->shape[2] > longestWindow)
        return failure(ErrorCode::CorruptInput, file.path().string() + ": /windows", "has another shape",
                       "numbers [sequence, token, sample]",
                       std::to_string(shape->shape.size()) + " dimensions, " + std::to_string(shape->count)
                           + " values");
    layout.sequences = shape->shape[0];
    layout.tokens = shape->shape[1];
    layout.window = shape->shape[2];
    for (const char* dataset : { "/seq_lengths", "/recording_index" })
        if (file.isDataset(dataset))
            if (auto written = file.requireWritten(dataset); !written)
                return tl::unexpected(written.error());
    auto lengths = file.read<std::int64_t>("/seq_lengths");
    auto names = file.readStrings("/channel_names");
    if (!lengths || !names)
        return tl::unexpected(lengths ? names.error() : lengths.error());
    layout.recording.assign(static_cast<std::size_t>(layout.sequences), 0);
    if (file.isDataset("/recording_index")) {
        auto recording = file.read<std::int64_t>("/recording_index");
        if (!recording)
            return tl::unexpected(recording.error());
        layout.recording = std::move(recording->values);
    }
    layout.lengths = std::move(lengths->values);
    layout.names = std::move(*names);
    const auto count = static_cast<std::size_t>(layout.sequences);
    if (layout.lengths.size() != count)
        return misfit(file, "/seq_lengths", layout.sequences, layout.lengths.size());
    if (layout.names.size() != count)
        return misfit(file, "/channel_names", layout.sequences, layout.names.size());
    if (layout.recording.size() != count)
        return misfit(file, "/recording_index", layout.sequences, layout.recording.size());
    const auto bad = std::ranges::find_if(layout.lengths, [&](std::int64_t n) { return n < 1 || n > layout.tokens; });
    if (bad != layout.lengths.end())
        return failure(ErrorCode::CorruptInput, file.path().string() + ": /seq_lengths", "holds an impossible length",
                       "1 to " + std::to_string(layout.tokens), std::to_string(*bad));
    const auto badIndex
        = std::ranges::find_if(layout.recording, [](std::int64_t r) { return r < 0 || r > 100'000'000; });
    if (badIndex != layout.recording.end())
        return failure(ErrorCode::CorruptInput, file.path().string() + ": /recording_index",
                       "holds an impossible index", "0 or above", std::to_string(*badIndex));
    return layout;
}

/// Mask files count the sequences, so none can be left out where a window, or a part of one, was never written.
Result<void> requireWindows(const Hdf5BlockReader& windows, const Layout& layout)
{
    std::vector<char> whole(static_cast<std::size_t>(layout.sequences), 1);
    for (const Hdf5Block& block : windows.unwritten())
        for (std::int64_t s = block.first[0]; s < block.first[0] + block.count[0]; ++s)
            if (block.first[1] < layout.lengths[static_cast<std::size_t>(s)])
                whole[static_cast<std::size_t>(s)] = 0;
    const auto missing = std::ranges::count(whole, 0);
    if (missing == 0)
        return {};
    return failure(ErrorCode::CorruptInput, windows.path().string() + ": /windows", "was not written to its end",
                   "data in every chunk",
                   std::to_string(missing) + " of " + std::to_string(layout.sequences)
                       + " sequences with windows that nobody ever wrote");
}

/// Only the windows that are there, without padding, sequence by sequence; `scale` turns them into microvolt.
Result<void> readSamples(const Hdf5BlockReader& windows, const Layout& layout, float scale, PrecutWindows& precut)
{
    std::int64_t total = 0;
    for (const std::int64_t tokens : layout.lengths)
        total += tokens * layout.window;
    try {
        precut.samples.resize(static_cast<std::size_t>(total));
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, windows.path().string() + ": /windows", "does not fit into memory");
    }
    std::vector<double> stored;
    std::size_t offset = 0;
    for (std::int64_t s = 0; s < layout.sequences; ++s) {
        const std::int64_t tokens = layout.lengths[static_cast<std::size_t>(s)];
        const std::array<std::int64_t, 3> first { s, 0, 0 };
        const std::array<std::int64_t, 3> count { 1, tokens, layout.window };
        const auto size = static_cast<std::size_t>(tokens * layout.window);
        const auto own = std::span(precut.samples).subspan(offset, size);
        stored.resize(size);
        if (auto ok = windows.read(first, count, stored); !ok)
            return ok;
        std::ranges::transform(stored, own.begin(), [scale](double v) { return static_cast<float>(v) * scale; });
        if (!std::ranges::all_of(own, [](float v) { return std::isfinite(v); }))
            return failure(ErrorCode::CorruptInput, windows.path().string() + ": /windows",
                           "holds samples that are no finite numbers");
        scratchRelease(own.data(), own.size_bytes());
        offset += size;
    }
    return {};
}

Result<Montage> readOwnMontage(const Hdf5File& file)
{
    Montage montage("file");
    if (!file.isDataset("/montage/names") || !file.isDataset("/montage/xyz"))
        return montage;
    const auto names = file.readStrings("/montage/names");
    const auto xyz = file.read<double>("/montage/xyz");
    if (!names || !xyz)
        return tl::unexpected(names ? xyz.error() : names.error());
    if (xyz->shape != std::vector<std::int64_t> { static_cast<std::int64_t>(names->size()), 3 })
        return failure(ErrorCode::CorruptInput, file.path().string() + ": /montage/xyz", "does not fit /montage/names",
                       "[" + std::to_string(names->size()) + ", 3]");
    for (std::size_t i = 0; i < names->size(); ++i) {
        const Eigen::Vector3d position(xyz->values.data() + 3 * i);
        if (position.allFinite() && position.norm() > 0)
            montage.add(std::string(trimmed((*names)[i])), position);
    }
    return montage;
}

/// One channel for each canonical name, in order of appearance; [sequence] to channel.
std::vector<int> listChannels(const Layout& layout, const Montage& montage, const std::string& unit, double rateHz,
                              std::vector<Channel>& channels)
{
    std::map<std::string, int> index;
    std::vector<int> channelOf;
    for (const std::string& raw : layout.names) {
        const std::string label = toUtf8(trimmed(raw));
        const ChannelIdentity identity = identifyChannel(label);
        const auto [found, isNew] = index.try_emplace(identity.name, static_cast<int>(channels.size()));
        if (isNew) {
            Channel channel;
            channel.label = label;
            channel.kind = identity.kind;
            channel.unit = unit;
            channel.samplingRateHz = rateHz;
            channel.position = montage.position(label);
            if (!channel.position)
                channel.position = montage.position(identity.name);
            channel.positionSource = channel.position ? "file" : "";
            channels.push_back(std::move(channel));
        }
        channelOf.push_back(found->second);
    }
    return channelOf;
}

double rateOf(const Hdf5File& file, std::vector<std::string>& warnings)
{
    for (const char* holder : { "/windows", "/" }) {
        if (!file.hasAttribute(holder, "sampling_rate_hz"))
            continue;
        const double rate = file.doubleAttribute(holder, "sampling_rate_hz").value_or(0);
        if (rate > 0 && std::isfinite(rate))
            return rate;
        warnings.emplace_back("the attribute sampling_rate_hz is no positive number and is ignored");
    }
    return 0;
}

/// Without a unit the numbers count as microvolt: the layout has no place for one, the attribute is an extra.
double scaleOf(const Hdf5File& file, std::string& unit, std::vector<std::string>& warnings)
{
    unit = microvoltUnit;
    for (const char* holder : { "/windows", "/" }) {
        if (!file.hasAttribute(holder, "unit"))
            continue;
        const std::string found = file.stringAttribute(holder, "unit").value_or("");
        if (const auto scale = microvoltsPer(found))
            return *scale;
        unit = found;
        warnings.push_back("/windows has the unknown unit '" + found + "': its numbers are taken as they are");
        return 1;
    }
    return 1;
}

} // namespace

bool looksLikeWindowedHdf5(const fs::path& path, std::string_view head)
{
    if (!head.starts_with("\x89HDF") && !Hdf5File::looksLikeHdf5(path))
        return false;
    const auto file = Hdf5File::open(path);
    return file && file->isDataset("/windows");
}

Result<Recording> readWindowedHdf5(const fs::path& path)
{
    const auto file = Hdf5File::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const auto layout = readLayout(*file);
    const auto montage = readOwnMontage(*file);
    if (!layout || !montage)
        return tl::unexpected(layout ? montage.error() : layout.error());
    const auto subjects = readWindowSubjects(*file, layout->sequences);
    if (!subjects)
        return tl::unexpected(subjects.error());
    Recording recording;
    recording.path = path;
    recording.format = "HDF5 windowed";
    recording.samplingRateHz = rateOf(*file, recording.warnings);
    const std::int64_t used = std::accumulate(layout->lengths.begin(), layout->lengths.end(), std::int64_t { 0 });
    const auto windows = Hdf5BlockReader::open(*file, "/windows", 0, used * layout->window);
    if (!windows)
        return tl::unexpected(windows.error());
    if (auto ok = requireWindows(*windows, *layout); !ok)
        return tl::unexpected(ok.error());
    std::string unit;
    const double scale = scaleOf(*file, unit, recording.warnings);
    PrecutWindows precut;
    precut.windowLength = static_cast<int>(layout->window);
    precut.channel = listChannels(*layout, *montage, unit, recording.samplingRateHz, recording.channels);
    constexpr std::size_t mostChannels = 10'000;
    if (recording.channels.size() > mostChannels)
        return failure(ErrorCode::CorruptInput, path.string() + ": /channel_names", "names too many channels",
                       "at most 10,000 different ones", std::to_string(recording.channels.size()));
    for (std::size_t s = 0; s < layout->lengths.size(); ++s) {
        precut.recording.push_back(static_cast<int>(layout->recording[s]));
        precut.tokens.push_back(static_cast<int>(layout->lengths[s]));
    }
    assignWindowSubjects(*subjects, recording, precut);
    if (auto ok = readSamples(*windows, *layout, static_cast<float>(scale), precut); !ok)
        return tl::unexpected(ok.error());
    for (Channel& channel : recording.channels)
        channel.microvoltsPerUnit = scale;
    recording.samples = *std::ranges::max_element(layout->lengths) * layout->window;
    recording.segments = { { 0, recording.samples - 1 } };
    recording.precut = std::make_shared<const PrecutWindows>(std::move(precut));
    return recording;
}

} // namespace maskscope
