// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Outputs of the layers and gradients into the codes, against the reference's autograd in double precision.
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/data/hdf5/hdf5_file.h"
#include "tests/model/model_run.h"

namespace maskscope::test {

namespace {

struct InnerLook {
    std::vector<SequenceGradient> gradients;
    std::vector<RowMatrixF> layers;
    std::vector<std::int32_t> layerSequence;
    RowMatrixD rows; // [sequence, 1] masked tokens
    RowMatrixD codeSquares; // [sequence, code]
    Eigen::Index dim = 0;
};

Result<InnerLook> lookInto(const ModelInputs& inputs, const InferenceOptions& options, int sequences)
{
    auto session = InferenceSession::create(inputs.checkpoint, inputs.report, inputs.projection, options);
    if (!session)
        return tl::unexpected(session.error());
    InnerLook look;
    look.rows = RowMatrixD::Zero(static_cast<Eigen::Index>(inputs.windows.sequences.size()), 1);
    const auto sink = [&](const PredictionBlock& block) -> Result<void> {
        look.gradients.insert(look.gradients.end(), block.gradients.begin(), block.gradients.end());
        look.layerSequence.insert(look.layerSequence.end(), block.layerSequence.begin(), block.layerSequence.end());
        look.layers.resize(std::max(look.layers.size(), block.layers.size()));
        for (std::size_t i = 0; i < block.layers.size(); ++i) {
            RowMatrixF& rows = look.layers[i];
            const Eigen::Index before = rows.rows();
            rows.conservativeResize(before + block.layers[i].rows(), block.layers[i].cols());
            rows.bottomRows(block.layers[i].rows()) = block.layers[i];
        }
        for (const std::int32_t s : block.sequence)
            look.rows(s, 0) += 1;
        look.dim = block.predictions.front().cols();
        return {};
    };
    InferencePlan plan;
    plan.lookedInto = sequences;
    const auto report = session->runPlan({ &inputs.windows, &inputs.mask, {}, {} }, plan, sink, {}, {});
    if (!report)
        return tl::unexpected(report.error());
    look.codeSquares = report->codeSquares;
    return look;
}

/// As the layer norm that follows every stack, without its weights.
RowMatrixF normed(const RowMatrixF& rows)
{
    RowMatrixD x = rows.cast<double>();
    for (Eigen::Index r = 0; r < x.rows(); ++r) {
        x.row(r).array() -= x.row(r).mean();
        x.row(r) /= std::sqrt(x.row(r).squaredNorm() / static_cast<double>(x.cols()) + 1e-5);
    }
    return x.cast<float>();
}

void expectNear(double found, double expected, double scale, const char* what)
{
    EXPECT_NEAR(found, expected, 1e-4 * scale) << what;
}

void expectGradients(const InnerLook& look, const Hdf5File& file)
{
    const auto list = [&](const char* name) { return file.read<double>(name)->values; };
    const auto error = list("/squared_error"), squares = list("/squares"), summed = list("/summed_squares"),
               products = list("/products"), codes = list("/code_squares");
    ASSERT_EQ(look.gradients.size(), error.size());
    double largest = 0;
    for (const double p : products)
        largest = std::max(largest, std::abs(p));
    for (std::size_t i = 0; i < error.size(); ++i) {
        const SequenceGradient& g = look.gradients[i];
        EXPECT_EQ(g.sequence, static_cast<std::int32_t>(i));
        expectNear(g.squaredError, error[i], error[i], "squared error");
        expectNear(g.squares, squares[i], squares[i], "squares");
        expectNear(g.summedSquares, summed[i], squares[i], "summed squares"); // sums cancel: errors are of the parts
        for (std::size_t code = 0; code < 3; ++code)
            expectNear(g.products[code], products[3 * i + code], largest, "gradient x code");
        for (std::size_t code = 0; code < 3; ++code)
            expectNear(look.codeSquares(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(code)),
                       codes[3 * i + code], codes[3 * i + code], "size of the code");
    }
}

void expectLayers(const InnerLook& look, const Hdf5File& file)
{
    for (std::size_t layer = 0; layer < look.layers.size(); ++layer) {
        const auto read = file.read<float>("/layer" + std::to_string(layer));
        ASSERT_TRUE(read) << layer;
        const RowMatrixF expected = Eigen::Map<const RowMatrixF>(read->values.data(), read->shape[0], read->shape[1]);
        if (expected.isZero(0)) // masked tokens of models that standardise windows and hide the codes
            EXPECT_TRUE(look.layers[layer].isZero(0)) << "layer " << layer;
        else
            EXPECT_LE(relativeDistance(normed(look.layers[layer]), expected), 1e-4) << "layer " << layer;
    }
    EXPECT_FALSE(file.read<float>("/layer" + std::to_string(look.layers.size())));
}

/// The reference's command: the mean squared error of the first four sequences.
void expectCommand(const InnerLook& look, const std::filesystem::path& path)
{
    std::ifstream in(path);
    const auto expected = nlohmann::json::parse(in);
    double squares = 0, summed = 0, rows = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        squares += look.gradients[i].squares;
        summed += look.gradients[i].summedSquares;
        rows += look.rows(static_cast<Eigen::Index>(i), 0);
    }
    const double values = rows * static_cast<double>(look.dim);
    for (const char* code : { "token", "temporal", "spatial" }) {
        const double norm = expected[code]["grad_norm"], sum = expected[code]["grad_norm_summed_over_tokens"];
        expectNear(std::sqrt(squares) / values, norm, norm, code);
        expectNear(std::sqrt(summed) / values, sum, norm, code);
    }
}

TEST(InnerLook, EqualsTheReferencesAutograd)
{
    const std::string recording = " layers=3 recordings=2 channels=3 tokens=9 look=on ratio=0.6 ";
    std::vector<std::string> lines;
    for (const std::string block : { "mamba1", "transformer" })
        for (const std::string generation :
             { "generation=A d-model=32 window=96", "generation=C-strided d-model=36 window=108",
               "generation=C-pool d-model=32 window=100", "generation=C-direct d-model=64 window=64" })
            lines.push_back(generation + recording + "block=" + block
                            + (generation[11] == 'A' ? " style=within_token" : " style=mae"));
    for (const char* groups : { "1", "2" })
        lines.push_back("generation=A d-model=64 window=96" + recording + "block=mamba2 style=mae ngroups=" + groups);
    const ReferenceCases reference(lines);
    if (!reference.unavailable().empty())
        GTEST_SKIP() << reference.unavailable();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        SCOPED_TRACE(lines[i]);
        const auto inputs = reference.inputs(i);
        ASSERT_TRUE(inputs) << inputs.error().sentence();
        InferenceOptions options { .device = "cpu", .threads = 2 };
        if (i + 1 == lines.size())
            options.mambaGroups = 2;
        const auto look = lookInto(*inputs, options, 1000);
        ASSERT_TRUE(look) << look.error().sentence();
        const auto file = Hdf5File::open(reference.file(i, "l.h5"));
        ASSERT_TRUE(file);
        expectGradients(*look, *file);
        expectLayers(*look, *file);
        if (std::filesystem::exists(reference.file(i, "g.json")))
            expectCommand(*look, reference.file(i, "g.json"));
    }
}

