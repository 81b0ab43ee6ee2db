// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that were really trained, on worlds in which position, channel or context do or do not exist
// (../shared/truth): what the command line says of them against what they are.
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

using nlohmann::json;

struct Model {
    const char* name;
    const char *position, *channel, *context; ///< the table of ../shared/truth/README.md

    [[nodiscard]] std::string ratio() const
    {
        return std::string(name).find("100") != std::string::npos ? "1.0" : "0.5";
    }
};

void PrintTo(const Model& model, std::ostream* out) { *out << model.name; }

/// The entry of a model in a file of JSON lines.
json expectedOf(const char* file, const std::string& key, const std::string& name)
{
    std::ifstream in(shared(std::string("truth/") + file));
    for (std::string line; std::getline(in, line);) {
        json entry = json::parse(line);
        if (entry[key] == name)
            return entry;
    }
    ADD_FAILURE() << file << " has no " << name;
    return {};
}

const json* statementOf(const json& run, const std::string& id)
{
    for (const json& statement : run["verdict"]["statements"])
        if (statement["id"] == id)
            return &statement;
    ADD_FAILURE() << "no statement " << id;
    return nullptr;
}

class TruthModel : public testing::TestWithParam<Model> {
protected:
    void SetUp() override
    {
        NEEDS_SHARED("truth/data.py");
        NEEDS_ORACLE(folder());
        static std::set<std::string> made; // of all models, while this program runs
        if (made.insert(GetParam().name).second) {
            const CliRun run = runShell("/usr/bin/python3 '" + shared("truth/data.py").string() + "' "
                                            + folder().path().string() + " " + GetParam().name,
                                        folder());
            ASSERT_EQ(run.status, 0) << run.error;
        }
    }

    static TemporaryFolder& folder()
    {
        static TemporaryFolder of;
        return of;
    }

    /// The run of the model on its ten or two recordings; `mask`: an option and its value.
    [[nodiscard]] static json analyzed(int recordings, const std::string& mask)
    {
        const std::string name = GetParam().name, at = shared("truth/models").string() + "/" + name;
        const CliRun run
            = runShell("OMP_NUM_THREADS=1 " + cli() + "analyze --progress none --baselines 0 --recording "
                           + (folder() / (name + "_" + std::to_string(recordings) + ".h5")).string() + " --checkpoint "
                           + at + ".pt --projection " + at + ".projection.npy " + mask + " --out "
                           + (folder() / "o.h5").string() + " --json " + (folder() / "m.json").string(),
                       folder());
        EXPECT_EQ(run.status, 0) << run.error;
        const json found = run.status == 0 ? json::parse(fileText(folder() / "m.json"))["runs"][0] : json();
        std::filesystem::remove(folder() / "o.h5");
        std::filesystem::remove(folder() / "m.json");
        return found;
    }
};

/// Every number of the reference that is more than rounding, from predictions computed anew in float32.
void expectComponents(const json& diag, const json& expected)
{
    const double error = expected["masked_mse"].get<double>();
    for (const char* part : { "position", "channel" }) {
        const std::string key = std::string("carries_") + part;
        ASSERT_TRUE(diag.contains(key)) << key;
        const bool large = std::abs(expected[part]["size"].get<double>()) > 1e-4 * error;
        for (const auto& [name, value] : expected[part].items()) {
            if (!value.is_number())
                continue; // null, or the reference's own interval
            const json& found = diag[key]["value"][name];
            const double e = value.get<double>();
            if (large) {
                ASSERT_TRUE(found.is_number()) << part << " " << name;
                // float32 sums in another order leave 1e-6 of the error's size where the value itself is nothing
                EXPECT_NEAR(found.get<double>(), e, 1e-4 * std::abs(e) + 1e-6) << part << " " << name;
            } else if (name == "size" || name == "alignment" || name == "target_size") {
                EXPECT_NEAR(found.get<double>(), e, 1e-6 * error) << part << " " << name;
            }
        }
    }
}

/// "–" in the table: no token is visible.
std::string answer(const char* known)
{
    return *known == 'y' ? "supported" : *known == 'n' ? "not supported" : "not testable";
}

TEST_P(TruthModel, CarriesWhatTheReferenceSaysAndIsWhatItIs)
{
    const json run = analyzed(10, "--mask-ratio " + GetParam().ratio());
    ASSERT_FALSE(run.is_null());
    expectComponents(run["diag"]["v1"],
                     expectedOf("expected_components.jsonl", "file", std::string(GetParam().name) + ".h5"));
    for (const auto& [factor, known] : { std::pair { "position", GetParam().position },
                                         { "channel", GetParam().channel },
                                         { "context", GetParam().context } }) {
        const json& statement = *statementOf(run, std::string(factor) + ".learned");
        EXPECT_EQ(statement["finding"], answer(known)) << statement["reason"];
    }
}

constexpr const char* kMask = R"(import sys, h5py, numpy as np
sys.path.insert(0, sys.argv[1]); import oracle
rec = oracle.load_recording(sys.argv[2]); w = rec["windows"]
with h5py.File(sys.argv[4], "w") as f:
    f["mask"] = oracle.make_mask("mae", float(sys.argv[3]), rec["lengths"], w.shape[1], w.shape[2], np.random.default_rng(7))
)";

