// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints of other people's training code and TorchScript models of known nature, through the command line.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

using nlohmann::json;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

std::string caseFile(const std::string& name) { return shared("cases/checkpoints/" + name).string(); }

class ForeignCheckpoints : public testing::Test {
protected:
    void SetUp() override
    {
        NEEDS_SHARED("cases/checkpoints/README.md");
        NEEDS_SHARED("trained/val.h5");
    }

    /// The metrics JSON of an analysis of the shared windows.
    json analyze(const std::string& arguments, int status = 0)
    {
        const std::string name = std::to_string(++count);
        const auto out = folder / (name + ".h5"), metrics = folder / (name + ".json");
        run = runShell(cli() + "analyze --progress none --baselines 0 --projections 0 -r "
                           + shared("trained/val.h5").string() + " --out " + out.string() + " --json "
                           + metrics.string() + " " + arguments,
                       folder);
        EXPECT_EQ(run.status, status) << run.error;
        return run.status == 0 || run.status == 3 ? json::parse(fileText(metrics))["runs"] : json();
    }

    static std::vector<std::string> warningsOf(const json& of) { return of["warnings"]; }

    TemporaryFolder folder;
    CliRun run;
    int count = 0;
};

TEST_F(ForeignCheckpoints, RatioAndRateAreThoseOfTheirOwnConfig)
{
    for (const char* name : { "mae_style_args.pt", "hyper_parameters.pt", "lightning_model_prefix.ckpt",
                              "lightning_compile.ckpt", "ema_only.pt" }) {
        SCOPED_TRACE(name);
        const json runs = analyze("-c " + caseFile(name));
        ASSERT_EQ(runs.size(), 1U);
        EXPECT_EQ(runs[0]["mask"]["ratio"], 0.75);
        EXPECT_THAT(warningsOf(runs[0]), Each(Not(HasSubstr("256 Hz"))));
        EXPECT_THAT(warningsOf(runs[0]), Each(Not(HasSubstr("1.0 is used"))));
    }
}

TEST_F(ForeignCheckpoints, WeightsAndTheirAverageAreTwoRuns)
{
    const json runs = analyze("-c " + caseFile("ema_beside.pt") + " --weights model,model_ema");
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0]["id"], "ema_beside (model)@0.75");
    EXPECT_EQ(runs[1]["id"], "ema_beside (model_ema)@0.75");
    EXPECT_NE(runs[0]["legacy"]["std"], runs[1]["legacy"]["std"]);
    EXPECT_THAT(warningsOf(runs[0])[0], HasSubstr("2 sets of weights: 'model' (30 of 30 tensors) is used"));
    EXPECT_THAT(warningsOf(runs[1])[0], HasSubstr("2 sets of weights: 'model_ema' (30 of 30 tensors) is used"));
    // The model alone is taken where nothing is asked for, and gives the same numbers.
    const json own = analyze("-c " + caseFile("ema_beside.pt"));
    EXPECT_EQ(own[0]["legacy"], runs[0]["legacy"]);
    analyze("-c " + caseFile("ema_beside.pt") + " --weights average", 2);
    EXPECT_THAT(run.error, HasSubstr("expected one of 'model', 'model_ema', found 'average'"));
}

TEST_F(ForeignCheckpoints, InspectListsAndChoosesSetsOfWeights)
{
    const CliRun text = runShell(cli() + "inspect " + caseFile("ema_beside.pt"), folder);
    EXPECT_THAT(text.out, HasSubstr("checkpoint\n30 of 30 expected tensors matched\n"));
    EXPECT_THAT(text.out, HasSubstr("--weights NAME chooses"));
    const CliRun chosen = runShell(cli() + "inspect --weights model_ema --json - " + caseFile("ema_beside.pt"), folder);
    const json object = json::parse(chosen.out);
    EXPECT_EQ(object["weights"]["chosen"], "model_ema");
    EXPECT_EQ(object["tensors"]["expected"], 30);
    for (const auto& [name, sentence] :
         { std::pair("aoti.pt2", "AOTInductor"), std::pair("export_2_8.pt2", "torch.export"),
           std::pair("quant_dynamic_sd.pt", "quantised"), std::pair("lfs_pointer.safetensors", "git lfs pull") }) {
        const CliRun refused = runShell(cli() + "inspect " + caseFile(name), folder);
        EXPECT_EQ(refused.status, 4) << name;
        EXPECT_THAT(refused.error, HasSubstr(sentence)) << name;
    }
}

