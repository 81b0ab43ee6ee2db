// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Layouts of other people's training code: which weights and which config are read, and what is refused by name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "tests/checkpoint/checkpoint_fixtures.h"
#include "tests/fuzz/stored_zip.h"

using namespace maskscope;
using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

const std::filesystem::path cases = MASKSCOPE_SHARED_DIR "/cases/checkpoints";

#define NEEDS_CASE(name)                                                                                               \
    if (!std::filesystem::exists(cases / (name)))                                                                      \
    GTEST_SKIP() << "needs ../shared/cases/checkpoints/" << (name) << ", which is not here"

std::optional<double> numberOf(const Checkpoint& checkpoint, std::initializer_list<const char*> keys)
{
    for (const char* key : keys)
        if (const auto* entry = checkpoint.configEntry(key))
            return entry->second.number ? entry->second.number : std::stod(entry->second.text);
    return std::nullopt;
}

std::optional<double> optionalNumber(const json& value)
{
    return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

void expectLayout(const std::filesystem::path& path, const json& expected)
{
    SCOPED_TRACE(path.filename().string());
    const auto checkpoint = Checkpoint::open(path);
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    const auto report = describeCheckpoint(*checkpoint);
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_TRUE(report->usable());
    EXPECT_EQ(report->tensorsUsed, 30U);
    EXPECT_EQ(matchText(*report), "30 of 30 expected tensors matched");
    EXPECT_EQ(checkpoint->weights(), expected["chosen"].get<std::string>());
    std::vector<std::string> others;
    for (std::size_t i = 1; i < checkpoint->weightSets().size(); ++i)
        others.push_back(checkpoint->weightSets()[i].name);
    EXPECT_EQ(others, expected["others"].get<std::vector<std::string>>());
    EXPECT_EQ(report->cautions.empty(), others.empty());
    const auto* tensor = checkpoint->find(tensorPrefix(report->network) + "token_encoder.proj.weight");
    ASSERT_NE(tensor, nullptr);
    EXPECT_EQ(checkpoint->values(*tensor)->front(), expected["value"].get<float>()); // tells the sets apart
    EXPECT_EQ(numberOf(*checkpoint, { "mask_ratio" }), optionalNumber(expected["mask_ratio"]));
    EXPECT_EQ(numberOf(*checkpoint, { "sampling_rate_hz", "sampling_rate", "sfreq" }),
              optionalNumber(expected["rate"]));
}

class Layouts : public testing::Test {
protected:
    void SetUp() override
    {
        if (!haveTorch())
            GTEST_SKIP() << "/usr/bin/python3 has no torch";
        ASSERT_TRUE(runPython(MASKSCOPE_SOURCE_DIR "/tests/checkpoint/make_layouts.py", m_folder.path().string()));
        m_expected = json::parse(readBytes(m_folder.file("expected.json")));
    }

    TemporaryFolder m_folder;
    json m_expected;
};

TEST_F(Layouts, WeightsAndConfigAreFoundWhereverTheyStand)
{
    for (const auto& [name, expected] : m_expected["read"].items())
        expectLayout(m_folder.file(name + ".pt"), expected);
    EXPECT_GE(m_expected["read"].size(), 40U);
}

TEST_F(Layouts, WeightsThatAreNotReadAreNamedWithWhatToDo)
{
    for (const auto& [name, sentence] : m_expected["unread"].items()) {
        SCOPED_TRACE(name);
        const auto checkpoint = Checkpoint::open(m_folder.file(name + ".pt"));
        ASSERT_FALSE(checkpoint);
        EXPECT_EQ(checkpoint.error().code, ErrorCode::UnsupportedFormat);
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(sentence.get<std::string>()));
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr("save"));
    }
}

