// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/analysis_request.h"

#include <chrono>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "analysis/metrics/intervals/untrained.h"
#include "analysis/data/signals/token_layout.h"
#include "app/pipeline/input_cache.h"
#include "app/pipeline/open_checkpoint.h"
#include "app/pipeline/plan_inference.h"
#include "app/pipeline/projection_draws.h"
#include "model/address_space.h"

namespace maskscope {

namespace {

// Shares of the whole that reading and, per run, predicting take; the rest of a run is numbers.
constexpr double readingShare = 0.08;
constexpr double predictingShare = 0.85;
constexpr double kSameRatio = 0.02; // a mask hides whole tokens: at 0.5 a few more than half of an odd number
constexpr double projectionCost = 1.0 / 3; // of another projection, in runs: three passes of nine

bool isDeviceFailure(const Error& error) { return error.code == ErrorCode::DeviceFailed; }

class Analysis {
public:
    Analysis(const AnalysisRequest& request, const AnalysisObserver& observer, std::stop_token stop)
        : m_request(request)
        , m_observer(observer)
        , m_stop(std::move(stop))
    {
    }

    AnalysisOutcome run()
    {
        runAll();
        m_outcome.cancelled = m_stop.stop_requested(); // also where nothing could be read before that
        return std::move(m_outcome);
    }

private:
    void runAll()
    {
        if (auto room = requireAddressSpace(m_request.inference.threads); !room)
            return fail(room.error());
        say("Reading recordings", 0);
        InputCache inputs(m_request, [this](const Error& error) { fail(error); });
        if (inputs.empty())
            return;
        if (auto named = inputs.nameSubjects(m_request); !named)
            return fail(named.error());
        openCheckpoints();
        for (const auto& open : m_checkpoints)
            m_totalRuns += static_cast<double>(open.settings.masks.size());
        for (const auto& open : m_checkpoints)
            if (!m_deviceFailed)
                runCheckpoint(open, inputs);
    }

    void say(const std::string& stage, double runFraction)
    {
        const double perRun = (1 - readingShare) / std::max(1.0, m_totalRuns);
        const double fraction
            = m_totalRuns > 0 ? readingShare + perRun * (m_runsDone + runFraction) : readingShare * runFraction;
        if (m_observer.progress)
            m_observer.progress({ stage, fraction });
    }

    void fail(const Error& error)
    {
        if (error.code == ErrorCode::Cancelled)
            return;
        m_outcome.failures.push_back(error);
        if (m_observer.failed)
            m_observer.failed(error);
    }

    void openCheckpoints()
    {
        for (const auto& input : m_request.checkpoints) {
            say("Opening " + input.path.filename().string(), 0.5);
            auto open = openCheckpoint(m_request, input);
            if (open)
                m_checkpoints.push_back(std::move(*open));
            else
                fail(open.error());
        }
    }

    void runCheckpoint(const OpenCheckpoint& open, InputCache& inputs)
    {
        if (m_stop.stop_requested())
            return;
        const std::string name = open.checkpoint.path().stem().string();
        const auto cutting = [this](const Progress& p) { say(p.stage, 0); };
        auto windows = inputs.windows({ open.report.network.window, rateFor(open, inputs) }, cutting, m_stop);
        auto session = windows
            ? InferenceSession::create(open.checkpoint, open.report, open.projection, m_request.inference)
            : Result<InferenceSession>(tl::unexpected(windows.error()));
        if (!session) {
            Error error = session.error();
            if (error.code == ErrorCode::Mismatch && !windows)
                error.message = "for " + name + ": " + error.message;
            fail(error);
            m_deviceFailed = isDeviceFailure(error);
            m_runsDone += static_cast<double>(open.settings.masks.size());
            return;
        }
        for (const MaskSpec& mask : open.settings.masks) {
            if (m_stop.stop_requested() || m_deviceFailed)
                return;
            auto result = runMask(open, mask, **windows, *session, inputs);
            m_runsDone += 1;
            if (!result) {
                m_deviceFailed = isDeviceFailure(result.error());
                fail(result.error());
                continue;
            }
            m_outcome.runs.push_back(*result);
            if (m_observer.runFinished)
                m_observer.runFinished(*result);
        }
    }

