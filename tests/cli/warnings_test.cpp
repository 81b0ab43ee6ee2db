// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What a run warns of begins with what changes the meaning of every number: rates and positions.
#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

using nlohmann::json;

constexpr const char* script = R"(
import h5py, numpy as np, sys
labels = ['Fp1', 'Fp2', 'C3', 'C4', 'O1', 'O2', 'XQ9', 'VEOG', 'Pz']
with h5py.File(sys.argv[1], 'w') as f:
    e = f.create_dataset('eeg', data=np.random.default_rng(1).normal(0, 20, (len(labels), 2560)))
    e.attrs['sampling_rate_hz'] = 160.0; e.attrs['unit'] = 'uV'
    f['channel_names'] = np.array(labels, 'S16')
)";

TEST(Warnings, BeginWithRates)
{
    const TemporaryFolder folder;
    NEEDS_ORACLE(folder);
    const auto at = [&](const char* name) { return (folder / name).string(); };
    std::ofstream(folder / "make.py") << script;
    ASSERT_EQ(runShell("/usr/bin/python3 " + at("make.py") + " " + at("r.h5"), folder).status, 0);
    const CliRun made = runShell(
        oracle() + "make-checkpoint --generation A --d-model 16 --window 256 --layers 1 --out " + at("c.pt"), folder);
    ASSERT_EQ(made.status, 0) << made.error;
    const CliRun run = runShell(cli() + "analyze --progress none --baselines 0 --projections 0 -c " + at("c.pt")
                                    + " -r " + at("r.h5") + " --json " + at("m.json") + " -o " + at("o.h5"),
                                folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const json warnings = json::parse(fileText(folder / "m.json"))["runs"][0]["warnings"];
    ASSERT_GT(warnings.size(), 2U) << warnings; // those about channels come later
    EXPECT_NE(warnings[0].get<std::string>().find("the model's sampling rate: 256 Hz is used"), std::string::npos)
        << warnings;
    EXPECT_NE(warnings[1].get<std::string>().find("resampled from 160 to 256 Hz"), std::string::npos) << warnings;
}

} // namespace

} // namespace maskscope::test
