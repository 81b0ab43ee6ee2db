// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Bad input as rows of a table: a sentence that helps, the right exit status, nothing half-written, nothing executed.
#include <unistd.h>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;

struct Row {
    std::string name;
    std::string recording, checkpoint; ///< file names in the test's folder
    int status;
    std::vector<std::string> said; ///< all of these stand in the sentence
};

class BadInput : public testing::TestWithParam<Row> { };

void cut(const fs::path& from, const fs::path& to, std::uintmax_t bytes)
{
    fs::copy_file(from, to);
    fs::resize_file(to, bytes);
}

/// The files that the rows name; true where ../shared and the oracle allow.
void makeFiles(const TemporaryFolder& folder)
{
    std::ofstream(folder / "text.edf") << "This is a letter, not a recording.\n";
    std::ofstream(folder / "empty.edf");
    cut(shared("recordings/edf_eegmmidb/S001R03.edf"), folder / "truncated.edf", 20'000);
    fs::copy_file(shared("recordings/edf_eegmmidb/S001R03.edf"), folder / "good.edf");
    cut(shared("trained/M100.pt"), folder / "truncated.pt", 500'000);
    fs::copy_file(shared("trained/M100.pt"), folder / "good.pt");
    fs::copy_file(shared("recordings/checkpoints/BCN_eegnet.pth"), folder / "eegnet.pth");
    fs::copy_file(shared("trained/val.h5"), folder / "val.h5");
    const std::string python = R"(
import sys, os, torch, h5py, numpy as np
folder = sys.argv[1]
class Evil:
    def __reduce__(self):
        return (os.system, ('touch ' + os.path.join(folder, 'EXECUTED'),))
torch.save({'model': {'weight': torch.zeros(3), 'x': Evil()}, 'config': Evil()}, os.path.join(folder, 'evil.pt'))
with h5py.File(os.path.join(folder, 'short.h5'), 'w') as f:
    e = f.create_dataset('eeg', data=np.zeros((2, 100), 'f4')); e.attrs['sampling_rate_hz'] = 128.0; e.attrs['unit'] = 'uV'
    f['channel_names'] = np.array(['Cz', 'Pz'], 'S4')
with h5py.File(os.path.join(folder, 'nowhere.h5'), 'w') as f:
    e = f.create_dataset('eeg', data=np.random.default_rng(0).standard_normal((2, 6000)).astype('f4')); e.attrs['sampling_rate_hz'] = 128.0; e.attrs['unit'] = 'uV'
    f['channel_names'] = np.array(['XX1', 'YY2'], 'S4')
)";
    std::ofstream(folder / "make.py") << python;
    const CliRun made
        = runShell("/usr/bin/python3 " + (folder / "make.py").string() + " " + folder.path().string(), folder);
    ASSERT_EQ(made.status, 0) << made.error;
}

std::vector<std::string> listing(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

TEST_P(BadInput, SaysWhatIsWrongAndWritesNothing)
{
    const Row& row = GetParam();
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    NEEDS_ORACLE(folder);
    makeFiles(folder);
    const auto before = listing(folder.path());
    const CliRun run
        = runShell(cli() + "analyze --progress none --model-rate-hz 128 --recording "
                       + (folder / row.recording).string() + " --checkpoint " + (folder / row.checkpoint).string()
                       + " --out " + (folder / "o.h5").string() + " --json " + (folder / "m.json").string(),
                   folder);
    EXPECT_EQ(run.status, row.status) << run.error;
    for (const std::string& part : row.said)
        EXPECT_NE(run.error.find(part), std::string::npos) << "'" << part << "' is not in: " << run.error;
    EXPECT_EQ(listing(folder.path()), before) << "something was written";
    EXPECT_FALSE(fs::exists(folder / "EXECUTED"));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadInput,
    testing::Values(Row { "text_file", "text.edf", "good.pt", 4, { "text.edf" } },
                    Row { "empty_file", "empty.edf", "good.pt", 4, { "empty.edf" } },
                    Row { "missing_recording", "absent.edf", "good.pt", 4, { "absent.edf" } },
                    Row { "missing_checkpoint", "val.h5", "absent.pt", 4, { "absent.pt" } },
                    Row { "truncated_edf", "truncated.edf", "good.pt", 4, { "truncated.edf", "expected", "found" } },
                    Row { "truncated_checkpoint", "val.h5", "truncated.pt", 4, { "truncated.pt" } },
                    Row { "pickle_that_would_run_code", "val.h5", "evil.pt", 4, { "evil.pt" } },
                    Row { "another_network", "val.h5", "eegnet.pth", 4, { "eegnet.pth", "no known architecture" } },
                    Row {
                        "window_longer_than_recording", "short.h5", "good.pt", 4, { "short.h5", "expected", "found" } },
                    Row { "no_electrode_position", "nowhere.h5", "good.pt", 4, { "--montage" } },
                    Row { "recording_as_checkpoint", "val.h5", "good.edf", 4, { "good.edf" } },
                    Row { "checkpoint_as_recording", "good.pt", "good.pt", 4, { "good.pt" } }),
    [](const auto& row) { return row.param.name; });

TEST(Outputs, UnwritableOnesAreNamedBeforeTheWork)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    const std::string at = shared("trained").string() + "/";
    const std::string head = cli() + "analyze --progress none -r " + at + "val.h5 -c " + at + "M100.pt --out ";
    const CliRun absent = runShell(head + (folder / "no/such/folder/o.h5").string(), folder);
    EXPECT_EQ(absent.status, 4) << absent.error;
    EXPECT_NE(absent.error.find("no/such/folder"), std::string::npos);
    const CliRun isFolder = runShell(head + folder.path().string(), folder);
    EXPECT_EQ(isFolder.status, 4) << isFolder.error;
    const CliRun special = runShell(head + "/proc/o.h5", folder);
    EXPECT_EQ(special.status, 4) << special.error;
    EXPECT_TRUE(listing(folder.path()).empty());
}

TEST(Outputs, AnExistingFileStaysWhereTheRunFails)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/M100.pt");
    std::ofstream(folder / "o.h5") << "precious";
    const CliRun run
        = runShell(cli() + "analyze --progress none -r " + (folder / "absent.edf").string() + " -c "
                       + shared("trained/M100.pt").string() + " --overwrite --out " + (folder / "o.h5").string(),
                   folder);
    EXPECT_EQ(run.status, 4);
    EXPECT_EQ(fileText(folder / "o.h5"), "precious");
}

