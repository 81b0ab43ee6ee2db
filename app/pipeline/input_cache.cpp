// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/input_cache.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analysis/data/core/sha256.h"
#include "analysis/data/recording/subject_name.h"
#include "app/pipeline/subjects.h"

namespace maskscope {

InputCache::InputCache(const AnalysisRequest& request, std::function<void(const Error&)> failed)
    : m_failed(std::move(failed))
{
    std::map<std::string, std::size_t> asked;
    for (const auto& path : request.recordings) {
        const auto own = request.channelsOf.find(path);
        const ChannelChoices& choices = own == request.channelsOf.end() ? request.channels : own->second;
        for (const std::string& name : namesIn(choices))
            ++asked[name];
        auto recording = readRecording(path, request.montage, request.keepBad, choices);
        auto hash = recording ? sha256OfFile(path) : Result<std::string> {};
        if (!recording || !hash) {
            m_failed(recording ? hash.error() : recording.error());
            continue;
        }
        m_sha256[path.string()] = *hash;
        m_choices[path.string()] = choices;
        m_recordings.push_back(std::move(*recording));
    }
    checkChoices(asked);
}

void InputCache::checkChoices(const std::map<std::string, std::size_t>& asked)
{
    std::map<std::string, std::size_t> missing; // by name: in how many of those that were read
    for (const Recording& recording : m_recordings)
        for (const std::string& name : recording.unmatchedChoices)
            ++missing[name];
    for (const auto& [name, count] : missing) {
        if (count < asked.at(name)) // also where one that could not be read may have it
            continue;
        m_failed({ ErrorCode::InvalidArgument,
                   name,
                   "was chosen, but no recording has a channel of that name",
                   "a label or a name as inspect lists them",
                   {} });
        m_recordings.clear();
    }
}

Result<void> InputCache::nameSubjects(const AnalysisRequest& request)
{
    std::vector<std::filesystem::path> paths;
    for (const Recording& recording : m_recordings)
        paths.push_back(recording.path);
    std::vector<std::string> subjects(paths.size());
    if (!request.subjects.empty()) {
        auto named = subjectsFrom(request.subjects, paths);
        if (!named)
            return tl::unexpected(named.error());
        subjects = std::move(*named);
    }
    for (std::size_t i = 0; i < m_recordings.size(); ++i) {
        const auto own = request.subjectOf.find(paths[i]);
        const std::string& subject = own == request.subjectOf.end() ? subjects[i] : own->second;
        if (!subject.empty())
            m_recordings[i].subject = subject;
    }
    return {};
}

std::string InputCache::subjectHint() const
{
    std::vector<std::filesystem::path> paths;
    for (const Recording& recording : m_recordings) {
        if (!recording.subject.empty() || recording.precut)
            return {};
        paths.push_back(recording.path);
    }
    const auto subjects = subjectsOfNames(paths);
    const std::set<std::string> distinct(subjects.begin(), subjects.end());
    if (subjects.empty())
        return {};
    return fmt::format(
        "by their names the {} recordings are of {} {} ({}{}): --subjects names takes them so; recordings "
        "are counted as the unit now",
        paths.size(), distinct.size(), distinct.size() == 1 ? "person" : "people", *distinct.begin(),
        distinct.size() > 1 ? ", ..." : "");
}

bool InputCache::onlyPrecut() const
{
    return std::all_of(m_recordings.begin(), m_recordings.end(),
                       [](const Recording& r) { return r.precut != nullptr; });
}

std::optional<double> InputCache::precutRateHz() const
{
    for (const Recording& recording : m_recordings)
        if (recording.precut && recording.samplingRateHz > 0)
            return recording.samplingRateHz;
    return std::nullopt;
}

Result<std::shared_ptr<const WindowSet>> InputCache::windows(const WindowSpec& spec, const ProgressSink& progress,
                                                             std::stop_token stop)
{
    const std::pair key { spec.windowLength, spec.samplingRateHz };
    if (const auto known = m_windows.find(key); known != m_windows.end())
        return known->second;
    auto cut = makeWindows(m_recordings, spec, progress, std::move(stop));
    if (!cut)
        return tl::unexpected(cut.error());
    for (const Error& error : cut->leftOut)
        if (m_leftOut.insert(error.sentence()).second)
            m_failed(error);
    // One set at a time: checkpoints that differ in window length are rare, and a set can be hundreds of megabytes.
    m_windows.clear();
    return m_windows[key] = std::make_shared<const WindowSet>(std::move(*cut));
}

std::vector<RecordingSummary> InputCache::summaries(const WindowSet& windows) const
{
    std::vector<RecordingSummary> all;
    for (const WindowRecording& recording : windows.recordings) {
        const auto hash = m_sha256.find(recording.path.string());
        all.push_back({ .id = recording.id,
                        .path = recording.path.string(),
                        .sha256 = hash == m_sha256.end() ? std::string() : hash->second,
                        .format = recording.format,
                        .originalRateHz = recording.originalRateHz,
                        .rateHz = windows.samplingRateHz,
                        .subject = recording.subject });
        if (const auto choices = m_choices.find(recording.path.string()); choices != m_choices.end())
            all.back().choices = choices->second;
    }
    for (const WindowSequence& sequence : windows.sequences) {
        RecordingSummary& summary = all[static_cast<std::size_t>(sequence.recording)];
        ++summary.sequences;
        summary.tokens = std::max(summary.tokens, sequence.tokens);
    }
    return all;
}

std::vector<std::string> InputCache::warnings() const
{
    std::vector<std::string> all;
    for (const Recording& recording : m_recordings)
        for (const std::string& warning : recording.warnings)
            all.push_back(recording.path.filename().string() + ": " + warning);
    return all;
}

} // namespace maskscope