TEST_F(ForeignCheckpoints, AnOperationThatIsNotKnownIsNamed)
{
    const std::string archive = caseFile("MSVTNet_scripted.pt");
    std::filesystem::copy(archive, folder / "MSVTNet_scripted.pt");
    std::filesystem::copy(caseFile("MSVTNet_scripted.maskscope.json"), folder / "MSVTNet_scripted.maskscope.json");
    analyze("--allow-torchscript -c " + (folder / "MSVTNet_scripted.pt").string(), 4);
    EXPECT_THAT(run.error, HasSubstr("uses aten::scaled_dot_product_attention, which this LibTorch ("));
    EXPECT_THAT(run.error, HasSubstr("Export it anew"));
}

const json* statementOf(const json& verdict, const std::string& id)
{
    for (const json& statement : verdict["statements"])
        if (statement["id"] == id)
            return &statement;
    return nullptr;
}

// The model gets windows and mask only: what it is given tells neither channel nor position.
TEST_F(ForeignCheckpoints, AModelThatIsGivenNoChannelCannotDependOnIt)
{
    const json runs = analyze("--allow-torchscript -c " + caseFile("blind2.pt"));
    ASSERT_EQ(runs.size(), 1U);
    const json& diag = runs[0]["diag"]["v1"];
    for (const char* key : { "channel_gain", "replaced_channel", "ablation_spatial" }) {
        ASSERT_TRUE(diag.contains(key)) << key;
        EXPECT_THAT(diag[key].dump(), HasSubstr("nothing that tells the channel")) << key;
    }
    for (const char* key : { "position_gain", "ablation_temporal" })
        EXPECT_THAT(diag[key].dump(), HasSubstr("not computable for TorchScript models")) << key;
    EXPECT_GT(diag["ablation_context"]["value"].get<double>(), 0.01); // it reads the visible windows
    for (const char* id : { "channel.depends", "position.depends" }) {
        const json* statement = statementOf(runs[0]["verdict"], id);
        ASSERT_NE(statement, nullptr);
        EXPECT_NE((*statement)["finding"], "supported") << id;
        EXPECT_NE((*statement)["finding"], "too little data") << id;
    }
    EXPECT_THAT(warningsOf(runs[0]), Each(Not(HasSubstr("other sequences of their batch:")))); // and needs no company
}

/// The model's error with its visible windows as zeros less that with the true ones, by PyTorch itself.
TEST_F(ForeignCheckpoints, GainsOfATorchScriptModelAreThoseOfPyTorch)
{
    NEEDS_ORACLE(folder);
    const std::string mask = shared("trained/mask_0.5.h5").string();
    std::ofstream(folder / "gain.py") << R"(
import h5py, sys, torch
model = torch.jit.load(sys.argv[1]).eval()
with h5py.File(sys.argv[2]) as f, h5py.File(sys.argv[3]) as m:
    windows, lengths, mask = f['windows'][:], f['seq_lengths'][:], m['mask'][:]
true = none = count = 0
for w, n, k in zip(windows, lengths, mask):
    w, k = torch.tensor(w[None, :n]), torch.tensor(k[None, :n]).bool()
    shown = torch.where(k[..., None], torch.zeros(()), w)
    for zero in (False, True):
        out = model(shown * 0 if zero else shown, k)
        error = float(((out - w)[k].double() ** 2).sum())
        none, true = (none + error, true) if zero else (none, true + error)
    count += int(k.sum()) * w.shape[2]
print((none - true) / count, true / count)
)";
    const json runs = analyze("--allow-torchscript --mask-file " + mask + " -c " + caseFile("blind2.pt"));
    const CliRun python = runShell("/usr/bin/python3 " + (folder / "gain.py").string() + " " + caseFile("blind2.pt")
                                       + " " + shared("trained/val.h5").string() + " " + mask,
                                   folder);
    ASSERT_EQ(python.status, 0) << python.error;
    std::istringstream expected(python.out);
    double gain = 0, error = 0;
    expected >> gain >> error;
    ASSERT_GT(error, 0);
    const json& diag = runs[0]["diag"]["v1"];
    EXPECT_NEAR(diag["masked_mse"]["value"].get<double>(), error, 1e-5 * error);
    EXPECT_NEAR(diag["context_gain_none"]["value"].get<double>(), gain, 1e-5 * error);
}