TEST(PartlyDone, TheGoodInputIsKeptAndTheBadOneNamed)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    const std::string at = shared("trained").string() + "/";
    const CliRun run = runShell(cli() + "analyze --progress none --baselines 0 --projections 0 -r " + at + "val.h5 -c "
                                    + at + "M100.pt " + shared("recordings/checkpoints/BCN_eegnet.pth").string()
                                    + " --out " + (folder / "o.h5").string(),
                                folder);
    EXPECT_EQ(run.status, 3) << run.error;
    EXPECT_NE(run.error.find("BCN_eegnet.pth"), std::string::npos);
    EXPECT_TRUE(fs::exists(folder / "o.h5"));
}

TEST(Usage, MistakesEndWithTwo)
{
    const TemporaryFolder folder;
    for (const char* line :
         { "", "fly", "analyze", "inspect", "analyze -r a -c b --out o.h5 --mask-ratio 0",
           "analyze -r a -c b --out o.h5 --mask-style sideways", "analyze -r a -c b --out o.h5 --batch many",
           "analyze -r a -c b --out o.h5 --progress loud", "analyze -r a -c b --out o.h5 --projection" }) {
        const CliRun run = runShell(cli() + line, folder);
        EXPECT_EQ(run.status, 2) << line << ": " << run.error;
    }
    EXPECT_EQ(runShell(cli() + "--version", folder).status, 0);
    EXPECT_EQ(runShell(cli() + "--help", folder).status, 0);
}

} // namespace

} // namespace maskscope::test
