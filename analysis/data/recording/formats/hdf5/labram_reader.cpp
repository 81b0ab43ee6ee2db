// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/labram_reader.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "analysis/data/recording/formats/hdf5/hdf5_gaps.h"
#include "analysis/data/recording/formats/hdf5/labram_source.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostRecordings = 100'000;
constexpr std::int64_t mostChannels = 10'000;

/// What the file says of one of its recordings.
struct Part {
    std::string name; // of its group
    double rateHz = 0;
    std::vector<std::string> labels;
    std::int64_t samples = 0;
    std::string unit;

    [[nodiscard]] std::string dataset() const { return "/" + name + "/eeg"; }
};

/// At most `most` of them: one is enough to recognise the layout.
std::vector<std::string> groupsWithEeg(const Hdf5File& file, std::size_t most)
{
    std::vector<std::string> groups;
    for (std::string& name : file.children("/").value_or(std::vector<std::string> {})) {
        if (groups.size() == most)
            break;
        if (file.isGroup("/" + name) && file.isDataset("/" + name + "/eeg"))
            groups.push_back(std::move(name));
    }
    return groups;
}

/// The dataset's attribute, else that of its group, else that of the file; empty where none has it.
std::string holderOf(const Hdf5File& file, const Part& part, const std::string& attribute)
{
    for (const std::string& object : { part.dataset(), "/" + part.name, std::string("/") }) {
        if (file.hasAttribute(object, attribute))
            return object;
    }
    return {};
}

Result<double> rateOf(const Hdf5File& file, const Part& part)
{
    const std::string subject = file.path().string() + ": " + part.dataset();
    const std::string holder = holderOf(file, part, "rsFreq");
    if (holder.empty())
        return failure(ErrorCode::CorruptInput, subject, "does not say its sampling rate", "an attribute rsFreq (Hz)");
    auto rate = file.doubleAttribute(holder, "rsFreq");
    if (rate && !(*rate > 0 && std::isfinite(*rate)))
        return failure(ErrorCode::CorruptInput, subject, "has an impossible sampling rate", "rsFreq above 0",
                       std::to_string(*rate));
    return rate;
}

Result<std::vector<std::string>> labelsOf(const Hdf5File& file, const Part& part, std::int64_t channels)
{
    const std::string subject = file.path().string() + ": " + part.dataset();
    const std::string holder = holderOf(file, part, "chOrder");
    if (holder.empty())
        return failure(ErrorCode::CorruptInput, subject, "does not name its channels", "an attribute chOrder");
    auto names = file.stringsAttribute(holder, "chOrder");
    if (!names)
        return names;
    if (static_cast<std::int64_t>(names->size()) != channels)
        return failure(ErrorCode::CorruptInput, subject, "its attribute chOrder does not fit its samples",
                       std::to_string(channels) + " names", std::to_string(names->size()));
    for (std::string& name : *names)
        name = toUtf8(trimmed(name));
    return names;
}

Result<Part> describe(const Hdf5File& file, std::string name)
{
    Part part;
    part.name = std::move(name);
    const auto shape = file.datasetShape(part.dataset());
    if (!shape)
        return tl::unexpected(shape.error());
    if (shape->kind != Hdf5Kind::Number || shape->shape.size() != 2 || shape->count == 0
        || shape->shape[0] > mostChannels)
        return failure(ErrorCode::CorruptInput, file.path().string() + ": " + part.dataset(), "has another shape",
                       "numbers [channel, sample]",
                       std::to_string(shape->shape.size()) + " dimensions, " + std::to_string(shape->count)
                           + " values");
    const auto rate = rateOf(file, part);
    auto labels = labelsOf(file, part, shape->shape[0]);
    if (!rate || !labels)
        return tl::unexpected(rate ? labels.error() : rate.error());
    part.rateHz = *rate;
    part.labels = std::move(*labels);
    part.samples = shape->shape[1];
    if (const std::string holder = holderOf(file, part, "unit"); !holder.empty())
        part.unit = file.stringAttribute(holder, "unit").value_or("");
    return part;
}