TEST_F(Layouts, PrefixesAreSaidAndTheRestStaysUnexpected)
{
    const auto checkpoint = Checkpoint::open(m_folder.file("prefix_student_backbone.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    const auto report = describeCheckpoint(*checkpoint);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->network.fineTuned); // no classifier: a wrapper's name
    EXPECT_THAT(report->unexpected, ElementsAre("loss.weight"));
    EXPECT_THAT(report->warnings, Contains(HasSubstr("the prefix 'student.backbone.' was removed from 30 tensor")));
    const auto wrapped = Checkpoint::open(m_folder.file("wrappers_inside.pt"));
    ASSERT_TRUE(wrapped);
    EXPECT_THAT(wrapped->warnings(), Contains(HasSubstr("'model.'")));
    const auto tuned = Checkpoint::open(m_folder.file("fine_tuned_lightning.pt"));
    ASSERT_TRUE(tuned);
    const auto encoder = describeCheckpoint(*tuned);
    ASSERT_TRUE(encoder);
    EXPECT_TRUE(encoder->network.fineTuned);
    EXPECT_THAT(encoder->unexpected, IsEmpty());
    EXPECT_THAT(encoder->warnings, Contains(HasSubstr("classifier")));
}

TEST_F(Layouts, NamesChooseAmongSeveralSets)
{
    const auto first = [&](const char* file, const char* name) {
        const auto checkpoint = Checkpoint::open(m_folder.file(file), name);
        EXPECT_TRUE(checkpoint) << checkpoint.error().sentence();
        return checkpoint ? checkpoint->values(*checkpoint->find("token_encoder.proj.weight"))->front() : 0.0F;
    };
    EXPECT_EQ(first("ema_first.pt", "ema"), 2.0F);
    EXPECT_EQ(first("ema_first.pt", "model"), 1.0F);
    EXPECT_EQ(first("folds.pt", "1"), 2.0F); // the end of a name
    EXPECT_EQ(first("flat_pair.pt", "state_dict.teacher.backbone"), 2.0F);
    EXPECT_EQ(first("flat_bare_and_ema.pt", "top level"), 1.0F);
    const auto wrong = Checkpoint::open(m_folder.file("ema_first.pt"), "emma");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(wrong.error().sentence(), HasSubstr("expected one of 'model', 'ema', found 'emma'"));
    EXPECT_FALSE(Checkpoint::open(m_folder.file("bare.pt"), "ema"));
    const auto object = json::parse(checkpointJson(*Checkpoint::open(m_folder.file("ema_first.pt"), "ema")));
    EXPECT_EQ(object["weights"]["chosen"], "ema");
    EXPECT_EQ(object["weights"]["sets"].size(), 2U);
    EXPECT_EQ(object["weights"]["sets"][1]["name"], "model");
    EXPECT_EQ(object["tensors"]["used"], 30);
    EXPECT_EQ(object["tensors"]["expected"], 30);
}

TEST_F(Layouts, ADamagedAverageDoesNotRefuseTheModelBesideIt)
{
    const auto model = tensorsOf(smallMamba());
    writeModel(m_folder.file("whole.pt"), model);
    EXPECT_TRUE(Checkpoint::open(m_folder.file("whole.pt")));
    std::string zip = readBytes(m_folder.file("ema_first.pt"));
    const std::size_t at = zip.find("ema_first/data/0"); // "ema" is written first
    ASSERT_NE(at, std::string::npos);
    zip.replace(at, 16, "ema_first/data/X");
    const std::size_t listed = zip.find("ema_first/data/0PK");
    ASSERT_NE(listed, std::string::npos);
    zip.replace(listed, 16, "ema_first/data/X");
    writeBytes(m_folder.file("damaged.pt"), zip);
    const auto checkpoint = Checkpoint::open(m_folder.file("damaged.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    EXPECT_EQ(checkpoint->weights(), "model");
    EXPECT_THAT(checkpoint->warnings(), Contains(HasSubstr("the weights 'ema' are damaged")));
}

struct SharedCase {
    const char* file;
    const char* chosen;
    std::vector<std::string> others;
    std::optional<double> ratio, rate;
    const char* said; // in evidence, warnings or cautions
};

TEST(SharedLayouts, EveryFileIsReadAsItsReadmeSays)
{
    NEEDS_CASE("README.md");
    const std::vector<SharedCase> rows {
        { "mae_style_args.pt", "model", {}, 0.75, 128, "the config is the file's 'args'" },
        { "hyper_parameters.pt", "model", {}, 0.75, 128, "the config is the file's 'hyper_parameters'" },
        { "lightning_model_prefix.ckpt", "state_dict", {}, 0.75, 128, "the prefix 'model.' was removed from 30" },
        { "lightning_compile.ckpt", "state_dict", {}, 0.75, 128, "the prefix 'model._orig_mod.' was removed from 30" },
        { "hf_prefix.safetensors", "model", {}, {}, {}, "the prefix 'model.' was removed from 30" },
        { "ema_beside.pt",
          "model",
          { "model_ema" },
          0.75,
          128,
          "also 'model_ema' (30 of 30 tensors), which --weights" },
        { "ema_only.pt", "ema", {}, 0.75, 128, "the weights are the file's 'ema'" },
        { "student_teacher.pt", "student", { "teacher" }, 0.75, 128, "'student' (30 of 30 tensors) is used" },
        { "encoder_state_dict.pt", "encoder_state_dict", {}, {}, {}, "the file's 'encoder_state_dict'" },
        { "nested_state.pt", "state.model", {}, {}, {}, "the weights are the file's 'state.model'" },
    };
    for (const SharedCase& row : rows) {
        SCOPED_TRACE(row.file);
        const auto checkpoint = Checkpoint::open(cases / row.file);
        ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
        const auto report = describeCheckpoint(*checkpoint);
        ASSERT_TRUE(report) << report.error().sentence();
        EXPECT_TRUE(report->usable());
        EXPECT_EQ(matchText(*report), "30 of 30 expected tensors matched");
        EXPECT_THAT(report->unexpected, IsEmpty());
        EXPECT_EQ(report->network.dModel, 64);
        EXPECT_EQ(report->network.window, 256);
        EXPECT_EQ(checkpoint->weights(), row.chosen);
        ASSERT_EQ(checkpoint->weightSets().size(), row.others.size() + 1);
        for (std::size_t i = 0; i < row.others.size(); ++i)
            EXPECT_EQ(checkpoint->weightSets()[i + 1].name, row.others[i]);
        EXPECT_EQ(numberOf(*checkpoint, { "mask_ratio" }), row.ratio);
        EXPECT_EQ(numberOf(*checkpoint, { "sampling_rate_hz" }), row.rate);
        EXPECT_THAT(checkpointText(*checkpoint), HasSubstr(row.said));
        EXPECT_THAT(checkpointText(*checkpoint), HasSubstr("checkpoint\n30 of 30 expected tensors matched\n")); // first
    }
}

TEST(SharedLayouts, WhatCannotBeReadIsNamedWithWhatToDo)
{
    NEEDS_CASE("README.md");
    const std::vector<std::pair<const char*, std::vector<const char*>>> rows {
        { "quant_dynamic_sd.pt", { "quantised weights", "before quantisation" } },
        { "aoti.pt2", { "compiled model of AOTInductor", "model.state_dict()" } },
        { "export_2_8.pt2", { "exported program of torch.export", "model.state_dict()" } },
        { "lfs_pointer.safetensors", { "Git LFS pointer", "git lfs pull", "4344 bytes" } },
    };
    for (const auto& [name, needles] : rows) {
        SCOPED_TRACE(name);
        const auto checkpoint = Checkpoint::open(cases / name);
        ASSERT_FALSE(checkpoint);
        EXPECT_EQ(checkpoint.error().code, ErrorCode::UnsupportedFormat);
        for (const char* needle : needles)
            EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(needle));
    }
}

TEST(OtherFiles, AreNamedForWhatTheyAre)
{
    const TemporaryFolder folder;
    const auto zipOf = [](const std::vector<std::string>& names) {
        StoredZip zip;
        for (const std::string& name : names)
            zip.add(name, "pt2");
        return zip.bytes();
    };
    const std::vector<std::pair<std::string, const char*>> rows {
        { "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "git lfs pull (12 bytes)" },
        { "/annex/objects/SHA256E-s12--00.pt\n", "datalad get" },
        { "../../.git/annex/objects/a/b/SHA256E-s12--00.pt", "git annex get" },
        { "\n <!DOCTYPE html><html><head>", "a web page" },
        { "<HTML>", "a web page" },
        { std::string("\x08\x07\x12\x07pytorch\x1a\x03") + "2.1", "ONNX" },
        { zipOf({ "m/archive_format", "m/models/model.json" }), "torch.export" },
        { zipOf({ "serialized_exported_program.json", "serialized_state_dict.pt", "version" }), "torch.export" },
        { zipOf({ "p/data/aotinductor/model/x.wrapper.so", "p/archive_format" }), "AOTInductor" },
        { zipOf({ "arr_0.npy", "arr_1.npy" }), "NumPy arrays (.npz)" },
        { zipOf({ "config.json", "metadata.json", "model.weights.h5" }), "Keras" },
        { zipOf({ "pkg/.data/extern_modules", "pkg/model.pkl" }), "torch.package" },
    };
    for (const auto& [bytes, needle] : rows) {
        SCOPED_TRACE(needle);
        writeBytes(folder.file("m.pt"), bytes);
        const auto checkpoint = Checkpoint::open(folder.file("m.pt"));
        ASSERT_FALSE(checkpoint);
        EXPECT_EQ(checkpoint.error().code, ErrorCode::UnsupportedFormat);
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(needle));
    }
}

TEST(OtherFiles, QuantisedSafetensorsAreNamed)
{
    const TemporaryFolder folder;
    writeBytes(folder.file("q.safetensors"),
               safetensorsBytes(
                   R"({"temporal_encoder.lin.weight":{"dtype":"F8_E4M3","shape":[2,1],"data_offsets":[0,2]}})", "ab"));
    const auto checkpoint = Checkpoint::open(folder.file("q.safetensors"));
    ASSERT_FALSE(checkpoint);
    EXPECT_THAT(checkpoint.error().sentence(), HasSubstr("quantised"));
    EXPECT_THAT(checkpoint.error().sentence(), HasSubstr("F8_E4M3"));
}

TEST(MatchCount, StandsFirstAlsoWhereTensorsAreMissing)
{
    auto tensors = tensorsOf(smallMamba());
    tensors.pop_back();
    const TemporaryFolder folder;
    writeModel(folder.file("m.pt"), tensors);
    const auto checkpoint = Checkpoint::open(folder.file("m.pt"));
    ASSERT_TRUE(checkpoint);
    const std::string count
        = std::to_string(tensors.size()) + " of " + std::to_string(tensors.size() + 1) + " expected tensors matched";
    EXPECT_THAT(checkpointText(*checkpoint), HasSubstr(": checkpoint\n" + count));
    const auto object = json::parse(checkpointJson(*checkpoint));
    EXPECT_EQ(object["tensors"]["used"], tensors.size());
    EXPECT_EQ(object["tensors"]["expected"], tensors.size() + 1);
}

} // namespace