TEST(InnerLook, ChoosesSequencesEvenlyAndChangesNoPrediction)
{
    const ReferenceCases reference({ "generation=A d-model=32 window=96 layers=2 recordings=4 channels=5 tokens=6 "
                                     "block=mamba1 look=on ratio=0.5" });
    if (!reference.unavailable().empty())
        GTEST_SKIP() << reference.unavailable();
    const auto inputs = reference.inputs(0);
    ASSERT_TRUE(inputs);
    const auto look = lookInto(*inputs, { .device = "cpu", .threads = 1 }, 4);
    ASSERT_TRUE(look) << look.error().sentence();
    ASSERT_EQ(look->gradients.size(), 4U);
    for (int i = 0; i < 4; ++i) // one of each of the four recordings
        EXPECT_EQ(look->gradients[static_cast<std::size_t>(i)].sequence / 5, i);
    const auto two = lookInto(*inputs, { .device = "cpu", .threads = 2 }, 4);
    ASSERT_TRUE(two);
    for (std::size_t i = 0; i < 4; ++i) // the threads share the work, not the order of the sums
        EXPECT_NEAR(two->gradients[i].squares, look->gradients[i].squares, 1e-6 * look->gradients[i].squares);
}

TEST(InnerLook, KeepsAFewOutputsOfALongSequence)
{
    const ReferenceCases reference({ "generation=A d-model=16 window=32 layers=1 recordings=1 channels=2 tokens=300 "
                                     "block=mamba1 look=on ratio=1.0" });
    if (!reference.unavailable().empty())
        GTEST_SKIP() << reference.unavailable();
    const auto inputs = reference.inputs(0);
    ASSERT_TRUE(inputs);
    const auto look = lookInto(*inputs, { .device = "cpu", .threads = 1 }, 64);
    ASSERT_TRUE(look) << look.error().sentence();
    ASSERT_EQ(look->layers.size(), 2U);
    EXPECT_EQ(look->layers[0].rows(), 2 * 128);
    EXPECT_EQ(look->layerSequence.size(), 2U * 128);
    const auto file = Hdf5File::open(reference.file(0, "l.h5"));
    ASSERT_TRUE(file);
    const auto all = file->read<float>("/layer1");
    const Eigen::Map<const RowMatrixF> expected(all->values.data(), all->shape[0], all->shape[1]);
    ASSERT_EQ(expected.rows() % 2, 0);
    const Eigen::Index tokens = expected.rows() / 2; // of each channel
    RowMatrixF kept(2 * 128, expected.cols());
    for (Eigen::Index i = 0; i < kept.rows(); ++i)
        kept.row(i) = expected.row(i / 128 * tokens + (2 * (i % 128) + 1) * tokens / 256);
    EXPECT_LE(relativeDistance(normed(look->layers[1]), kept), 1e-4);
}

} // namespace

} // namespace maskscope::test
