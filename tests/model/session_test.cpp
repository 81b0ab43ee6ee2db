// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <stop_token>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "model/blas_kernels.h"
#include "model/session/blas_check.h"
#include "tests/model/model_run.h"

namespace maskscope::test {

namespace {

using testing::Contains;
using testing::HasSubstr;

class Session : public testing::Test {
protected:
    void make(const std::string& line)
    {
        m_cases = std::make_unique<ReferenceCases>(std::vector { line });
        if (!m_cases->unavailable().empty())
            GTEST_SKIP() << m_cases->unavailable();
        auto inputs = m_cases->inputs(0);
        ASSERT_TRUE(inputs) << inputs.error().sentence();
        m_inputs = std::make_unique<ModelInputs>(std::move(*inputs));
    }
    std::unique_ptr<ReferenceCases> m_cases;
    std::unique_ptr<ModelInputs> m_inputs;
};

const std::string kMamba
    = "generation=A block=mamba1 d-model=64 window=128 layers=3 recordings=3 channels=9 tokens=21 style=mae ratio=0.5";
const std::string kTransformer = "generation=C-strided block=transformer d-model=64 window=128 layers=2 recordings=3 "
                                 "channels=9 tokens=21 style=mae ratio=0.5";

TEST_F(Session, MambaPredictsTheSameForEveryThreadCountAndBatch)
{
    make(kMamba);
    if (IsSkipped() || HasFatalFailure())
        return;
    const auto base = predict(*m_inputs, { .device = "cpu", .batch = 0, .threads = 1 });
    ASSERT_TRUE(base);
    for (const int threads : { 1, 2, 3 })
        for (const int batch : { 0, 1, 2, 5, 1000 }) {
            const auto other = predict(*m_inputs, { .device = "cpu", .batch = batch, .threads = threads });
            ASSERT_TRUE(other);
            EXPECT_LE(relativeDistance(other->predictions, base->predictions), 1e-5)
                << threads << " threads, batch " << batch;
            EXPECT_LE(relativeDistance(other->targets, base->targets), 1e-5) << threads << " threads, batch " << batch;
        }
}

TEST_F(Session, ARunIsRepeatedBitForBit)
{
    make(kMamba);
    if (IsSkipped() || HasFatalFailure())
        return;
    auto session
        = InferenceSession::create(m_inputs->checkpoint, m_inputs->report, m_inputs->projection, { .device = "cpu" });
    ASSERT_TRUE(session);
    const auto first = session->run(m_inputs->windows, m_inputs->mask, {}, {}, {});
    const auto second = session->run(m_inputs->windows, m_inputs->mask, {}, {}, {});
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(first->predictions == second->predictions);
}

TEST_F(Session, ATransformerSaysThatPaddingChangesItsPredictions)
{
    make(kTransformer);
    if (IsSkipped() || HasFatalFailure())
        return;
    auto session
        = InferenceSession::create(m_inputs->checkpoint, m_inputs->report, m_inputs->projection, { .device = "cpu" });
    ASSERT_TRUE(session);
    ASSERT_TRUE(session->run(m_inputs->windows, m_inputs->mask, {}, {}, {}));
    EXPECT_THAT(session->warnings(), Contains(HasSubstr("no padding mask")));
    EXPECT_THAT(session->device(), HasSubstr("cpu ("));
}

TEST_F(Session, AChannelWithoutAPositionGetsNoSpatialCode)
{
    make(kMamba);
    if (IsSkipped() || HasFatalFailure())
        return;
    const auto without = predict(*m_inputs, { .device = "cpu" }, { .spatial = false });
    m_inputs->windows.channels[2].position.reset();
    m_inputs->windows.channels[3].position = Eigen::Vector3d::Zero();
    const auto found = predict(*m_inputs, { .device = "cpu" });
    ASSERT_TRUE(without && found);
    for (Eigen::Index r = 0; r < found->rows(); ++r) {
        const int channel = found->channel[static_cast<std::size_t>(r)];
        const float difference = (found->predictions.row(r) - without->predictions.row(r)).cwiseAbs().maxCoeff();
        if (channel == 2 || channel == 3)
            EXPECT_LT(difference, 1e-5F);
        else
            EXPECT_GT(difference, 1e-4F);
    }
}

TEST_F(Session, ProgressCountsTokensAndCancelIsHeardWithinABatch)
{
    make(kMamba);
    if (IsSkipped() || HasFatalFailure())
        return;
    auto session = InferenceSession::create(m_inputs->checkpoint, m_inputs->report, m_inputs->projection,
                                            { .device = "cpu", .batch = 1 });
    ASSERT_TRUE(session);
    std::vector<std::int64_t> seen;
    const std::int64_t total = m_inputs->windows.tokenCount();
    const auto watch = [&](const Progress& p) {
        seen.push_back(p.done);
        EXPECT_EQ(p.total, total);
    };
    ASSERT_TRUE(session->run(m_inputs->windows, m_inputs->mask, {}, watch, {}));
    EXPECT_EQ(seen.size(), m_inputs->windows.sequences.size());
    EXPECT_TRUE(std::ranges::is_sorted(seen));
    EXPECT_EQ(seen.back(), total);

    std::stop_source stop;
    int batches = 0;
    const auto cancelled = session->run(
        m_inputs->windows, m_inputs->mask, {},
        [&](const Progress&) {
            if (++batches == 3)
                stop.request_stop();
        },
        stop.get_token());
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(batches, 3);
}

TEST_F(Session, BFloat16ProductsStateTheirError)
{
    make(kMamba);
    if (IsSkipped() || HasFatalFailure())
        return;
    InferenceOptions options { .device = "cpu", .precision = ProductPrecision::BFloat16 };
    const auto exact = predict(*m_inputs, { .device = "cpu" });
    auto session = InferenceSession::create(m_inputs->checkpoint, m_inputs->report, m_inputs->projection, options);
    ASSERT_TRUE(exact && session);
    EXPECT_THAT(session->device(), HasSubstr("products in bf16"));
    const auto rounded = session->run(m_inputs->windows, m_inputs->mask, {}, {}, {});
    ASSERT_TRUE(rounded) << rounded.error().sentence();
    const double distance = relativeDistance(rounded->predictions, exact->predictions);
    EXPECT_GT(distance, 1e-3);
    EXPECT_LT(distance, 0.3);
    EXPECT_THAT(session->warnings(), Contains(HasSubstr("products are in bfloat16: over the first")));
    // The statement is over one batch, here all of it: its largest difference is the one found here.
    std::array<char, 32> percent {};
    std::snprintf(percent.data(), percent.size(), "at most %.2g %%", 100 * distance);
    EXPECT_THAT(session->warnings(), Contains(HasSubstr(percent.data())));
    options.precision = ProductPrecision::TensorFloat32;
    const auto refused
        = InferenceSession::create(m_inputs->checkpoint, m_inputs->report, m_inputs->projection, options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
}

TEST(BlasKernels, AreReplacedOnlyWhereOpenBlasDidNotKnowTheProcessor)
{
    EXPECT_EQ(betterBlasKernels("Prescott", true, true), "SkylakeX");
    EXPECT_EQ(betterBlasKernels("Prescott", true, false), "Haswell");
    EXPECT_EQ(betterBlasKernels("Prescott", false, false), "");
    EXPECT_EQ(betterBlasKernels("Zen", true, true), "");
    EXPECT_EQ(betterBlasKernels("Cooperlake", true, true), "");
}

TEST_F(Session, WhatDoesNotFitIsSaid)
{
    make(kMamba);
    if (IsSkipped() || HasFatalFailure())
        return;
    const auto create
        = [&](const InferenceOptions& options, const LoadReport& report, const SpatialProjection& projection) {
              const auto session = InferenceSession::create(m_inputs->checkpoint, report, projection, options);
              return session ? ErrorCode::Cancelled : session.error().code;
          };
    auto report = m_inputs->report;
    auto projection = m_inputs->projection;
    EXPECT_EQ(create({ .device = "tpu" }, report, projection), ErrorCode::InvalidArgument);
    EXPECT_EQ(create({ .device = "cuda:99" }, report, projection), ErrorCode::DeviceFailed);
    EXPECT_EQ(create({ .device = "cuda:x" }, report, projection), ErrorCode::InvalidArgument);
    EXPECT_EQ(create({ .device = "cpu", .batch = -1 }, report, projection), ErrorCode::InvalidArgument);
    projection.dModel = 32;
    EXPECT_EQ(create({ .device = "cpu" }, report, projection), ErrorCode::Mismatch);
    report.missing.push_back("backbone.out_norm.weight");
    EXPECT_EQ(create({ .device = "cpu" }, report, m_inputs->projection), ErrorCode::Mismatch);
    report = m_inputs->report;
    report.network.dtRank += 1; // the session does not trust the report with its memory
    EXPECT_EQ(create({ .device = "cpu" }, report, m_inputs->projection), ErrorCode::Mismatch);

    auto windows = m_inputs->windows;
    windows.windowLength = 64;
    auto session
        = InferenceSession::create(m_inputs->checkpoint, m_inputs->report, m_inputs->projection, { .device = "cpu" });
    ASSERT_TRUE(session);
    EXPECT_EQ(session->run(windows, m_inputs->mask, {}, {}, {}).error().code, ErrorCode::Mismatch);
    auto mask = m_inputs->mask;
    mask.tokenOffset.pop_back();
    EXPECT_EQ(session->run(m_inputs->windows, mask, {}, {}, {}).error().code, ErrorCode::Mismatch);
}

TEST(TrainedModels, MaskedErrorIsTheExpectedOne)
{
    const std::filesystem::path folder = MASKSCOPE_SHARED_DIR "/trained";
    if (!std::filesystem::exists(folder / "val.h5"))
        GTEST_SKIP() << "no trained models at " << folder;
    for (const auto& [name, ratio] :
         { std::pair { "M100", "1.0" }, { "M100", "0.5" }, { "M75", "0.75" }, { "M50", "0.5" } }) {
        SCOPED_TRACE(std::string(name) + " at " + ratio);
        const auto inputs = readInputs(folder / (std::string(name) + ".pt"), folder / "val.h5",
                                       folder / ("mask_" + std::string(ratio) + ".h5"),
                                       (folder / (std::string(name) + ".projection.npy")).string());
        ASSERT_TRUE(inputs) << inputs.error().sentence();
        std::ifstream file(folder / ("expected_context_" + std::string(name) + "_" + ratio + ".json"));
        const auto expected = nlohmann::json::parse(file);
        const auto meanSquare = [](const PredictionSet& set) {
            return (set.predictions.cast<double>() - set.targets.cast<double>()).array().square().mean();
        };
        const auto own = predict(*inputs);
        const auto mirrored = predict(*inputs, {}, { .mirrorPosition = true });
        ASSERT_TRUE(own && mirrored);
        EXPECT_NEAR(meanSquare(*own), expected["mse"].get<double>(), 1e-5 * expected["mse"].get<double>());
        EXPECT_NEAR(meanSquare(*mirrored), expected["mse_position"].get<double>(),
                    1e-5 * expected["mse_position"].get<double>());
    }
}

TEST(Libraries, NameTheirVersionsAndTheDevices)
{
    const auto versions = computeLibraryVersions();
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].first, "libtorch");
    EXPECT_FALSE(versions[0].second.empty());
    EXPECT_FALSE(versions[1].second.empty());
    EXPECT_EQ(availableDevices().front(), "cpu");
    EXPECT_GT(blasSpeed().gigaflops, 0);
    std::printf("%s %s, %s, %.0f GFLOP/s\n", versions[0].first.c_str(), versions[0].second.c_str(),
                versions[1].second.c_str(), blasSpeed().gigaflops);
}

} // namespace

} // namespace maskscope::test
