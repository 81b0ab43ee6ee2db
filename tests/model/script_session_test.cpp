// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// TorchScript archives as one more backend: exported by our script, run here and, as the plain model, in Python.
#include <cstdlib>
#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "tests/model/model_run.h"

namespace maskscope::test {

namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr int window = 16;

/// Two recordings of three channels, of different lengths; one channel has no position.
WindowSet unevenWindows()
{
    WindowSet set;
    set.windowLength = window;
    set.samplingRateHz = 128;
    set.channels = { { "C3", Eigen::Vector3d(-0.06, 0.01, 0.05), "" },
                     { "X1", std::nullopt, "" },
                     { "C4", Eigen::Vector3d(0.06, 0.01, 0.05), "" } };
    set.recordings = { { "a", "a.edf", "EDF", 128 }, { "b", "b.edf", "EDF", 128 } };
    std::mt19937 random(5);
    std::normal_distribution<float> microvolt(0, 20);
    int sequence = 0;
    for (const int tokens : { 5, 3, 7, 4, 6, 2 }) {
        set.sequences.push_back({ sequence / 3, sequence % 3, tokens, static_cast<std::int64_t>(set.samples.size()) });
        ++sequence;
        for (int i = 0; i < tokens * window; ++i)
            set.samples.push_back(microvolt(random));
    }
    return set;
}

class ScriptRun : public testing::Test {
protected:
    void SetUp() override
    {
        if (std::system("/usr/bin/python3 -c 'import torch, numpy' >/dev/null 2>&1") != 0)
            GTEST_SKIP() << "/usr/bin/python3 lacks torch or numpy";
        std::string pattern = (fs::temp_directory_path() / "maskscope-script-XXXXXX").string();
        m_folder = ::mkdtemp(pattern.data());
        m_windows = unevenWindows();
        m_mask = *makeMask(m_windows, { .ratio = 0.5, .seed = 3 });
    }
    void TearDown() override
    {
        std::error_code ignored;
        if (!m_folder.empty())
            fs::remove_all(m_folder, ignored);
    }

    static bool python(const std::string& arguments)
    {
        return std::system(("PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 " MASKSCOPE_SOURCE_DIR "/" + arguments
                            + " >/dev/null 2>&1")
                               .c_str())
            == 0;
    }

    void exportModel(const std::string& function, const std::string& inputs, const std::string& output)
    {
        ASSERT_TRUE(python("resources/python/export_for_maskscope.py '" MASKSCOPE_SOURCE_DIR
                           "/tests/checkpoint/tiny_models.py':"
                           + function + " " + (m_folder / "net.pt").string()
                           + " --name Net --window-length 16 --sampling-rate-hz 128 --mask-ratio 0.5 --inputs " + inputs
                           + " --output " + output));
        m_checkpoint.emplace(*Checkpoint::open(m_folder / "net.pt"));
        m_report = *describeCheckpoint(*m_checkpoint);
    }

    RowMatrixF expected(const std::string& function, const std::string& inputs, int group, Eigen::Index width)
    {
        nlohmann::json sequences = nlohmann::json::array();
        for (std::size_t s = 0; s < m_windows.sequences.size(); ++s) {
            std::vector<bool> masked;
            for (int t = 0; t < m_windows.sequences[s].tokens; ++t)
                masked.push_back(m_mask.tokenMasked(s, t));
            const auto& at = m_windows.channels[static_cast<std::size_t>(m_windows.sequences[s].channel)].position;
            const Eigen::Vector3d place = at.value_or(Eigen::Vector3d::Zero());
            sequences.push_back({ { "mask", masked }, { "position", { place.x(), place.y(), place.z() } } });
        }
        std::ofstream(m_folder / "sequences.json") << sequences;
        std::ofstream(m_folder / "windows.raw", std::ios::binary)
            .write(reinterpret_cast<const char*>(m_windows.samples.data()),
                   static_cast<std::streamsize>(m_windows.samples.size() * sizeof(float)));
        EXPECT_TRUE(python("tests/model/run_tiny_model.py " + m_folder.string() + " " + function + " " + inputs + " "
                           + std::to_string(group)));
        RowMatrixF rows(m_mask.maskedTokens(), width);
        EXPECT_EQ(fs::file_size(m_folder / "expected.raw"), static_cast<std::size_t>(rows.size()) * sizeof(float));
        std::ifstream(m_folder / "expected.raw", std::ios::binary)
            .read(reinterpret_cast<char*>(rows.data()), static_cast<std::streamsize>(rows.size()) * 4);
        return rows;
    }

