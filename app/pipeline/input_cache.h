// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "analysis/data/core/progress.h"
#include "analysis/data/recording/recording.h"
#include "analysis/results/run_result.h"
#include "analysis/data/windowing/window_set.h"
#include "app/pipeline/analysis_request.h"

namespace maskscope {

/// The recordings of one analysis, opened and hashed once, and their windows cut once per window length and rate.
class InputCache {
public:
    /// Opens every recording; those that fail are passed to `failed` and left out. A chosen channel that no recording
    /// has is a slip: then none is kept. Recordings that a model's rate leaves out later are passed on too.
    InputCache(const AnalysisRequest& request, std::function<void(const Error&)> failed);

    [[nodiscard]] bool empty() const { return m_recordings.empty(); }
    [[nodiscard]] bool onlyPrecut() const;
    /// Who was recorded, by AnalysisRequest::subjects and subjectOf. Recordings that they do not name keep what they
    /// say themselves.
    [[nodiscard]] Result<void> nameSubjects(const AnalysisRequest& request);
    /// What names of files tell of subjects where nothing else does; empty: nothing, or it is known.
    [[nodiscard]] std::string subjectHint() const;
    [[nodiscard]] std::optional<double> precutRateHz() const; ///< of the first windowed file that says one
    [[nodiscard]] Result<std::shared_ptr<const WindowSet>> windows(const WindowSpec& spec, const ProgressSink& progress,
                                                                   std::stop_token stop);
    /// Path, hash and sizes of every recording of a window set.
    [[nodiscard]] std::vector<RecordingSummary> summaries(const WindowSet& windows) const;
    [[nodiscard]] std::vector<std::string> warnings() const;

private:
    /// `asked`: in how many of the recordings, also of those that could not be read, a name was asked for.
    void checkChoices(const std::map<std::string, std::size_t>& asked);

    std::function<void(const Error&)> m_failed;
    std::set<std::string> m_leftOut; // said already
    std::vector<Recording> m_recordings;
    std::map<std::string, std::string> m_sha256; // by path
    std::map<std::string, ChannelChoices> m_choices; // by path
    std::map<std::pair<int, double>, std::shared_ptr<const WindowSet>> m_windows;
};

} // namespace maskscope
