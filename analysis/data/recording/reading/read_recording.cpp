// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/data/core/argument_file.h"
#include "analysis/data/core/foreign/foreign_file.h"
#include "analysis/data/core/placeholder_file.h"
#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/hdf5/hdf5_trial.h"
#include "analysis/data/recording/channels/apply_choices.h"
#include "analysis/data/recording/bad_marks.h"
#include "analysis/data/recording/reading/bids_channels.h"
#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/channels/channel_kinds.h"
#include "analysis/data/recording/channels/channel_places.h"
#include "analysis/data/recording/samples/channel_statistics.h"
#include "analysis/data/recording/channels/montage.h"
#include "analysis/data/recording/recording.h"
#include "analysis/data/recording/reading/recording_formats.h"
#include "analysis/data/recording/subject_name.h"
#include "analysis/data/recording/samples/sample_survey.h"

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

tl::unexpected<Error> notRead(const fs::path& path, const ForeignFile& foreign)
{
    return failure(ErrorCode::UnsupportedFormat, path.string(),
                   "is " + foreign.name + ", which is not read as a recording; " + foreign.advice);
}

Result<std::string> readHead(const fs::path& path)
{
    if (auto real = refusePlaceholder(path); !real)
        return tl::unexpected(real.error());
    std::error_code ec;
    if (const auto foreign = foreignFolder(path); foreign && fs::is_directory(path, ec))
        return notRead(path, *foreign);
    if (auto regular = requireRegularFile(path, "a recording"); !regular)
        return tl::unexpected(regular.error());
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

/// A layout that points into another file is not known, and that is why.
std::string outsideLinkOf(const fs::path& path)
{
    if (!Hdf5File::looksLikeHdf5(path))
        return {};
    const auto file = Hdf5File::open(path);
    const std::string link = file ? file->firstOutsideLink() : std::string();
    return link.empty() ? link : " (it points to another file, which is not followed: " + link + ")";
}

tl::unexpected<Error> unknownFormat(const fs::path& path, const std::string& head)
{
    auto foreign = foreignByContent(path, head);
    if (!foreign && !Hdf5File::looksLikeHdf5(path))
        foreign = foreignByName(path);
    if (foreign)
        return notRead(path, *foreign);
    const std::string found = looksLikeText(head) ? "text"
        : Hdf5File::looksLikeHdf5(path)           ? "an HDF5 file of another layout"
                                                  : "other content";
    return failure(ErrorCode::UnsupportedFormat, path.string(), "is no recording that can be read", formatNames(),
                   found + outsideLinkOf(path));
}

const RecordingFormat* formatOf(const fs::path& path, const std::string& head)
{
    const auto formats = recordingFormats();
    const auto byContent
        = std::ranges::find_if(formats, [&](const RecordingFormat& f) { return f.recognises(path, head); });
    if (byContent != formats.end())
        return &*byContent;
    if (looksLikeText(head) || Hdf5File::looksLikeHdf5(path) || foreignByContent(path, head))
        return nullptr;
    std::string suffix = path.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto bySuffix = std::ranges::find_if(
        formats, [&](const RecordingFormat& f) { return std::ranges::find(f.suffixes, suffix) != f.suffixes.end(); });
    return bySuffix == formats.end() ? nullptr : &*bySuffix;
}

} // namespace

namespace {

/// Opens the file as its format says and reads a few samples at its beginning, middle and end.
void readForTrial(const fs::path& path, const std::string& head)
{
    const RecordingFormat* format = formatOf(path, head);
    if (format == nullptr) {
        static_cast<void>(outsideLinkOf(path));
        return;
    }
    auto recording = format->read(path);
    if (!recording || !recording->source)
        return;
    constexpr std::uintmax_t small = 64U << 20U;
    std::error_code ec;
    if (fs::file_size(path, ec) <= small && !ec && !surveySamples(*recording))
        return;
    for (const double share : { 0.0, 0.5, 1.0 }) // one place of all channels after another: chunks may hold many
        for (std::size_t channel = 0; channel < recording->channels.size(); ++channel) {
            const std::int64_t samples = samplesOfChannel(*recording, channel);
            std::vector<double> few(static_cast<std::size_t>(std::clamp<std::int64_t>(samples, 0, 8)));
            const auto last = static_cast<double>(samples - static_cast<std::int64_t>(few.size()));
            static_cast<void>(
                recording->source->read(static_cast<int>(channel), static_cast<std::int64_t>(share * last), few));
        }
}

} // namespace

namespace {

/// Rates that no EEG has: absurd ones are refused, slow ones said, for they may still be looked at.
Result<void> judgeRate(Recording& recording)
{
    constexpr double fastestHz = 1e6, slowestHz = 10;
    std::ostringstream rate;
    rate << recording.samplingRateHz << " Hz";
    if (recording.samplingRateHz > fastestHz)
        return failure(ErrorCode::CorruptInput, recording.path.string(), "has a sampling rate that no EEG has",
                       "at most 1 MHz", rate.str());
    if (recording.samplingRateHz > 0 && recording.samplingRateHz < slowestHz)
        recording.warnings.push_back("is sampled at " + rate.str() + ", far too slowly for EEG");
    return {};
}

} // namespace

Result<Recording> readRecording(const fs::path& path, const std::optional<fs::path>& montagePath, bool keepBad,
                                const ChannelChoices& choices)
{
    const auto head = readHead(path);
    if (!head)
        return tl::unexpected(head.error());
    if (Hdf5File::looksLikeHdf5(path))
        if (auto passed = tryHdf5(path, "recording", [&] { readForTrial(path, *head); }); !passed)
            return tl::unexpected(passed.error());
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
    if (auto plausible = judgeRate(*recording); !plausible)
        return tl::unexpected(plausible.error());
    if (recording->subject.empty() && !(recording->precut && !recording->precut->subject.empty()))
        recording->subject = subjectOfName(path);
    nameChannels(*recording);
    applyBidsChannels(*recording);
    if (auto ok = applyChoices(*recording, choices); !ok)
        return tl::unexpected(ok.error());
    leaveOutSlowOnes(*recording);
    placeChannels(*recording, montage);
    leaveOutAnnotationsBeyond(*recording);
    sayWhatIsSetAside(*recording);
    respectBadMarks(*recording, keepBad || choices.keepBad);
    if (auto ok = surveySamples(*recording); !ok)
        return tl::unexpected(ok.error());
    return recording;
}

} // namespace maskscope