    Result<InferenceSession> session(bool allowed, int batch = 0)
    {
        return InferenceSession::create(*m_checkpoint, m_report, {},
                                        { .device = "cpu", .batch = batch, .threads = 1, .allowTorchScript = allowed });
    }

    fs::path m_folder;
    WindowSet m_windows;
    MaskPlan m_mask;
    std::optional<Checkpoint> m_checkpoint;
    LoadReport m_report;
};

TEST_F(ScriptRun, EmbeddingsOfAllInputsAreThoseOfThePlainModel)
{
    const std::string inputs = "windows,coords,lengths,token_mask";
    exportModel("scripted", inputs, "embedding");
    for (const int batch : { 0, 1, 3 }) {
        SCOPED_TRACE(batch);
        auto opened = session(true, batch);
        ASSERT_TRUE(opened) << opened.error().sentence();
        const auto found = opened->run(m_windows, m_mask, {}, {}, {});
        ASSERT_TRUE(found) << found.error().sentence();
        EXPECT_EQ(found->output, OutputKind::Embedding);
        EXPECT_FALSE(found->hasTargets());
        const RowMatrixF wanted = expected("scripted", inputs, batch > 0 ? batch : 4, 6);
        ASSERT_EQ(found->predictions.rows(), wanted.rows());
        ASSERT_EQ(found->predictions.cols(), wanted.cols());
        EXPECT_LT((found->predictions - wanted).cwiseAbs().maxCoeff(), 1e-5F);
        EXPECT_TRUE(opened->warnings().empty()); // it is told the lengths
    }
}

TEST_F(ScriptRun, SignalsComeWithTheirTargets)
{
    exportModel("traced", "windows", "signal");
    auto opened = session(true);
    ASSERT_TRUE(opened) << opened.error().sentence();
    const auto found = opened->run(m_windows, m_mask, {}, {}, {});
    ASSERT_TRUE(found) << found.error().sentence();
    EXPECT_EQ(found->output, OutputKind::Signal);
    const RowMatrixF wanted = expected("traced", "windows", 4, window);
    ASSERT_EQ(found->predictions.rows(), wanted.rows());
    EXPECT_LT((found->predictions - wanted).cwiseAbs().maxCoeff(), 1e-5F);
    ASSERT_TRUE(found->hasTargets());
    for (Eigen::Index row = 0; row < found->rows(); ++row) {
        const auto at = static_cast<std::size_t>(row);
        const auto sequence = static_cast<std::size_t>(found->sequence[at]);
        const auto truth
            = m_windows.windows(sequence).subspan(static_cast<std::size_t>(found->tokenIndex[at]) * window);
        for (int i = 0; i < window; ++i)
            ASSERT_EQ(found->targets(row, i), truth[static_cast<std::size_t>(i)]);
    }
    ASSERT_EQ(opened->warnings().size(), 1U);
    EXPECT_THAT(opened->warnings()[0], HasSubstr("not told where padding begins"));
}

TEST_F(ScriptRun, NothingRunsWithoutConsent)
{
    exportModel("scripted", "windows,coords,lengths,token_mask", "embedding");
    const auto refused = session(false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(refused.error().sentence(), HasSubstr("--allow-torchscript"));
}

TEST_F(ScriptRun, WhatContradictsTheManifestIsAnError)
{
    exportModel("scripted", "windows,coords,lengths,token_mask", "embedding");
    m_report.script->givesSignal = true; // 6 numbers a token are no window
    auto opened = session(true);
    ASSERT_TRUE(opened) << opened.error().sentence();
    auto run = opened->run(m_windows, m_mask, {}, {}, {});
    ASSERT_FALSE(run);
    EXPECT_THAT(run.error().sentence(), HasSubstr("expected a tensor [4, 7, 16], found [4, 7, 6]"));
    m_report.script->givesSignal = false;
    m_report.script->inputs.pop_back(); // forward() wants four
    opened = session(true);
    ASSERT_TRUE(opened);
    run = opened->run(m_windows, m_mask, {}, {}, {});
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().code, ErrorCode::Mismatch);
    EXPECT_THAT(run.error().sentence(), HasSubstr("net.pt: the computation failed"));
    run = opened->run(m_windows, m_mask, { .mirrorPosition = true }, {}, {});
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().code, ErrorCode::Mismatch);
}

