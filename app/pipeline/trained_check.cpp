// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/trained_check.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include <unistd.h>

#include "analysis/results/run_verdict.h"
#include "app/pipeline/analysis_request.h"
#include "app/pipeline/resources.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

/// A folder for the recordings, gone at the end.
class PassingFolder {
public:
    PassingFolder()
    {
        std::error_code ec;
        std::string pattern = (fs::temp_directory_path(ec) / "maskscope-validity-XXXXXX").string();
        if (::mkdtemp(pattern.data()) != nullptr)
            m_path = pattern;
    }
    ~PassingFolder()
    {
        std::error_code ignored;
        if (!m_path.empty())
            fs::remove_all(m_path, ignored);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

struct Network {
    const RecordedKind* kind = nullptr;
    fs::path checkpoint;
    [[nodiscard]] std::string name() const { return checkpoint.stem().string(); }
};

/// KIND_*.pt in the order of the world's kinds, of those that are asked for.
Result<std::vector<Network>> networksOf(const fs::path& folder, const RecordedWorld& world,
                                        const std::vector<std::string>& names)
{
    std::vector<Network> all, chosen;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        for (const RecordedKind& kind : world.kinds())
            if (entry.path().extension() == ".pt" && entry.path().stem().string().starts_with(kind.name + "_"))
                all.push_back({ &kind, entry.path() });
    std::ranges::sort(all, {}, [](const Network& n) { return std::pair(n.kind, n.checkpoint); });
    const auto isAsked
        = [](const Network& n, const std::string& name) { return n.kind->name == name || n.name() == name; };
    for (const std::string& name : names)
        if (std::ranges::none_of(all, [&](const Network& n) { return isAsked(n, name); }))
            return failure(ErrorCode::InvalidArgument, "--kind " + name, "there is no such kind or network",
                           "one of " + folder.string());
    for (const Network& n : all)
        if (names.empty() || std::ranges::any_of(names, [&](const std::string& name) { return isAsked(n, name); }))
            chosen.push_back(n);
    if (chosen.empty())
        return failure(ErrorCode::UnreadableInput, folder.string(), "holds no networks of its world",
                       "checkpoints named KIND_SEED.pt");
    return chosen;
}

class TrainedCheck {
public:
    TrainedCheck(const TrainedCheckOptions& options, const std::stop_token& stop)
        : m_options(options)
        , m_stop(stop)
    {
    }

    /// Every ratio of one network over one file of recordings.
    Result<void> analyzeNetwork(const Network& network, const fs::path& recordings, int count, std::uint64_t seed)
    {
        AnalysisRequest request;
        request.recordings = { recordings };
        fs::path projection = network.checkpoint;
        request.checkpoints = { { network.checkpoint, projection.replace_extension(".projection.npy").string() } };
        request.ratios = { network.kind->ownRatio };
        if (m_options.otherRatio)
            request.ratios.push_back(network.kind->otherRatio);
        request.seed = seed;
        request.untrainedCopies = m_options.copies;
        request.inference.device = "cpu";
        request.inference.threads = m_options.threads;
        const AnalysisOutcome outcome = analyze(request, {}, m_stop);
        if (outcome.cancelled)
            return failure(ErrorCode::Cancelled, "known-truth check", "was stopped");
        if (!outcome.failures.empty())
            return tl::unexpected(outcome.failures.front());
        const std::vector<Verdict> verdicts = judgeRuns(outcome.runs, builtInThresholds());
        for (std::size_t i = 0; i < verdicts.size(); ++i)
            m_answers.push_back(answersOf(network, verdicts[i], outcome.runs[i]->mask.ratio, count, seed));
        return {};
    }

    std::vector<TrainedAnswers> take() { return std::move(m_answers); }

private:
    static TrainedAnswers answersOf(const Network& network, const Verdict& verdict, double ratio, int recordings,
                                    std::uint64_t seed)
    {
        TrainedAnswers answers { network.kind, network.name(), ratio, recordings, seed, {} };
        for (const std::string_view question : kTrainedQuestions) {
            const Statement* statement = verdict.statement(question);
            answers.findings[std::string(question)] = statement ? findingName(statement->finding) : "not asked";
        }
        return answers;
    }

    const TrainedCheckOptions& m_options;
    std::stop_token m_stop;
    std::vector<TrainedAnswers> m_answers;
};

} // namespace

fs::path trainedNetworksFolder()
{
    std::error_code ec;
    const fs::path installed = resourceFolder() / "validity";
    const fs::path source = MASKSCOPE_SOURCE_FOLDER; // empty in packages
    return source.empty() || fs::is_directory(installed, ec) ? installed : source / "tests/validity/networks";
}

Result<std::vector<TrainedAnswers>> trainedAnswers(const fs::path& folder, const RecordedWorld& world,
                                                   const TrainedCheckOptions& options,
                                                   const std::function<void(int done, int total)>& progress,
                                                   const std::stop_token& stop)
{
    const auto networks = networksOf(folder, world, options.names);
    if (!networks)
        return tl::unexpected(networks.error());
    const PassingFolder passing;
    TrainedCheck check(options, stop);
    const int total = static_cast<int>(networks->size() * options.recordings.size()) * options.seeds;
    int done = 0;
    for (const Network& network : *networks)
        for (const int count : options.recordings) {
            const fs::path recordings = passing.path() / (network.kind->name + "_" + std::to_string(count) + ".h5");
            if (std::error_code ec; !fs::exists(recordings, ec))
                if (const auto written = world.write(*network.kind, count, recordings); !written)
                    return tl::unexpected(written.error());
            for (int i = 0; i < options.seeds; ++i) {
                const auto analysed = check.analyzeNetwork(network, recordings, count,
                                                           options.firstSeed + static_cast<std::uint64_t>(i));
                if (!analysed)
                    return tl::unexpected(analysed.error());
                if (progress)
                    progress(++done, total);
            }
        }
    return check.take();
}

} // namespace maskscope
