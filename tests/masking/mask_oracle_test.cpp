// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/masking/mask_plan.h"
#include "tests/masking/python.h"
#include "tests/masking/windows.h"

namespace maskscope {

namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A recording of the oracle, mask files of every style, and what the oracle's apply_mask makes of them.
class MaskOracle : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        const std::string oracle = MASKSCOPE_SHARED_DIR "/oracle";
        if (!std::filesystem::exists(oracle + "/oracle.py") || !test::pythonHas("torch, h5py, numpy"))
            return;
        folder = new test::TemporaryFolder;
        const auto made = test::runPython("import sys, os; sys.dont_write_bytecode = True\n"
                                          "sys.path.insert(0, '"
                                          + oracle + "'); os.chdir('" + ((*folder) / "").string() + "')\n" + program);
        ready = made.has_value();
    }
    static void TearDownTestSuite()
    {
        delete folder;
        folder = nullptr;
    }
    void SetUp() override
    {
        if (folder == nullptr)
            GTEST_SKIP() << "needs ../shared/oracle and python3-torch";
        ASSERT_TRUE(ready);
        windows = readWindows();
    }

    /// The windowed file by itself: this part knows no recording readers.
    static WindowSet readWindows()
    {
        const auto file = Hdf5File::open((*folder) / "r.h5");
        const auto all = file->read<float>("/windows");
        const auto lengths = file->read<std::int64_t>("/seq_lengths");
        const auto recordings = file->read<std::int64_t>("/recording_index");
        std::vector<std::pair<int, int>> sequences;
        for (std::size_t s = 0; s < lengths->values.size(); ++s)
            sequences.emplace_back(static_cast<int>(recordings->values[s]), static_cast<int>(lengths->values[s]));
        WindowSet set = test::windowSet(sequences, static_cast<int>(all->shape[2]));
        const std::int64_t padded = all->shape[1] * all->shape[2];
        for (std::size_t s = 0; s < sequences.size(); ++s)
            std::copy_n(all->values.begin() + static_cast<std::int64_t>(s) * padded, set.windows(s).size(),
                        set.samples.begin() + set.sequences[s].offset);
        return set;
    }

    static constexpr const char* program = R"(
import h5py, numpy as np, torch, oracle
oracle.main(['make-recording', '--recordings', '3', '--channels', '5', '--tokens', '11', '--window', '32', '--out', 'r.h5'])
f = h5py.File('r.h5', 'r'); w = torch.tensor(f['windows'][()])
for name, more in (('mae', []), ('noise', ['--noise']), ('bert', ['--style', 'bert']), ('within', ['--style', 'within_token', '--noise']),
                   ('multi', ['--style', 'multi_channel']), ('multi_within', ['--style', 'multi_channel', '--within', '--noise'])):
    oracle.main(['make-mask', '--recording', 'r.h5', '--ratio', '0.6', '--seed', '3', '--out', name + '.h5', *more])
    m, n, a = oracle.load_mask(name + '.h5')
    t = lambda v: None if v is None else torch.tensor(v)
    with h5py.File('expected_' + name + '.h5', 'w') as out:
        out['zeros'] = oracle.apply_mask(w, t(m), 'zeros', t(n), t(a)).numpy()
        if n is not None:
            out['gaussian_noise'] = oracle.apply_mask(w, t(m), 'gaussian_noise', t(n), t(a)).numpy()
            out['fixed'] = oracle.apply_mask(w, t(m), 'gaussian_noise', t(n), t(a), 0.5).numpy()
counts = {}
for style in ('mae', 'bert', 'within_token', 'multi_channel'):
    m = oracle.make_mask(style, 0.6, f['seq_lengths'][()], w.shape[1], w.shape[2], np.random.default_rng(0), f['recording_index'][()])
    counts[style] = m.reshape(len(m), -1).sum(1)
with h5py.File('counts.h5', 'w') as out:
    for k, v in counts.items(): out[k] = v
)";
    static inline test::TemporaryFolder* folder = nullptr;
    static inline bool ready = false;
    WindowSet windows;
};

double worstDifference(const MaskPlan& plan, const WindowSet& windows, const Hdf5Array<float>& expected, double scale)
{
    double worst = 0;
    for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
        std::vector<float> out(windows.windows(s).size());
        plan.apply(s, windows.windows(s), out, scale);
        const std::size_t first = s * static_cast<std::size_t>(expected.shape[1] * expected.shape[2]);
        for (std::size_t i = 0; i < out.size(); ++i)
            worst = std::max(worst,
                             std::abs(static_cast<double>(out[i]) - static_cast<double>(expected.values[first + i])));
    }
    return worst;
}

