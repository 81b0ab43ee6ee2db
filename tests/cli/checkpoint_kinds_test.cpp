// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints of other kinds through the command line: TorchScript with consent, Mamba-2 groups, electrodes.
#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

using nlohmann::json;

/// A plain HDF5 recording of 40 s at 128 Hz whose second channel has a name without a position.
void makeRecording(const TemporaryFolder& folder)
{
    std::ofstream(folder / "make.py") << R"(
import h5py, numpy as np, sys
with h5py.File(sys.argv[1], 'w') as f:
    e = f.create_dataset('eeg', data=20 * np.random.default_rng(1).standard_normal((3, 5120)).astype('f4'))
    e.attrs['sampling_rate_hz'] = 128.0; e.attrs['unit'] = 'uV'
    f['channel_names'] = np.array(['C3', 'T1', 'C4'], 'S4')
)";
    const CliRun made
        = runShell("/usr/bin/python3 " + (folder / "make.py").string() + " " + (folder / "r.h5").string(), folder);
    ASSERT_EQ(made.status, 0) << made.error;
}

std::string exportTiny(const TemporaryFolder& folder, const std::string& model = "traced")
{
    return "PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 " MASKSCOPE_SOURCE_DIR
           "/resources/python/export_for_maskscope.py " MASKSCOPE_SOURCE_DIR "/tests/checkpoint/tiny_models.py:"
        + model + " " + (folder / "net.pt").string()
        + " --name TinyNet --window-length 16 --sampling-rate-hz 128 --inputs windows --output signal --mask-ratio 0.5";
}

std::string analyze(const TemporaryFolder& folder, const std::string& checkpoint, const std::string& more)
{
    return cli() + "analyze --progress none --baselines 0 --projections 0 -r " + (folder / "r.h5").string() + " -c "
        + (folder / checkpoint).string() + " --out " + (folder / "o.h5").string() + " --json "
        + (folder / "m.json").string() + " " + more;
}

TEST(TorchScript, RunsOnlyWithConsentAndThenGivesNumbers)
{
    const TemporaryFolder folder;
    NEEDS_ORACLE(folder);
    makeRecording(folder);
    ASSERT_EQ(runShell(exportTiny(folder), folder).status, 0);
    const CliRun refused = runShell(analyze(folder, "net.pt", ""), folder);
    EXPECT_EQ(refused.status, 2) << refused.error;
    EXPECT_NE(refused.error.find("net.pt: is a TorchScript archive"), std::string::npos) << refused.error;
    EXPECT_NE(refused.error.find("--allow-torchscript"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder / "o.h5"));

    const CliRun run = runShell(analyze(folder, "net.pt", "--allow-torchscript"), folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const json metrics = json::parse(fileText(folder / "m.json"));
    const json& first = metrics["runs"][0];
    EXPECT_EQ(first["checkpoint"]["architecture"], "torchscript");
    EXPECT_EQ(first["mask"]["ratio"], 0.5); // the manifest's
    EXPECT_EQ(first["legacy"]["dim"], 16);
    EXPECT_EQ(first["legacy"]["samples"], 3 * 160); // half of 320 tokens a channel
}

TEST(DeviceFailure, EndsTheAnalysisAndKeepsWhatWasDone)
{
    const TemporaryFolder folder;
    NEEDS_ORACLE(folder);
    makeRecording(folder);
    ASSERT_EQ(runShell(exportTiny(folder, "lost"), folder).status, 0);
    const CliRun run = runShell(analyze(folder, "net.pt", "--allow-torchscript --mask-ratio 0.5,0.9,0.25"), folder);
    EXPECT_EQ(run.status, 5) << run.error;
    EXPECT_NE(run.error.find("CUDA error: the device is gone"), std::string::npos) << run.error;
    const json metrics = json::parse(fileText(folder / "m.json"));
    ASSERT_EQ(metrics["runs"].size(), 1U); // neither the one that failed nor those after it
    EXPECT_EQ(metrics["runs"][0]["mask"]["ratio"], 0.5);
    EXPECT_TRUE(std::filesystem::exists(folder / "o.h5"));
}

TEST(TorchScript, InspectDescribesWithoutRunning)
{
    const TemporaryFolder folder;
    NEEDS_ORACLE(folder);
    ASSERT_EQ(runShell(exportTiny(folder), folder).status, 0);
    const CliRun run = runShell(cli() + "inspect " + (folder / "net.pt").string() + " --json -", folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const json object = json::parse(run.out);
    EXPECT_EQ(object["kind"], "checkpoint");
    EXPECT_EQ(object["architecture"], "torchscript");
    EXPECT_EQ(object["manifest"]["name"], "TinyNet");
    EXPECT_EQ(object["manifest"]["sampling_rate_hz"], 128);
    EXPECT_EQ(object["window"], 16);
    EXPECT_EQ(object["parameters"], 6);
}

TEST(Inspect, NamesElectrodesThatTheModelCannotPlace)
{
    const TemporaryFolder folder;
    NEEDS_ORACLE(folder);
    NEEDS_SHARED("trained/M75.pt");
    makeRecording(folder);
    const std::string files = shared("trained/M75.pt").string() + " " + (folder / "r.h5").string();
    const CliRun run = runShell(cli() + "inspect " + files + " --json -", folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const json checkpoint = json::parse(run.out)[0];
    ASSERT_EQ(checkpoint["electrodes"].size(), 1U);
    EXPECT_EQ(checkpoint["electrodes"][0]["recording"], (folder / "r.h5").string());
    EXPECT_EQ(checkpoint["electrodes"][0]["without_position"], json({ "T1" }));
    const CliRun text = runShell(cli() + "inspect " + files, folder);
    EXPECT_NE(text.out.find("it cannot place (--montage gives positions):\n  T1\n"), std::string::npos) << text.out;
}

TEST(MambaGroups, AreTheUsersChoice)
{
    const TemporaryFolder folder;
    NEEDS_ORACLE(folder);
    makeRecording(folder);
    ASSERT_EQ(
        runShell(oracle()
                     + "make-checkpoint --generation mamba2 --ngroups 2 --d-state 24 --d-model 64 --window 128 --out "
                     + (folder / "m2.pt").string(),
                 folder)
            .status,
        0);
    const CliRun seen = runShell(cli() + "inspect " + (folder / "m2.pt").string() + " --json -", folder);
    const json possible = json::parse(seen.out)["mamba_groups_possible"];
    EXPECT_NE(std::find(possible.begin(), possible.end(), 2), possible.end()) << seen.out;
    const auto meanWith = [&](const std::string& groups) {
        const CliRun run = runShell(analyze(folder, "m2.pt", "--model-rate-hz 128 --mamba-groups " + groups), folder);
        EXPECT_EQ(run.status, 0) << run.error;
        return json::parse(fileText(folder / "m.json"))["runs"][0]["legacy"]["std"].get<double>();
    };
    EXPECT_NE(meanWith("1"), meanWith("2"));
    const CliRun wrong = runShell(analyze(folder, "m2.pt", "--model-rate-hz 128 --mamba-groups 7"), folder);
    EXPECT_EQ(wrong.status, 4);
    EXPECT_NE(wrong.error.find("7 group"), std::string::npos) << wrong.error;
    EXPECT_EQ(runShell(analyze(folder, "m2.pt", "--mamba-groups 0"), folder).status, 2);
}

} // namespace

} // namespace maskscope::test