    /// The model's rate: asked for or in the config, else that of the windowed files, else 256 Hz.
    static double rateFor(const OpenCheckpoint& open, const InputCache& inputs)
    {
        return open.settings.rateKnown ? open.settings.modelRateHz
                                       : inputs.precutRateHz().value_or(open.settings.modelRateHz);
    }

    Result<MaskPlan> maskPlan(const MaskSpec& spec, const WindowSet& windows) const
    {
        auto plan = m_request.maskFile ? readMaskFile(*m_request.maskFile, windows, spec) : makeMask(windows, spec);
        if (plan && m_request.maskFile && windows.tokenCount() > 0) // a file's own share, not the one asked for
            plan->spec.ratio = static_cast<double>(plan->maskedTokens()) / static_cast<double>(windows.tokenCount());
        return plan;
    }

    Result<std::shared_ptr<const RunResult>> runMask(const OpenCheckpoint& open, const MaskSpec& spec,
                                                     const WindowSet& windows, InferenceSession& session,
                                                     const InputCache& inputs)
    {
        auto plan = maskPlan(spec, windows);
        if (!plan)
            return tl::unexpected(plan.error());
        auto result = std::make_shared<RunResult>(describeRun(open, *plan, windows, session, inputs));
        const auto started = std::chrono::steady_clock::now();
        const auto predicting = [&](const Progress& p) {
            const double share = p.total > 0 ? static_cast<double>(p.done) / static_cast<double>(p.total) : 0;
            say("Predicting " + result->label, ownShare(open) * predictingShare * share);
        };
        auto inference = inferPlan(windows, *plan, session, predicting, m_stop);
        if (!inference)
            return tl::unexpected(inference.error());
        result->inferenceSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        result->output = inference->predictions->output;
        result->dimensions = static_cast<int>(inference->predictions->dim());
        result->device = session.device();
        if (const std::string batch = session.batchText(); !batch.empty())
            result->device += ", " + batch;
        const auto others = std::exchange(result->warnings, session.cautions()); // these first
        appendUnique(result->warnings, others);
        appendUnique(result->warnings, session.warnings());
        result->predictions = inference->predictions;
        if (m_request.keepTokens)
            result->tokens = std::make_shared<const RunTokens>(runTokens(windows, *plan, *result->predictions));
        const auto computing = [&](std::string_view title, int done, int total) {
            say(title.empty() ? result->label : fmt::format("{}: {}", result->label, title),
                ownShare(open)
                    * (predictingShare + (1 - predictingShare) * static_cast<double>(done) / std::max(1, total)));
        };
        auto metrics
            = computeMetrics(result->predictions, { .seed = m_request.seed }, computing, m_stop, inference->sums);
        if (!metrics)
            return tl::unexpected(metrics.error());
        result->metrics = std::move(*metrics);
        auto compared = compareUntrained(open, windows, *plan, *result);
        if (compared)
            compared = compareProjections(open, windows, *plan, *result);
        if (compared && !open.report.script)
            compared = compareTables(open, session, windows, *plan, *result);
        if (!compared && compared.error().code == ErrorCode::Cancelled)
            return tl::unexpected(compared.error());
        if (!compared) { // the run's own numbers stand
            m_deviceFailed = isDeviceFailure(compared.error());
            result->warnings.emplace_back("untrained copies, projections or tables of electrodes could not all be "
                                          "compared: some or all of them are missing");
            fail(compared.error());
        }
        return std::shared_ptr<const RunResult>(std::move(result));
    }

