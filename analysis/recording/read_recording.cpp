// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <string>

#include "analysis/hdf5/hdf5_file.h"
#include "analysis/recording/built_in_montage.h"
#include "analysis/recording/channel_dictionary.h"
#include "analysis/recording/montage.h"
#include "analysis/recording/recording.h"
#include "analysis/recording/recording_formats.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

std::string formatNames()
{
    std::string names;
    for (const RecordingFormat& format : recordingFormats())
        names += (names.empty() ? "" : ", ") + std::string(format.name);
    return names;
}

Result<std::string> readHead(const fs::path& path)
{
    std::error_code ec;
    if (!fs::exists(path, ec))
        return failure(ErrorCode::UnreadableInput, path.string(), "no such file");
    if (fs::is_directory(path, ec))
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read as a recording", "a file",
                       "a folder");
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be opened for reading");
    std::string head(4096, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    if (head.empty())
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is empty");
    return head;
}

bool isText(const std::string& head)
{
    return std::ranges::all_of(head, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20U || c == '\n' || c == '\r' || c == '\t';
    });
}

tl::unexpected<Error> unknownFormat(const fs::path& path, const std::string& head)
{
    const std::string found = isText(head) ? "text"
        : Hdf5File::looksLikeHdf5(path)    ? "an HDF5 file with neither /windows nor /eeg"
                                           : "other content";
    return failure(ErrorCode::UnsupportedFormat, path.string(), "is no recording that can be read", formatNames(),
                   found);
}

const RecordingFormat* formatOf(const fs::path& path, const std::string& head)
{
    const auto formats = recordingFormats();
    const auto byContent
        = std::ranges::find_if(formats, [&](const RecordingFormat& f) { return f.recognises(path, head); });
    if (byContent != formats.end())
        return &*byContent;
    if (isText(head) || Hdf5File::looksLikeHdf5(path))
        return nullptr;
    std::string suffix = path.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto bySuffix = std::ranges::find_if(
        formats, [&](const RecordingFormat& f) { return std::ranges::find(f.suffixes, suffix) != f.suffixes.end(); });
    return bySuffix == formats.end() ? nullptr : &*bySuffix;
}

/// A name without the "-0" of a duplicate: duplicates sit at the same place.
std::string placeName(const std::string& name)
{
    const auto dash = name.find_last_of('-');
    const bool number = dash != std::string::npos && dash + 1 < name.size()
        && std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dash) + 1, name.end(),
                       [](unsigned char c) { return std::isdigit(c) != 0; });
    return number ? name.substr(0, dash) : name;
}

bool place(Channel& channel, const Montage& montage, const std::string& source)
{
    for (const std::string& name : { channel.label, placeName(channel.name) }) {
        if (const auto position = montage.position(name)) {
            channel.position = position;
            channel.positionSource = source;
            return true;
        }
    }
    return false;
}

/// File, then the given montage, then the built-in one. The built-in set is left alone where the file brings its own
/// (two tables would be mixed) and where names stand for other places.
void placeChannels(Recording& recording, const std::optional<Montage>& montage)
{
    std::vector<std::string> labels;
    for (const Channel& channel : recording.channels)
        labels.push_back(channel.label);
    const bool numbered = numberedByLetter(labels);
    const bool ownPositions
        = std::ranges::any_of(recording.channels, [](const Channel& c) { return c.position.has_value(); });
    std::string unplaced;
    for (Channel& channel : recording.channels) {
        if (channel.position || channel.kind != ChannelKind::Eeg)
            continue;
        const bool placed = (montage && place(channel, *montage, "montage " + montage->name()))
            || (!numbered && !ownPositions && place(channel, builtInMontage(), builtInMontage().name()));
        if (!placed)
            unplaced += (unplaced.empty() ? "" : ", ") + channel.name;
    }
    if (numbered && !montage)
        recording.warnings.emplace_back(
            "channels are numbered by letter (A1 ... B1 ...), as in a BioSemi cap or a grid: names "
            "like C3 are not placed by the 10-20 system; give a montage file");
    if (!unplaced.empty())
        recording.warnings.push_back("no electrode position for " + unplaced);
}

} // namespace

Result<Recording> readRecording(const fs::path& path, const std::optional<fs::path>& montagePath)
{
    const auto head = readHead(path);
    if (!head)
        return tl::unexpected(head.error());
    std::optional<Montage> montage;
    if (montagePath) {
        auto read = readMontageFile(*montagePath);
        if (!read)
            return tl::unexpected(read.error());
        montage = std::move(*read);
    }
    const RecordingFormat* format = formatOf(path, *head);
    if (format == nullptr)
        return unknownFormat(path, *head);
    auto recording = format->read(path);
    if (!recording)
        return recording;
    nameChannels(*recording);
    placeChannels(*recording, montage);
    return recording;
}

} // namespace maskscope