TEST_P(TruthModel, ReadsWhatTheReferenceSays)
{
    const std::string mask = (folder() / "mask.h5").string();
    std::ofstream(folder() / "mask.py") << kMask;
    const CliRun made = runShell(
        "/usr/bin/python3 " + (folder() / "mask.py").string() + " '" + shared("oracle").string() + "' "
            + (folder() / (std::string(GetParam().name) + "_10.h5")).string() + " " + GetParam().ratio() + " " + mask,
        folder());
    ASSERT_EQ(made.status, 0) << made.error;
    const json run = analyzed(10, "--mask-file " + mask), &diag = run["diag"]["v1"];
    const json expected = expectedOf("expected_reads.jsonl", "model", GetParam().name);
    EXPECT_NEAR(diag["masked_mse"]["value"].get<double>(), expected["masked_mse"]["true"].get<double>(),
                1e-2 * expected["masked_mse"]["true"].get<double>()); // a mean over tokens, not recordings
    for (const char* part : { "position", "channel" }) {
        const std::string key = std::string("reads.") + part + ".";
        if (!expected[part]["carried"].get<bool>()) {
            EXPECT_FALSE(diag[key + "place_code"]["value"].is_number()) << key;
            EXPECT_TRUE(diag[key + "place_code"].contains("untestable")) << key;
            EXPECT_FALSE(diag.contains(key + "order")) << key;
            continue;
        }
        for (const auto& [input, lost] : expected[part]["lost"].items()) {
            const json& found = diag[key + input];
            if (GetParam().ratio() == "1.0" && input.starts_with("context")) { // no token is visible to be replaced
                EXPECT_TRUE(found.contains("untestable") || std::abs(found["value"].get<double>()) < 1e-6) << input;
                continue;
            }
            ASSERT_TRUE(found["value"].is_number()) << key << input;
            EXPECT_NEAR(found["value"].get<double>(), lost.get<double>(), 0.02) << key << input;
        }
        EXPECT_TRUE(diag[key + "order"]["value"].is_number());
    }
}

/// Two recordings say nothing about others, and what they say of themselves is true.
TEST_P(TruthModel, OfTwoRecordingsNothingIsSaidBeyondThem)
{
    const json run = analyzed(2, "--mask-ratio " + GetParam().ratio());
    ASSERT_FALSE(run.is_null());
    EXPECT_NE(run["verdict"]["position_only"]["finding"], "supported");
    for (const json& statement : run["verdict"]["statements"]) {
        const std::string id = statement["id"];
        if (!id.starts_with("collapsed") && id != "leaks") { // of the model, not of a population
            EXPECT_NE(statement["finding"], "supported") << id << ": " << statement["reason"];
        }
    }
    for (const auto& [factor, known] : { std::pair { "position", GetParam().position },
                                         { "channel", GetParam().channel },
                                         { "context", GetParam().context } }) {
        const json& statement = *statementOf(run, std::string(factor) + ".learned");
        const std::set<std::string> wrong { *known == 'y' ? "not supported" : "supported for these recordings" };
        EXPECT_FALSE(wrong.contains(statement["finding"])) << statement["id"] << ": " << statement["reason"];
    }
    const std::string name = GetParam().name;
    if (name == "noctx50" || name == "chanctx50T") { // their recordings have nothing of their own
        const std::string reason = (*statementOf(run, "context.learned"))["reason"];
        EXPECT_EQ(reason.find("carry what only the recording itself can tell"), std::string::npos) << reason;
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, TruthModel,
    testing::Values(Model { "pos100", "yes", "no", "–" }, Model { "shufpos100", "yes", "no", "–" },
                    Model { "chan100", "no", "yes", "–" }, Model { "nopos50", "no", "yes", "yes" },
                    Model { "all50", "yes", "yes", "yes" }, Model { "weak50", "yes", "yes", "yes" },
                    Model { "noctx50", "yes", "yes", "yes" }, Model { "chanctx50T", "no", "yes", "yes" },
                    Model { "white50", "no", "no", "no" }, Model { "tgtcol50T", "yes", "yes", "yes" }),
    [](const auto& model) { return std::string(model.param.name); });

/// Four runs of one person taught it nothing that holds for others of the same person: it is worse than their mean.
TEST(TruthEeg, TheSummaryBeginsWithBeingWorseThanTheMean)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("truth/models/eeg50.pt");
    NEEDS_SHARED("recordings/edf_eegmmidb/S001R08.edf");
    const std::string at = shared("truth/models").string() + "/eeg50",
                      edf = shared("recordings/edf_eegmmidb").string() + "/S001R";
    const CliRun run = runShell(cli() + "analyze --progress none --baselines 0 --recording " + edf + "08.edf " + edf
                                    + "11.edf --checkpoint " + at + ".pt --projection " + at
                                    + ".projection.npy --mask-ratio 0.5 --out " + (folder / "o.h5").string()
                                    + " --json " + (folder / "m.json").string(),
                                folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const json found = json::parse(fileText(folder / "m.json"))["runs"][0];
    EXPECT_TRUE(found["verdict"]["summary"].get<std::string>().starts_with(
        "It predicts worse than the mean of the other recordings (skill -0.3"))
        << found["verdict"]["summary"];
    EXPECT_EQ((*statementOf(found, "reconstructs.global"))["finding"], "not supported");
    for (const char* id : { "position.learned", "channel.learned", "context.learned" })
        EXPECT_NE((*statementOf(found, id))["finding"], "supported") << id;
    for (const json& step : found["verdict"]["next_steps"])
        EXPECT_EQ(step.get<std::string>().find("Evaluate at"), std::string::npos) << step;
}

} // namespace

} // namespace maskscope::test
