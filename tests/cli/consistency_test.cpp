// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The old consistency against the reference implementation, on trained models.
#include <cmath>

#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

using nlohmann::json;

class Consistency : public testing::TestWithParam<std::string> { };

TEST_P(Consistency, IsTheReferences)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    const std::string at = shared("trained").string() + "/", model = at + GetParam();
    const CliRun reference
        = runShell("/usr/bin/python3 " + shared("oracle/oracle.py").string() + " consistency --checkpoint " + model
                       + ".pt --recording " + at + "val.h5 --projection " + model + ".projection.npy",
                   folder);
    if (reference.status != 0)
        GTEST_SKIP() << "needs the reference implementation: " << reference.error;
    const json expected = json::parse(reference.out);
    const CliRun run
        = runShell(cli() + "analyze --progress none --baselines 1 --mask-ratio 0.5 --recording " + at
                       + "val.h5 --checkpoint " + model + ".pt --projection " + model + ".projection.npy --out "
                       + (folder / "o.h5").string() + " --json " + (folder / "m.json").string(),
                   folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const json result = json::parse(fileText(folder / "m.json"))["runs"][0];
    const double old = expected["mean_consistency"];
    EXPECT_NEAR(result["legacy"]["mean_consistency"].get<double>(), old, std::max(1e-6, 1e-4 * std::abs(old)));
    const json& centred = result["diag"]["v1"]["consistency_centred"];
    EXPECT_LT(centred["value"].get<double>(), 1);
    EXPECT_GT(centred["value"].get<double>(), -1);
    EXPECT_EQ(centred["interval"].size(), 2U);
    EXPECT_TRUE(result["diag"]["v1"].contains("random_init.consistency_centred"));
}

INSTANTIATE_TEST_SUITE_P(Models, Consistency, testing::Values("M100", "M75", "M50"),
                         [](const auto& model) { return model.param; });

} // namespace

} // namespace maskscope::test