    /// The same numbers of untrained copies of the architecture, with the same projection, windows and mask.
    Result<void> compareUntrained(const OpenCheckpoint& open, const WindowSet& windows, const MaskPlan& mask,
                                  RunResult& result)
    {
        if (open.report.script) {
            result.warnings.emplace_back("a TorchScript archive cannot be taken apart: what forward() is given was "
                                         "replaced, its codes of the position, its layers and untrained copies of it "
                                         "are not computable");
            return {};
        }
        const int copies = m_request.untrainedCopies;
        for (int copy = 0; copy < copies; ++copy) {
            say(fmt::format("{}: untrained copy {} of {}", result.label, copy + 1, copies),
                (1 + copy) * ownShare(open));
            auto session = InferenceSession::createUntrained(open.report.network,
                                                             m_request.seed + static_cast<std::uint64_t>(copy),
                                                             open.projection, m_request.inference);
            if (!session)
                return tl::unexpected(session.error());
            auto metrics = numbersOf(*session, windows, mask, untrainedInferencePlan(),
                                     { .permutations = 0, .seed = m_request.seed, .intervals = false }, m_stop);
            if (!metrics)
                return tl::unexpected(metrics.error());
            addUntrained(result.metrics, *metrics);
        }
        return {};
    }

    /// The spread of numbers about channels over other projections than the run's.
    Result<void> compareProjections(const OpenCheckpoint& open, const WindowSet& windows, const MaskPlan& mask,
                                    RunResult& result)
    {
        const int draws = projectionDraws(open);
        if (draws == 0)
            return {};
        const ProjectionDraws of { open.checkpoint,
                                   open.report,
                                   open.projection,
                                   m_request.inference,
                                   { .permutations = 0, .seed = m_request.seed, .intervals = false },
                                   draws };
        const auto progress = [&](int done) {
            say(fmt::format("{}: projection {} of {}", result.label, done + 1, draws),
                ownShare(open) * (1 + m_request.untrainedCopies + done * projectionCost));
        };
        auto sensitivity = drawProjections(of, windows, mask, result.metrics, progress, m_stop);
        if (!sensitivity)
            return tl::unexpected(sensitivity.error());
        result.metrics.push_back(std::move(*sensitivity));
        return {};
    }

    /// The same numbers with the built-in positions of the electrodes, where the recordings bring their own.
    Result<void> compareTables(const OpenCheckpoint& open, InferenceSession& session, const WindowSet& windows,
                               const MaskPlan& mask, RunResult& result)
    {
        say(fmt::format("{}: the other table of electrodes", result.label), 1 - ownShare(open) * projectionCost);
        auto sensitivity = compareElectrodes(session, { .permutations = 0, .seed = m_request.seed, .intervals = false },
                                             windows, mask, result.metrics, m_stop);
        if (!sensitivity)
            return tl::unexpected(sensitivity.error());
        result.metrics.push_back(std::move(*sensitivity));
        return {};
    }

    [[nodiscard]] int projectionDraws(const OpenCheckpoint& open) const
    {
        constexpr int usual = 5;
        const bool drawn = open.projection.source.starts_with("seed:");
        return open.report.script ? 0 : std::max(0, m_request.projectionDraws.value_or(drawn ? usual : 0));
    }

    /// Of a run's time that the trained model itself takes; each untrained copy costs about as much.
    [[nodiscard]] double ownShare(const OpenCheckpoint& open) const
    {
        const int copies = open.report.script ? 0 : std::max(0, m_request.untrainedCopies);
        const double drawn = projectionDraws(open) + (open.report.script ? 0 : 1); // and a table of electrodes
        return 1 / (1 + copies + drawn * projectionCost);
    }

