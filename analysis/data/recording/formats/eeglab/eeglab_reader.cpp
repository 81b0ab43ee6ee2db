// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/eeglab/eeglab_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fstream>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/recording/formats/eeglab/eeglab_channels.h"
#include "analysis/data/recording/formats/eeglab/eeglab_container.h"
#include "analysis/data/recording/formats/eeglab/eeglab_events.h"
#include "analysis/data/recording/formats/eeglab/eeglab_hdf5.h"
#include "analysis/data/recording/formats/eeglab/eeglab_samples.h"
#include "analysis/data/recording/formats/matlab/mat_file.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

Result<std::unique_ptr<EeglabContainer>> openContainer(const fs::path& path)
{
    return Hdf5File::looksLikeHdf5(path) ? openEeglabHdf5(path) : openEeglabMat5(path);
}

Result<Recording> readSet(const fs::path& path)
{
    const auto set = openContainer(path);
    if (!set)
        return tl::unexpected(set.error());
    Recording recording;
    recording.path = path;
    recording.format = "EEGLAB";
    auto opened = openEeglabSamples(**set, path, recording.warnings);
    if (!opened)
        return tl::unexpected(opened.error());
    const EeglabSizes* sizes = &opened->sizes;
    recording.samplingRateHz = sizes->samplingRateHz;
    recording.samples = sizes->samples();
    recording.source = std::move(opened->source);
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
    auto unwritten = (*set)->unwritten();
    if (!unwritten)
        return tl::unexpected(unwritten.error());
    if (auto ok = leaveOutUnwritten(std::move(*unwritten), recording); !ok)
        return tl::unexpected(ok.error());
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
