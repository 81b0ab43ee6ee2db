// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Spatial projections drawn anew: each draw is what an analysis of its own with that projection gives.
#include <algorithm>
#include <cmath>
#include <fstream>

#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

using nlohmann::json;

class ProjectionDraws : public testing::Test {
protected:
    /// Metrics JSON of M50 over its recordings, half masked.
    json analyze(const std::string& projection, const std::string& more)
    {
        const std::string at = shared("trained").string() + "/";
        const CliRun run
            = runShell(cli() + "analyze --progress none --baselines 0 --recording " + at + "val.h5 --checkpoint " + at
                           + "M50.pt --mask-file " + at + "mask_0.5.h5 --projection " + projection + " " + more
                           + " --out " + (m_folder / "o.h5").string() + " --json " + (m_folder / "m.json").string(),
                       m_folder);
        EXPECT_EQ(run.status, 0) << run.error;
        return run.status == 0 ? json::parse(fileText(m_folder / "m.json"))["runs"][0]["diag"]["v1"] : json::object();
    }

    TemporaryFolder m_folder;
};

TEST_F(ProjectionDraws, AreRunsOfTheirOwn)
{
    NEEDS_SHARED("trained/val.h5");
    const json drawn = analyze("seed:0", "--projections 2");
    ASSERT_TRUE(drawn.contains("projection_sensitivity"));
    const json& sensitivity = drawn["projection_sensitivity"];
    EXPECT_EQ(sensitivity["n"], 3); // the run's own was drawn too
    std::vector<json> single { drawn, analyze("seed:1000", "--projections 0"),
                               analyze("seed:1001", "--projections 0") };
    EXPECT_FALSE(single[1].contains("projection_sensitivity"));
    for (const char* key : { "channel_gain", "channel_r2", "ablation_spatial", "channel_probe" }) {
        std::vector<double> values;
        for (const json& run : single)
            values.push_back(run[key]["value"]);
        const auto [low, high] = std::ranges::minmax(values);
        EXPECT_NEAR(sensitivity["intervals"][key][0], low, 1e-9 + 1e-6 * std::abs(low)) << key;
        EXPECT_NEAR(sensitivity["intervals"][key][1], high, 1e-9 + 1e-6 * std::abs(high)) << key;
    }
    const auto& gains = sensitivity["intervals"]["channel_gain"];
    EXPECT_LT(gains[0].get<double>(), gains[1].get<double>()); // another projection is another input
}

TEST_F(ProjectionDraws, AreLeftOutWhereTheProjectionIsGiven)
{
    NEEDS_SHARED("trained/val.h5");
    const std::string own = shared("trained/M50.projection.npy").string();
    EXPECT_FALSE(analyze(own, "").contains("projection_sensitivity"));
    const json asked = analyze(own, "--projections 2");
    ASSERT_TRUE(asked.contains("projection_sensitivity"));
    EXPECT_EQ(asked["projection_sensitivity"]["n"], 2); // a given one is no draw
}

TEST_F(ProjectionDraws, CannotChangeAnInputWithoutCodes)
{
    NEEDS_SHARED("trained/val.h5");
    const std::string at = shared("trained").string() + "/";
    const CliRun run
        = runShell("/usr/bin/python3 " + shared("oracle/oracle.py").string() + " make-checkpoint --out "
                       + (m_folder / "c.pt").string() + " --generation C-strided --d-model 32 --layers 1 --window 256",
                   m_folder);
    if (run.status != 0)
        GTEST_SKIP() << "needs the reference implementation: " << run.error;
    const CliRun analysis
        = runShell(cli() + "analyze --progress none --baselines 0 --projections 2 --mask-ratio 1.0 --recording " + at
                       + "val.h5 --checkpoint " + (m_folder / "c.pt").string() + " --out "
                       + (m_folder / "o.h5").string() + " --json " + (m_folder / "m.json").string(),
                   m_folder);
    ASSERT_EQ(analysis.status, 0) << analysis.error;
    const json diag = json::parse(fileText(m_folder / "m.json"))["runs"][0]["diag"]["v1"];
    ASSERT_TRUE(diag.contains("projection_sensitivity"));
    EXPECT_NE(diag["projection_sensitivity"].value("untestable", "").find("masked"), std::string::npos);
}

/// The same samples with electrode positions of their own (own.h5) and with none (none.h5), where the built-in apply.
constexpr const char* kElectrodeRecordings = R"(
import sys, h5py, numpy as np
folder, random = sys.argv[1], np.random.default_rng(3)
names = ['F3', 'C3', 'P3', 'O1', 'F4', 'C4']
data = 20 * random.standard_normal((len(names), 12 * 256)).astype('f4')
places = random.standard_normal((len(names), 3))
for name in ('own', 'none'):
    with h5py.File(f'{folder}/{name}.h5', 'w') as f:
        f['eeg'] = data
        f['eeg'].attrs['sampling_rate_hz'], f['eeg'].attrs['unit'] = 128.0, 'uV'
        f['channel_names'] = np.array(names, 'S4')
        if name == 'own':
            f['positions'] = 0.09 * places / np.linalg.norm(places, axis=1, keepdims=True)
)";

TEST(ElectrodeTables, TheOtherOneIsARunOfItsOwn)
{
    NEEDS_SHARED("trained/val.h5");
    const TemporaryFolder folder;
    std::ofstream(folder / "make.py") << kElectrodeRecordings;
    const CliRun made
        = runShell("/usr/bin/python3 " + (folder / "make.py").string() + " " + folder.path().string(), folder);
    if (made.status != 0)
        GTEST_SKIP() << "needs python3-h5py and python3-numpy: " << made.error;
    const auto analyze = [&](const std::string& recording) {
        const std::string at = shared("trained").string() + "/";
        const CliRun run = runShell(
            cli() + "analyze --progress none --baselines 0 --mask-ratio 0.5 --model-rate-hz 128 --recording "
                + (folder / recording).string() + " --checkpoint " + at + "M50.pt --projection " + at
                + "M50.projection.npy --out " + (folder / "o.h5").string() + " --json " + (folder / "m.json").string(),
            folder);
        EXPECT_EQ(run.status, 0) << run.error;
        return json::parse(fileText(folder / "m.json"))["runs"][0]["diag"]["v1"];
    };
    const json own = analyze("own.h5"), builtIn = analyze("none.h5");
    EXPECT_NE(builtIn["electrode_sensitivity"].value("untestable", "").find("--montage"), std::string::npos);
    const json& sensitivity = own["electrode_sensitivity"];
    EXPECT_EQ(sensitivity["n"], 2);
    for (const char* key : { "channel_gain", "channel_diversity_per_dim", "ablation_spatial" }) {
        const double a = own[key]["value"], b = builtIn[key]["value"];
        EXPECT_NE(a, b) << key;
        EXPECT_NEAR(sensitivity["intervals"][key][0], std::min(a, b), 1e-9 + 1e-6 * std::abs(a)) << key;
        EXPECT_NEAR(sensitivity["intervals"][key][1], std::max(a, b), 1e-9 + 1e-6 * std::abs(a)) << key;
    }
}

} // namespace

} // namespace maskscope::test