/// The largest set of parts that agree with one another, in the file's order; those left out are named.
std::vector<Part> largestAgreement(std::vector<Part> parts, std::vector<std::string>& warnings)
{
    const auto key = [](const Part& part) { return std::tie(part.rateHz, part.unit, part.labels); };
    std::map<std::tuple<double, std::string, std::vector<std::string>>, std::ptrdiff_t> votes;
    for (const Part& part : parts)
        ++votes[key(part)];
    const auto best = std::ranges::max_element(
        parts, {}, [&](const Part& part) { return votes[key(part)]; }); // the first of equals
    const auto chosenKey = std::tuple(best->rateHz, best->unit, best->labels);
    const std::string leader = best->name;
    std::string others;
    std::vector<Part> chosen;
    for (Part& part : parts) {
        if (key(part) == chosenKey)
            chosen.push_back(std::move(part));
        else
            others += (others.empty() ? "" : ", ") + part.name;
    }
    if (!others.empty())
        warnings.push_back("recordings with other channels, another unit or another sampling rate than " + leader
                           + " are left out: " + others);
    return chosen;
}

double scaleOf(const std::string& unit, std::vector<std::string>& warnings)
{
    if (unit.empty()) {
        warnings.emplace_back("no attribute says the unit: microvolt, as LaBraM's preparation writes it");
        return 1;
    }
    const auto scale = microvoltsPer(unit);
    if (!scale)
        warnings.push_back("the recordings have the unknown unit '" + unit + "': their numbers are taken as they are");
    return scale.value_or(1);
}

void listParts(const std::vector<Part>& parts, Recording& recording)
{
    for (const Part& part : parts) {
        const int index = static_cast<int>(recording.segments.size());
        const auto start = parts.size() == 1 ? std::optional(0.0) : std::nullopt;
        recording.segments.push_back({ recording.samples, recording.samples + part.samples - 1, start, index });
        recording.samples += part.samples;
        if (parts.size() > 1)
            recording.parts.push_back(toUtf8(part.name));
    }
    if (parts.size() > 1)
        recording.warnings.push_back("the file holds " + std::to_string(parts.size())
                                     + " recordings: they are read one after another, no window straddles two, and "
                                       "each counts as a recording of its own");
}

} // namespace

bool looksLikeLabram(const fs::path& path, std::string_view head)
{
    if (!head.starts_with("\x89HDF") && !Hdf5File::looksLikeHdf5(path))
        return false;
    const auto file = Hdf5File::open(path);
    return file && !groupsWithEeg(*file, 1).empty();
}

Result<Recording> readLabram(const fs::path& path)
{
    auto file = Hdf5File::open(path);
    if (!file)
        return tl::unexpected(file.error());
    auto names = groupsWithEeg(*file, mostRecordings + 1);
    if (names.empty() || names.size() > mostRecordings)
        return failure(ErrorCode::UnsupportedFormat, path.string(), "holds no recordings that can be read",
                       "1 to 100,000 groups with a dataset eeg", names.empty() ? "none" : "more");
    std::vector<Part> parts;
    for (std::string& name : names) {
        auto part = describe(*file, std::move(name));
        if (!part)
            return tl::unexpected(part.error());
        parts.push_back(std::move(*part));
    }
    Recording recording;
    recording.path = path;
    recording.format = "HDF5 LaBraM";
    parts = largestAgreement(std::move(parts), recording.warnings);
    recording.samplingRateHz = parts.front().rateHz;
    const double scale = scaleOf(parts.front().unit, recording.warnings);
    const bool known = parts.front().unit.empty() || microvoltsPer(parts.front().unit);
    for (const std::string& label : parts.front().labels) {
        Channel channel;
        channel.label = label;
        channel.unit = known ? std::string(microvoltUnit) : parts.front().unit;
        channel.microvoltsPerUnit = scale;
        channel.samplingRateHz = recording.samplingRateHz;
        recording.channels.push_back(std::move(channel));
    }
    listParts(parts, recording);
    std::vector<LabramPiece> pieces;
    for (std::size_t i = 0; i < parts.size(); ++i)
        pieces.push_back({ parts[i].dataset(), recording.segments[i].first, parts[i].samples });
    std::vector<UnwrittenSpan> unwritten; // of all pieces: a channel is judged by the whole file
    for (const LabramPiece& piece : pieces) {
        const auto matrix = Hdf5Matrix::open(*file, piece.dataset, Hdf5Axes::ChannelSample);
        if (!matrix)
            return tl::unexpected(matrix.error());
        const auto own = unwrittenSpans(*matrix, piece.first);
        unwritten.insert(unwritten.end(), own.begin(), own.end());
    }
    if (auto ok = leaveOutUnwritten(std::move(unwritten), recording); !ok)
        return tl::unexpected(ok.error());
    recording.source = std::make_shared<LabramSource>(std::move(*file), std::move(pieces), scale);
    return recording;
}

} // namespace maskscope