    RunResult describeRun(const OpenCheckpoint& open, const MaskPlan& plan, const WindowSet& windows,
                          const InferenceSession& session, const InputCache& inputs)
    {
        RunResult result;
        const std::string ratio = ratioText(namedRatio(plan, open.summary.trainedMaskRatio));
        const std::string name = runName(open), id = name + "@" + ratio;
        result.id = uniqueId(id);
        result.label = name + " @ " + ratio;
        const auto trained = open.summary.trainedMaskRatio;
        const bool elsewhere = trained && std::abs(*trained - plan.spec.ratio) > kSameRatio;
        if (elsewhere)
            result.label += " (trained at " + ratioText(*trained) + ")";
        if (const auto number = result.id.rfind('#'); number != std::string::npos && id.find('#') == std::string::npos)
            result.label += " " + result.id.substr(number); // equal names are told apart
        result.checkpoint = open.summary;
        result.checkpoint.script = open.report.script.has_value();
        result.recordings = inputs.summaries(windows);
        result.mask = { plan.spec.ratio,
                        std::string(maskStyleName(plan.spec.style)),
                        std::string(maskReplacementName(plan.spec.replacement)),
                        plan.spec.seed,
                        plan.source,
                        plan.maskedTokens() };
        result.keepBad = m_request.keepBad;
        result.device = session.device();
        result.versions = computeLibraryVersions();
        result.versions.insert(result.versions.begin(), { "maskscope", MASKSCOPE_VERSION });
        for (const WindowChannel& channel : windows.channels)
            result.channels.push_back({ channel.name, channel.position });
        if (elsewhere)
            result.warnings.push_back(
                fmt::format("evaluated at mask ratio {:g}, but trained at {:g}: what a model does at a "
                            "ratio it was not trained at says little about what it has learned",
                            plan.spec.ratio, *trained));
        appendUnique(result.warnings, allCautions(open.report, m_request.inference.mambaGroups));
        if (!open.settings.rateKnown && inputs.precutRateHz())
            result.warnings.push_back(fmt::format("the model's sampling rate is taken from the windowed file: {} Hz",
                                                  *inputs.precutRateHz()));
        else if (!open.settings.rateKnown && !inputs.onlyPrecut())
            result.warnings.emplace_back(
                "neither the command nor the checkpoint's config says the model's sampling rate: 256 Hz is used");
        appendUnique(result.warnings, windows.cautions);
        appendUnique(result.warnings, open.settings.notes);
        appendUnique(result.warnings, open.checkpoint.warnings());
        appendUnique(result.warnings, open.report.warnings);
        if (std::string hint = inputs.subjectHint(); !hint.empty())
            result.warnings.push_back(std::move(hint));
        appendUnique(result.warnings, inputs.warnings());
        appendUnique(result.warnings, windows.warnings);
        return result;
    }

    /// A run is named after the ratio asked for. A mask file hides what it hides: of a ratio asked for beside it, or
    /// that of the training, which it may have been drawn at, else its share to two digits.
    [[nodiscard]] double namedRatio(const MaskPlan& plan, const std::optional<double>& trained) const
    {
        if (!m_request.maskFile)
            return plan.spec.ratio;
        if (m_request.ratios.size() == 1)
            return m_request.ratios.front();
        return trained && std::abs(*trained - plan.spec.ratio) <= kSameRatio ? *trained
                                                                             : std::round(plan.spec.ratio * 100) / 100;
    }

    /// The file, and of several sets of weights in it which one.
    static std::string runName(const OpenCheckpoint& open)
    {
        const std::string name = open.checkpoint.path().stem().string();
        return open.checkpoint.weightSets().size() > 1 ? name + " (" + open.checkpoint.weights() + ")" : name;
    }

    static void appendUnique(std::vector<std::string>& to, const std::vector<std::string>& more)
    {
        for (const std::string& text : more)
            if (std::find(to.begin(), to.end(), text) == to.end())
                to.push_back(text);
    }

    std::string uniqueId(std::string id)
    {
        for (char& c : id)
            if (c == '/')
                c = '_';
        std::string candidate = id;
        for (int n = 2; !m_ids.insert(candidate).second; ++n)
            candidate = fmt::format("{}#{}", id, n);
        return candidate;
    }

    const AnalysisRequest& m_request;
    const AnalysisObserver& m_observer;
    std::stop_token m_stop;
    AnalysisOutcome m_outcome;
    std::vector<OpenCheckpoint> m_checkpoints;
    std::set<std::string> m_ids;
    bool m_deviceFailed = false; // nothing more can run
    double m_totalRuns = 0;
    double m_runsDone = 0;
};

} // namespace

int AnalysisOutcome::status() const
{
    if (failures.empty())
        return cancelled ? 3 : 0;
    // What is wrong with a device is wrong with every run that would have followed.
    if (const auto lost = std::ranges::find_if(failures, isDeviceFailure); lost != failures.end())
        return exitStatus(lost->code);
    return runs.empty() ? exitStatus(failures.front().code) : 3;
}

AnalysisOutcome analyze(const AnalysisRequest& request, const AnalysisObserver& observer, std::stop_token stop)
{
    return Analysis(request, observer, std::move(stop)).run();
}

} // namespace maskscope