TEST_F(ForeignCheckpoints, AModelThatLooksAtItsCompanyIsFoundOut)
{
    const json four = analyze("--allow-torchscript -c " + caseFile("chan.pt"));
    ASSERT_EQ(four.size(), 1U);
    EXPECT_THAT(warningsOf(four[0])[0], HasSubstr("depend on the other sequences of their batch")); // before all else
    EXPECT_THAT(warningsOf(four[0])[0], HasSubstr("batches of 4 sequences in file order"));
    EXPECT_THAT(four[0]["device"].get<std::string>(), HasSubstr("batches of 4 sequences in file order"));
    const json alone = analyze("--allow-torchscript --batch 1 -c " + caseFile("chan.pt"));
    EXPECT_THAT(warningsOf(alone[0]), Each(Not(HasSubstr("other sequences of their batch"))));
    EXPECT_THAT(alone[0]["device"].get<std::string>(), HasSubstr("every sequence alone"));
    EXPECT_NE(alone[0]["legacy"]["std"], four[0]["legacy"]["std"]);
}

TEST_F(ForeignCheckpoints, AConfigEntryThatNothingNeedsRefusesNothing)
{
    NEEDS_ORACLE(folder);
    std::ofstream(folder / "make.py") << R"(
import h5py, numpy as np, sys, torch
c = torch.load(sys.argv[1], map_location='cpu')
c['config']['masking_style'] = 'my_blocks'
torch.save(c, sys.argv[2])
c['config']['mask_replacement'] = 'learned'
torch.save(c, sys.argv[3])
c['config']['mask_ratio'] = 75
torch.save(c, sys.argv[5])
with h5py.File(sys.argv[4]) as old, h5py.File(sys.argv[6], 'w') as new:
    new['mask'] = old['mask'][:]
    new['action'] = np.zeros(old['mask'].shape, 'u1')
)";
    const std::string mask = shared("trained/mask_0.5.h5").string();
    const auto file = [this](const char* name) { return (folder / name).string(); };
    const CliRun made = runShell("/usr/bin/python3 " + file("make.py") + " " + shared("trained/M50.pt").string() + " "
                                     + file("style.pt") + " " + file("both.pt") + " " + mask + " " + file("all.pt")
                                     + " " + file("actions.h5"),
                                 folder);
    ASSERT_EQ(made.status, 0) << made.error;
    analyze("-c " + file("style.pt"), 4); // drawn masks need a style
    EXPECT_THAT(run.error, HasSubstr("config entry masking_style is not known"));
    EXPECT_EQ(analyze("-c " + file("style.pt") + " --mask-style mae").size(), 1U);
    const json runs = analyze("-c " + file("style.pt") + " --mask-file " + mask);
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_NEAR(runs[0]["mask"]["ratio"].get<double>(), 0.5, 0.05); // the file's
    analyze("-c " + file("both.pt") + " --mask-file " + mask, 4); // what stands in masked tokens is still open
    EXPECT_THAT(run.error, HasSubstr("config entry mask_replacement is not known"));
    EXPECT_EQ(analyze("-c " + file("both.pt") + " --mask-file " + file("actions.h5")).size(), 1U);
    EXPECT_EQ(analyze("-c " + file("both.pt") + " --mask-file " + mask + " --mask-replacement zeros").size(), 1U);
    EXPECT_EQ(analyze("-c " + file("all.pt") + " --mask-file " + file("actions.h5")).size(), 1U); // nor its ratio
}

TEST_F(ForeignCheckpoints, AssumedMambaGroupsAreSaidFirst)
{
    NEEDS_ORACLE(folder);
    const std::string model = (folder / "m2.pt").string();
    ASSERT_EQ(runShell(oracle()
                           + "make-checkpoint --generation mamba2 --ngroups 2 --d-state 24 --d-model 64 --window "
                             "256 --out "
                           + model,
                       folder)
                  .status,
              0);
    const json assumed = analyze("-c " + model);
    EXPECT_THAT(warningsOf(assumed[0])[0], HasSubstr("the number of Mamba-2 groups is assumed"));
    EXPECT_THAT(warningsOf(assumed[0])[0], HasSubstr("Used: 1 (state size 48); also possible: 2 (state size 24)"));
    const json chosen = analyze("--mamba-groups 2 -c " + model);
    EXPECT_THAT(warningsOf(chosen[0])[0], HasSubstr("Used: 2 (state size 24)"));
}

} // namespace

} // namespace maskscope::test