/// Predictions of every pass, in order.
struct Passes {
    std::vector<RowMatrixF> predictions; // [pass] of [row, width]
    PlanReport report;
};

Result<Passes> passesOf(InferenceSession& session, const InferenceInput& input)
{
    Passes passes;
    const InferencePlan plan = fullInferencePlan();
    passes.predictions.resize(plan.passes.size());
    const auto sink = [&](const PredictionBlock& block) -> Result<void> {
        for (std::size_t i = 0; i < block.predictions.size(); ++i) {
            const RowMatrixF& found = block.predictions[i];
            RowMatrixF& all = passes.predictions[i];
            const Eigen::Index before = all.rows();
            all.conservativeResize(before + found.rows(), found.rows() > 0 ? found.cols() : all.cols());
            all.bottomRows(found.rows()) = found;
        }
        return {};
    };
    auto report = session.runPlan(input, plan, sink, {}, {});
    if (!report)
        return tl::unexpected(report.error());
    passes.report = std::move(*report);
    return passes;
}

TEST_F(ScriptRun, PassesReplaceWhatForwardIsGiven)
{
    exportModel("scripted", "windows,coords,lengths,token_mask", "embedding");
    auto opened = session(true);
    ASSERT_TRUE(opened) << opened.error().sentence();
    const std::vector<int> far = farChannels(m_windows);
    const auto passes = passesOf(
        *opened,
        { .windows = &m_windows, .mask = &m_mask, .movedChannel = nextChannels(m_windows), .farChannel = far });
    ASSERT_TRUE(passes) << passes.error().sentence();
    const auto plan = fullInferencePlan().passes;
    const auto predictionsOver
        = [&](const WindowSet& windows) { return RowMatrixF(opened->run(windows, m_mask, {}, {}, {})->predictions); };
    WindowSet moved = m_windows, none = m_windows, nowhere = m_windows, farther = m_windows;
    for (std::size_t s = 0; s < far.size(); ++s)
        farther.sequences[s].channel = far[s];
    for (WindowSequence& sequence : moved.sequences)
        sequence.channel = (sequence.channel + 1) % 3;
    for (auto& channel : nowhere.channels)
        channel.position.reset();
    for (std::size_t s = 0; s < none.sequences.size(); ++s)
        for (int t = 0; t < none.sequences[s].tokens; ++t)
            if (!m_mask.tokenMasked(s, t))
                std::fill_n(none.samples.begin() + none.sequences[s].offset + std::int64_t { t } * window, window, 0.F);
    for (std::size_t i = 0; i < plan.size(); ++i) {
        SCOPED_TRACE(inputChangeName(plan[i]));
        const PassSummary& pass = passes->report.passes[i];
        const RowMatrixF& found = passes->predictions[i];
        switch (plan[i]) {
        case InputChange::None:
            EXPECT_EQ(found, predictionsOver(m_windows));
            break;
        case InputChange::ContextZeroed:
            EXPECT_EQ(found, predictionsOver(none));
            EXPECT_GT(pass.relativeInputChange, 0.1);
            break;
        case InputChange::ChannelMoved:
            EXPECT_EQ(found, predictionsOver(moved));
            EXPECT_GT(pass.relativeInputChange, 0.1);
            break;
        case InputChange::ChannelFar:
            EXPECT_EQ(found, predictionsOver(farther));
            EXPECT_GT(pass.relativeInputChange, 0.1);
            break;
        case InputChange::NoSpatialCode:
            EXPECT_EQ(found, predictionsOver(nowhere));
            break;
        case InputChange::ContextSwapped: // no other recording was given
        case InputChange::ContextOtherChannel:
            EXPECT_FALSE(pass.applies);
            EXPECT_FALSE(isNotComputable(pass.reason));
            break;
        default: // about the position
            EXPECT_FALSE(pass.applies);
            EXPECT_TRUE(isNotComputable(pass.reason)) << pass.reason;
        }
    }
}

