// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Predictions of the whole line, file to file, against the oracle's `predict`.
#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

struct Network {
    std::string generation, block;
    int dModel, window;
};

class Parity : public testing::TestWithParam<std::tuple<Network, std::string>> { };

/// Compares the saved predictions row by row, in h5py.
constexpr const char* compare = R"(
import sys, h5py, numpy as np
with h5py.File(sys.argv[1]) as e, h5py.File(sys.argv[2]) as o:
    run = o['runs'][list(o['runs'])[0]]
    p, q = e['predictions'][()], run['predictions'][()]
    assert p.shape == q.shape, (p.shape, q.shape)
    for k in ('token_index', 'seq_len', 'sequence', 'recording'):
        assert np.array_equal(e[k][()], run[k][()]), k
    assert np.abs(e['position'][()] - run['position'][()]).max() < 1e-12
    assert [c.decode() if isinstance(c, bytes) else c for c in run['channel'][()]] == [c.decode() for c in e['channel'][()]]
    t, u = e['targets'][()], run['targets'][()]
    print(np.abs(p - q).max() / p.std(), np.abs(t - u).max() / t.std())
)";

TEST_P(Parity, AgreesToOneTenThousandthOfTheStandardDeviation)
{
    const auto& [network, style] = GetParam();
    const TemporaryFolder folder;
    NEEDS_ORACLE(folder);
    const auto at = [&](const char* name) { return (folder / name).string(); };
    std::ofstream(folder / "compare.py") << compare;
    const std::string make = "make-checkpoint --generation " + network.generation + " --block " + network.block
        + " --d-model " + std::to_string(network.dModel) + " --window " + std::to_string(network.window)
        + " --layers 2 --seed 3 --out " + at("c.pt");
    const CliRun prepared
        = runShell(oracleSteps({ make,
                                 "make-recording --recordings 3 --channels 7 --tokens 11 --window "
                                     + std::to_string(network.window) + " --out " + at("r.h5"),
                                 "make-mask --recording " + at("r.h5") + " --style " + style
                                     + " --ratio 0.6 --noise --out " + at("m.h5"),
                                 "predict --checkpoint " + at("c.pt") + " --recording " + at("r.h5") + " --mask "
                                     + at("m.h5") + " --projection seed:5 --out " + at("e.h5") }),
                   folder);
    ASSERT_EQ(prepared.status, 0) << prepared.error;
    const CliRun run = runShell(cli() + "analyze --progress none --baselines 0 --projections 0 -r " + at("r.h5")
                                    + " -c " + at("c.pt") + " --mask-file " + at("m.h5")
                                    + " --projection seed:5 --save-predictions -o " + at("o.h5"),
                                folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const CliRun compared
        = runShell("/usr/bin/python3 " + at("compare.py") + " " + at("e.h5") + " " + at("o.h5"), folder);
    ASSERT_EQ(compared.status, 0) << compared.error;
    double predictions = 1, targets = 1;
    ASSERT_EQ(std::sscanf(compared.out.c_str(), "%lf %lf", &predictions, &targets), 2) << compared.out;
    EXPECT_LE(predictions, 1e-4);
    EXPECT_LE(targets, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(All, Parity,
                         testing::Combine(testing::Values(Network { "A", "mamba1", 32, 96 },
                                                          Network { "A", "transformer", 32, 96 },
                                                          Network { "C-strided", "mamba1", 32, 96 },
                                                          Network { "C-strided", "transformer", 32, 96 }),
                                          testing::Values("mae", "bert", "within_token", "multi_channel")),
                         [](const auto& row) {
                             const Network& n = std::get<0>(row.param);
                             std::string name = n.generation + "_" + n.block + "_" + std::get<1>(row.param);
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

} // namespace

} // namespace maskscope::test