TEST_F(MaskOracle, AppliesFilesAsTheOracleDoes)
{
    for (const std::string name : { "mae", "noise", "bert", "within", "multi", "multi_within" }) {
        const auto expected = Hdf5File::open((*folder) / ("expected_" + name + ".h5"));
        ASSERT_TRUE(expected);
        for (const auto replacement : { MaskReplacement::Zeros, MaskReplacement::GaussianNoise }) {
            const std::string dataset(maskReplacementName(replacement));
            if (!expected->exists(dataset))
                continue;
            const auto plan
                = readMaskFile((*folder) / (name + ".h5"), windows, { .ratio = 0.1, .replacement = replacement });
            ASSERT_TRUE(plan) << plan.error().sentence();
            EXPECT_LT(worstDifference(*plan, windows, *expected->read<float>(dataset), 0), 2e-5) << name << dataset;
            if (replacement == MaskReplacement::GaussianNoise) {
                EXPECT_LT(worstDifference(*plan, windows, *expected->read<float>("fixed"), 0.5), 1e-6) << name;
            }
        }
    }
}

TEST_F(MaskOracle, MasksAsManyAsTheOracle)
{
    const auto counts = Hdf5File::open((*folder) / "counts.h5");
    ASSERT_TRUE(counts);
    for (const auto style : { MaskStyle::Mae, MaskStyle::Bert, MaskStyle::WithinToken, MaskStyle::MultiChannel }) {
        const auto plan = makeMask(windows, { .ratio = 0.6, .style = style, .seed = 8 });
        ASSERT_TRUE(plan);
        const auto expected = counts->read<std::int64_t>(std::string(maskStyleName(style)));
        for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
            std::int64_t masked = 0;
            for (int t = 0; t < windows.sequences[s].tokens; ++t)
                for (int i = 0; i < (plan->perSample ? windows.windowLength : 1); ++i)
                    masked += plan->sampleMasked(s, t, i) ? 1 : 0;
            EXPECT_EQ(masked, expected->values[s]) << maskStyleName(style);
        }
    }
}

TEST_F(MaskOracle, FilesSayWhatTheyHold)
{
    const auto bert = readMaskFile((*folder) / "bert.h5", windows, { .ratio = 0.1, .style = MaskStyle::Mae });
    ASSERT_TRUE(bert);
    EXPECT_EQ(bert->spec.style, MaskStyle::Bert);
    EXPECT_NEAR(bert->spec.ratio, 0.6, 0.1);
    EXPECT_EQ(bert->source, ((*folder) / "bert.h5").string());
    const auto within = readMaskFile((*folder) / "within.h5", windows, { .style = MaskStyle::Mae });
    ASSERT_TRUE(within);
    EXPECT_EQ(within->spec.style, MaskStyle::WithinToken);
    EXPECT_EQ(within->maskedTokens(), windows.tokenCount());
}

class MaskFile : public testing::Test {
protected:
    [[nodiscard]] std::string sentence(const std::string& dataset, std::vector<std::int64_t> shape, float value,
                                       bool withMask = true) const
    {
        auto file = Hdf5File::create(path);
        std::int64_t n = 1;
        for (const auto extent : shape)
            n *= extent;
        const std::vector<float> values(static_cast<std::size_t>(n), value);
        const std::vector<std::uint8_t> mask(15, 1);
        EXPECT_TRUE(file->write<float>(dataset, values, shape));
        if (withMask) {
            EXPECT_TRUE(file->write<std::uint8_t>("/mask", mask, std::vector<std::int64_t> { 3, 5 }));
        }
        EXPECT_TRUE(file->close());
        const auto plan = readMaskFile(path, windows, {});
        return plan ? "no error" : plan.error().sentence();
    }

    test::TemporaryFolder folder;
    std::filesystem::path path = folder / "mask.h5";
    WindowSet windows = test::windowSet({ { 0, 4 }, { 0, 3 }, { 1, 4 } }, 8);
};

TEST_F(MaskFile, RefusesWhatDoesNotFit)
{
    EXPECT_THAT(sentence("/mask", { 2, 4 }, 1, false),
                AllOf(HasSubstr("mask.h5, /mask"), HasSubstr("3 sequences"), HasSubstr("found [2, 4]")));
    EXPECT_THAT(sentence("/mask", { 3, 3 }, 1, false), HasSubstr("at least 4 tokens"));
    EXPECT_THAT(sentence("/mask", { 3, 4, 9 }, 1, false), HasSubstr("8 samples"));
    EXPECT_THAT(sentence("/mask", { 12 }, 1, false), HasSubstr("found [12]"));
    EXPECT_THAT(sentence("/mask", { 3, 4 }, 0, false), HasSubstr("masks no token"));
    EXPECT_THAT(sentence("/other", { 3, 4 }, 1, false), HasSubstr("a dataset /mask"));
    EXPECT_THAT(sentence("/noise", { 3, 4 }, 1), HasSubstr("/noise"));
    EXPECT_THAT(sentence("/action", { 3, 4 }, 3), HasSubstr("found 3"));
    EXPECT_EQ(sentence("/mask", { 3, 9 }, 1, false), "no error");
    EXPECT_EQ(sentence("/noise", { 3, 6, 8 }, 1), "no error");
}

TEST_F(MaskFile, RefusesWhatIsNoMaskFile)
{
    EXPECT_THAT(readMaskFile(folder / "absent.h5", windows, {}).error().sentence(), HasSubstr("no such mask file"));
    std::ofstream(path) << "mask";
    EXPECT_THAT(readMaskFile(path, windows, {}).error().sentence(), HasSubstr("is no mask file"));
}

} // namespace

} // namespace maskscope