TEST_F(ScriptRun, WithoutCoordsNothingTellsTheChannel)
{
    exportModel("traced", "windows", "signal");
    auto opened = session(true);
    ASSERT_TRUE(opened) << opened.error().sentence();
    const auto passes
        = passesOf(*opened, { .windows = &m_windows, .mask = &m_mask, .movedChannel = nextChannels(m_windows) });
    ASSERT_TRUE(passes) << passes.error().sentence();
    const auto plan = fullInferencePlan().passes;
    for (std::size_t i = 0; i < plan.size(); ++i)
        if (plan[i] == InputChange::ChannelMoved || plan[i] == InputChange::ChannelFar
            || plan[i] == InputChange::NoSpatialCode) {
            EXPECT_TRUE(passes->report.passes[i].applies);
            EXPECT_EQ(passes->report.passes[i].relativeInputChange, 0);
            EXPECT_THAT(passes->report.passes[i].reason, HasSubstr("nothing that tells the channel"));
            EXPECT_EQ(passes->predictions[i], passes->predictions[0]);
        }
}

TEST_F(ScriptRun, CompanyThatMattersIsFound)
{
    for (const char* model : { "company", "order" }) {
        SCOPED_TRACE(model);
        exportModel(model, "windows", "signal");
        auto opened = session(true);
        ASSERT_TRUE(opened) << opened.error().sentence();
        ASSERT_TRUE(opened->run(m_windows, m_mask, {}, {}, {}));
        EXPECT_THAT(opened->cautions(), testing::Contains(HasSubstr("depend on the other sequences of their batch")));
        EXPECT_EQ(opened->batchText(), "batches of 4 sequences in file order");
        opened = session(true, 1);
        ASSERT_TRUE(opened->run(m_windows, m_mask, {}, {}, {}));
        EXPECT_TRUE(opened->cautions().empty());
        EXPECT_EQ(opened->batchText(), "every sequence alone");
    }
}

TEST_F(ScriptRun, CompanyThatDoesNotMatterIsNotSuspected)
{
    exportModel("scripted", "windows,coords,lengths,token_mask", "embedding");
    for (const int batch : { 0, 2, 6 }) {
        auto opened = session(true, batch);
        ASSERT_TRUE(opened->run(m_windows, m_mask, {}, {}, {}));
        EXPECT_TRUE(opened->cautions().empty());
        EXPECT_TRUE(opened->warnings().empty());
    }
}

TEST_F(ScriptRun, TheManifestSaysWhichSequencesBelongTogether)
{
    exportModel("company", "windows", "signal");
    m_report.script->batchIsRecording = true; // three sequences a recording
    auto byRecording = session(true), three = session(true, 3);
    const auto found = byRecording->run(m_windows, m_mask, {}, {}, {}),
               same = three->run(m_windows, m_mask, {}, {}, {});
    ASSERT_TRUE(found && same);
    EXPECT_EQ(RowMatrixF(found->predictions), RowMatrixF(same->predictions));
    EXPECT_EQ(byRecording->batchText(), "batches of all sequences of a recording");
    const auto manifest = [](const std::string& batch) {
        return parseManifest(
            R"({"name":"n","window_length":4,"sampling_rate_hz":1,"mask_ratio":0.5,"inputs":["windows"],)"
            R"("output":"signal","batch":)"
                + batch + "}",
            "m.json");
    };
    EXPECT_TRUE(manifest("\"recording\"")->batchIsRecording);
    EXPECT_EQ(manifest("65")->batch, 65);
    for (const char* wrong : { "0", "-1", "2.5", "\"file\"", "null", "[4]" })
        EXPECT_FALSE(manifest(wrong)) << wrong;
}

} // namespace

} // namespace maskscope::test
