// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Choices about channels on the command line, from the words to the result file and the report's settings.
#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

using nlohmann::json;

constexpr const char* script = R"(
import h5py, numpy as np, sys
labels = ['Fp1', 'Fp2', 'C3', 'C4', 'O1', 'O2', 'XQ9', 'VEOG', 'Pz']
with h5py.File(sys.argv[1], 'w') as f:
    e = f.create_dataset('eeg', data=np.random.default_rng(1).normal(0, 20, (len(labels), 4096)))
    e.attrs['sampling_rate_hz'] = 256.0; e.attrs['unit'] = 'uV'
    f['channel_names'] = np.array(labels, 'S16')
)";

class ChannelChoices : public testing::Test {
protected:
    void SetUp() override
    {
        if (runShell("/usr/bin/python3 -c 'import h5py'", m_folder).status != 0)
            GTEST_SKIP() << "needs Debian's python3-h5py";
        std::ofstream(m_folder / "make.py") << script;
        ASSERT_EQ(runShell("/usr/bin/python3 " + at("make.py") + " " + at("r.h5"), m_folder).status, 0);
    }
    [[nodiscard]] std::string at(const char* name) const { return (m_folder / name).string(); }
    [[nodiscard]] CliRun inspect(const std::string& options) const
    {
        return runShell(cli() + "inspect " + options + " " + at("r.h5") + " --json -", m_folder);
    }
    /// Names of those that take part.
    [[nodiscard]] std::vector<std::string> taking(const std::string& options) const
    {
        const CliRun run = inspect(options);
        EXPECT_EQ(run.status, 0) << run.error;
        std::vector<std::string> names;
        const json object = json::parse(run.out); // outlives the loop
        for (const json& channel : object["channels"])
            if (channel["left_out"].is_null())
                names.push_back(channel["name"]);
        return names;
    }

    TemporaryFolder m_folder;
};

using Names = std::vector<std::string>;

TEST_F(ChannelChoices, InspectTakesThem)
{
    EXPECT_EQ(taking(""), (Names { "FP1", "FP2", "C3", "C4", "O1", "O2", "PZ" }));
    EXPECT_EQ(taking("--exclude fp1,Fp2 --exclude O1,O2"), (Names { "C3", "C4", "PZ" }));
    EXPECT_EQ(taking("--channels VEOG,C3"), (Names { "C3", "VEOG" })); // the file behind them is no channel
    EXPECT_EQ(taking("--channels C3,C4 --kind XQ9=eeg"), (Names { "C3", "C4" }));
    EXPECT_EQ(taking("--kind XQ9=eeg,Fp1=eog --kind Fp2=ref"), (Names { "C3", "C4", "O1", "O2", "XQ9", "PZ" }));
    const json object = json::parse(inspect("--unit mV --stats").out);
    EXPECT_NEAR(object["channels"][0]["std"].get<double>(), 20e3, 2e3);
    const json warned = json::parse(inspect("--exclude nobody").out)["warnings"];
    EXPECT_NE(warned.dump().find("no channel is called as chosen: nobody"), std::string::npos) << warned;
}

TEST_F(ChannelChoices, SlipsAreRefused)
{
    for (const char* options : { "--kind X1", "--kind X1=eye", "--kind =eog", "--unit kV", "--channels Fp1,,Fp2" }) {
        const CliRun run = inspect(options);
        EXPECT_EQ(run.status, 2) << options;
        EXPECT_TRUE(run.out.empty());
    }
}

TEST_F(ChannelChoices, AWindowedFileIsTakenAsItIs)
{
    NEEDS_SHARED("trained/val.h5");
    const std::string file = shared("trained/val.h5").string();
    for (const char* options : { "--channels Cz", "--exclude Cz", "--kind Cz=eog" }) {
        const CliRun run = runShell(cli() + "inspect " + options + " " + file, m_folder);
        EXPECT_EQ(run.status, 4) << options;
        EXPECT_NE(run.error.find("its channels cannot be chosen"), std::string::npos) << run.error;
    }
    const auto stdOf = [&](const std::string& options) {
        const CliRun run = runShell(cli() + "inspect --stats " + options + " " + file + " --json -", m_folder);
        return json::parse(run.out)["channels"][0]["std"].get<double>();
    };
    EXPECT_NEAR(stdOf("--unit mV") / stdOf(""), 1e3, 1e-2);
}

TEST_F(ChannelChoices, TheyTravelWithTheRun)
{
    NEEDS_ORACLE(m_folder);
    const CliRun made = runShell(
        oracle() + "make-checkpoint --generation A --d-model 16 --window 256 --layers 1 --out " + at("c.pt"), m_folder);
    ASSERT_EQ(made.status, 0) << made.error;
    const std::string analyze = cli() + "analyze --progress none --baselines 0 --projections 0 --mask-ratio 0.5 -c "
        + at("c.pt") + " -r " + at("r.h5") + " --json " + at("m.json") + " -o ";
    const CliRun run = runShell(analyze + at("o.h5") + " --exclude C4 --kind XQ9=eeg --unit mV", m_folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const json expected { { "exclude", { "C4" } }, { "kinds", { { "XQ9", "eeg" } } }, { "unit", "mV" } };
    EXPECT_EQ(json::parse(fileText(m_folder / "m.json"))["runs"][0]["recordings"][0]["channel_choices"], expected);
    const CliRun read = runShell(cli() + "inspect " + at("o.h5") + " --json -", m_folder); // the result file's own
    EXPECT_EQ(json::parse(read.out)["runs"][0]["recordings"][0]["channel_choices"], expected);
    EXPECT_NE(run.error.find("left out by choice: C4"), std::string::npos) << run.error;
    const CliRun slip = runShell(analyze + at("p.h5") + " --exclude C44", m_folder);
    EXPECT_EQ(slip.status, 2);
    EXPECT_NE(slip.error.find("C44: was chosen, but no recording has a channel of that name"), std::string::npos)
        << slip.error;
    EXPECT_FALSE(std::filesystem::exists(m_folder / "p.h5"));
    std::ofstream(m_folder / "broken.h5") << "no recording"; // may have held that channel
    const CliRun partly = runShell(analyze + at("p.h5") + " --exclude C44 -r " + at("broken.h5"), m_folder);
    EXPECT_EQ(partly.status, 3) << partly.error;
    EXPECT_EQ(partly.error.find("no recording has a channel of that name"), std::string::npos) << partly.error;
    EXPECT_NE(partly.error.find("no channel is called as chosen: C44"), std::string::npos) << partly.error;
    const CliRun none = runShell(analyze + at("q.h5"), m_folder);
    ASSERT_EQ(none.status, 0) << none.error;
    EXPECT_FALSE(json::parse(fileText(m_folder / "m.json"))["runs"][0]["recordings"][0].contains("channel_choices"));
}

} // namespace

} // namespace maskscope::test
