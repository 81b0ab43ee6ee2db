// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The audit that `inspect` prints of a recording: every label, what became of it, where its place came from.
#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

using nlohmann::json;

constexpr const char* script = R"(
import h5py, numpy as np, sys
labels = ['EEG Fp1-REF', 'T3', 'EOG left', 'Status', 'XQ9', 'Cz', 'cz', 'A1', 'Fp1-F7']
with h5py.File(sys.argv[1], 'w') as f:
    e = f.create_dataset('eeg', data=np.zeros((len(labels), 1000)))
    e.attrs['sampling_rate_hz'] = 100.0; e.attrs['unit'] = 'uV'
    f['channel_names'] = np.array(labels, 'S16')
)";

class Audit : public testing::Test {
protected:
    void SetUp() override
    {
        if (runShell("/usr/bin/python3 -c 'import h5py'", m_folder).status != 0)
            GTEST_SKIP() << "needs Debian's python3-h5py";
        std::ofstream(m_folder / "make.py") << script;
        ASSERT_EQ(runShell("/usr/bin/python3 " + (m_folder / "make.py").string() + " " + file(), m_folder).status, 0);
    }
    [[nodiscard]] std::string file() const { return (m_folder / "r.h5").string(); }
    /// The line of a label, with every run of blanks made one.
    static std::string lineOf(const std::string& text, const std::string& label)
    {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            if (line.rfind("  " + label + " ", 0) != 0)
                continue;
            std::string words;
            std::istringstream in(line);
            for (std::string word; in >> word;)
                words += (words.empty() ? "" : " ") + word;
            return words;
        }
        return {};
    }

    TemporaryFolder m_folder;
};

TEST_F(Audit, TheTextNamesEachChannelsFate)
{
    const CliRun run = runShell(cli() + "inspect " + file(), m_folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const auto line = [&](const char* label) { return lineOf(run.out, label); };
    EXPECT_EQ(line("EEG Fp1-REF"),
              "EEG Fp1-REF FP1 EEG µV -0.294 0.905 0.309 built-in 10-05 prefix EEG taken off, reference REF taken off");
    EXPECT_EQ(line("T3"), "T3 T7 EEG µV -0.951 0.000 0.309 built-in 10-05 T3 is the old name of T7");
    EXPECT_EQ(line("EOG left"), "EOG left LEFT EOG µV no position left out: EOG; prefix EOG taken off");
    EXPECT_EQ(line("Status"), "Status STATUS trigger µV no position left out: trigger");
    EXPECT_EQ(line("XQ9"), "XQ9 XQ9 other µV no position left out: no known name");
    EXPECT_EQ(line("cz"), "cz CZ-1 EEG µV 0.000 0.000 1.000 built-in 10-05 one of 2 called CZ");
    EXPECT_EQ(line("A1"), "A1 A1 reference µV no position left out: reference");
    EXPECT_EQ(line("Fp1-F7"), "Fp1-F7 FP1-F7 EEG µV no position between two electrodes: no place of its own");
    EXPECT_NE(run.out.find("5 of 9 channels take part in an analysis, 1 of them without a position"),
              std::string::npos);
    EXPECT_NE(run.out.find("warning: 2 channels are called CZ: renamed CZ-0 to CZ-1"), std::string::npos);
    EXPECT_NE(run.out.find("warning: no electrode position for FP1-F7"), std::string::npos);
}

TEST_F(Audit, TheObjectSaysTheSame)
{
    const CliRun run = runShell(cli() + "inspect " + file() + " --json -", m_folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const json channels = json::parse(run.out)["channels"];
    ASSERT_EQ(channels.size(), 9U);
    EXPECT_EQ(channels[1]["name"], "T7");
    EXPECT_EQ(channels[1]["note"], "T3 is the old name of T7");
    EXPECT_TRUE(channels[1]["left_out"].is_null());
    EXPECT_EQ(channels[2]["left_out"], "EOG");
    EXPECT_EQ(channels[4]["left_out"], "no known name");
    EXPECT_TRUE(channels[4]["position"].is_null());
    EXPECT_EQ(channels[4]["position_source"], "");
}

TEST_F(Audit, AMontageThatKnowsTheOldNameIsSaid)
{
    std::ofstream(m_folder / "cap.sfp") << "T3 -8 0 2\nCz 0 0 9\nXQ9 5 5 5\n";
    const CliRun run
        = runShell(cli() + "inspect " + file() + " --montage " + (m_folder / "cap.sfp").string(), m_folder);
    ASSERT_EQ(run.status, 0) << run.error;
    EXPECT_EQ(lineOf(run.out, "T3"),
              "T3 T7 EEG µV -0.080 0.000 0.020 montage cap.sfp placed as T3; T3 is the old name of T7");
    EXPECT_EQ(lineOf(run.out, "XQ9"), "XQ9 XQ9 EEG µV 0.050 0.050 0.050 montage cap.sfp");
}

TEST(AuditOfDamage, AMangledFileIsRefusedWithItsReason)
{
    NEEDS_SHARED("recordings/hostile/eegmmidb_S001R03_crlf_mangled.edf");
    const TemporaryFolder folder;
    for (const char* name : { "eegmmidb_S001R01_crlf_mangled_truncated.edf", "eegmmidb_S001R03_crlf_mangled.edf" }) {
        const CliRun run
            = runShell(cli() + "inspect " + shared("recordings/hostile/" + std::string(name)).string(), folder);
        EXPECT_EQ(run.status, 4);
        EXPECT_TRUE(run.out.empty()) << run.out;
        for (const char* part : { name, "transfer in text mode", "limits of the digital range", "cannot be decoded" })
            EXPECT_NE(run.error.find(part), std::string::npos) << part << " is not in: " << run.error;
    }
}

} // namespace

} // namespace maskscope::test
