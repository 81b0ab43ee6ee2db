// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checkpoint/checkpoint_fixtures.h"

using namespace maskscope;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

Result<Checkpoint> openWith(const TemporaryFolder& folder, const std::string& header, const std::string& data)
{
    writeBytes(folder.file("m.safetensors"), safetensorsBytes(header, data));
    return Checkpoint::open(folder.file("m.safetensors"));
}

TEST(Safetensors, NamesTypesValuesAndMetadata)
{
    const TemporaryFolder folder;
    const std::string data = floatBytes({ 1.5F, -2, 3, 4, 5, 6 }) + std::string("\x00\x3c\x00\xc0", 4)
        + std::string("\xc0\x3f", 2) + std::string("\x01\x00\xff\xff", 4);
    const auto checkpoint = openWith(
        folder,
        R"({"__metadata__":{"format":"pt","mask_ratio":"0.75","masking_style":"mae","epoch":"12","best_loss":"0.5",)"
        R"("flag":"True"},"module.w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
        R"("h":{"dtype":"F16","shape":[2],"data_offsets":[24,28]},"b":{"dtype":"BF16","shape":[],"data_offsets":[28,30]},)"
        R"("i":{"dtype":"I16","shape":[2,1],"data_offsets":[30,34]},"e":{"dtype":"F32","shape":[0,7],"data_offsets":[34,34]}})",
        data);
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    ASSERT_EQ(checkpoint->tensors().size(), 5U);
    EXPECT_EQ(checkpoint->tensors()[0].name, "w"); // the wrapper's prefix is gone, and said
    EXPECT_THAT(checkpoint->warnings(), ElementsAre(HasSubstr("'module.'")));
    EXPECT_THAT(checkpoint->find("w")->shape, ElementsAre(2, 3));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("w")), ElementsAre(1.5F, -2, 3, 4, 5, 6));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("h")), ElementsAre(1, -2));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("b")), ElementsAre(1.5F));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("i")), ElementsAre(1, -1));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("e")), IsEmpty());
    EXPECT_EQ(checkpoint->epoch(), 12);
    EXPECT_EQ(checkpoint->bestLoss(), 0.5);
    EXPECT_EQ(checkpoint->configValue("mask_ratio")->number, 0.75);
    EXPECT_TRUE(checkpoint->configValue("masking_style")->isString);
    EXPECT_EQ(checkpoint->configValue("flag")->boolean, true);
    EXPECT_EQ(checkpoint->configValue("format"), nullptr);
}

TEST(Safetensors, AModelIsRecognisedAsFromAZipFile)
{
    const TemporaryFolder folder;
    std::string header = "{", data;
    for (const NamedTensor& tensor : tensorsOf(smallMamba())) {
        std::string shape;
        std::size_t elements = 1;
        for (const std::int64_t size : tensor.shape) {
            shape += (shape.empty() ? "" : ",") + std::to_string(size);
            elements *= static_cast<std::size_t>(size);
        }
        const std::size_t begin = data.size();
        data += floatBytes(std::vector<float>(elements, 0.5F));
        header += (header.size() > 1 ? ",\"" : "\"") + tensor.name + R"(":{"dtype":"F32","shape":[)" + shape
            + R"(],"data_offsets":[)" + std::to_string(begin) + "," + std::to_string(data.size()) + "]}";
    }
    const auto checkpoint = openWith(folder, header + "}   ", data); // writers pad the header with spaces
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    const auto report = describeCheckpoint(*checkpoint);
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_TRUE(report->usable());
    EXPECT_EQ(report->network.dModel, 8);
    EXPECT_TRUE(nonFiniteTensors(*checkpoint, *report)->empty());
}

TEST(Safetensors, OtherNumberTypesAreNamed)
{
    const TemporaryFolder folder;
    const auto open = [&](const std::string& dtype) {
        return openWith(
            folder,
            R"({"x":{"dtype":")" + dtype
                + R"(","shape":[3],"data_offsets":[0,3]},"w":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}})",
            "\1\2\3\7");
    };
    const auto float8 = open("F8_E4M3"); // their scales are elsewhere: without these a model would be incomplete
    ASSERT_FALSE(float8);
    EXPECT_THAT(float8.error().sentence(), HasSubstr("holds quantised weights (Float8, F8_E4M3: x)"));
    const auto checkpoint = open("X9");
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    ASSERT_EQ(checkpoint->tensors().size(), 1U);
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("w")), ElementsAre(7));
    EXPECT_THAT(checkpoint->warnings(), ElementsAre(HasSubstr("x X9")));
}

struct HostileHeader {
    const char* name;
    std::string header;
    const char* needle;
};

TEST(Safetensors, HostileHeadersAreRefusedEachWithItsSentence)
{
    const auto one = [](const std::string& fields) { return R"({"w":{)" + fields + "}}"; };
    const auto view = [&](const char* shape, const char* offsets, const char* dtype = "F32") {
        return one(R"("dtype":")" + std::string(dtype) + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets);
    };
    std::string deep = R"({"w":)";
    for (int i = 0; i < 100'000; ++i)
        deep += "[";
    std::string ranks = "[1";
    for (int i = 0; i < 64; ++i)
        ranks += ",1";
    std::string many = "{";
    for (int i = 0; i <= 100'000; ++i)
        many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
    const std::vector<HostileHeader> cases {
        { "no JSON", R"({"w":)", "is no JSON" },
        { "text behind the JSON", view("[4]", "[0,16]") + "x", "is no JSON" },
        { "a number without quotes", R"({"w":7})", "does not belong into 'w'" },
        { "a list of lists", view("[[4]]", "[0,16]"), "does not belong into 'w'" },
        { "nested objects", R"({"w":{"dtype":{"a":1}}})", "deeper than it may" },
        { "100000 brackets", deep, "does not belong into" },
        { "a tensor twice",
          R"({"w":{"dtype":"U8","shape":[16],"data_offsets":[0,16]},"w":{"dtype":"U8","shape":[16],)"
          R"("data_offsets":[0,16]}})",
          "names 'w' twice" },
        { "a field twice", one(R"("dtype":"F32","dtype":"F32","shape":[4],"data_offsets":[0,16])"),
          "names 'dtype' twice in 'w'" },
        { "an unknown field", one(R"("dtype":"F32","shape":[4],"data_offsets":[0,16],"code":"import os")"),
          "unknown field 'code'" },
        { "no offsets", one(R"("dtype":"F32","shape":[4])"), "lacks dtype, shape or data_offsets of 'w'" },
        { "one offset", view("[4]", "[0]"), "does not belong" },
        { "three offsets", view("[4]", "[0,16,16]"), "does not belong" },
        { "a negative size", view("[-4]", "[0,16]"), "negative number in 'w'" },
        { "a fraction", view("[4.5]", "[0,16]"), "does not belong" },
        { "65 dimensions", view((ranks + "]").c_str(), "[0,16]"), "more than 64 dimensions" },
        { "metadata that is no text", R"({"__metadata__":{"a":1}})", "does not belong into __metadata__" },
        { "100001 tensors", many + "}", "more than 100000 tensors" },
        { "offsets beyond the file", view("[5]", "[0,20]"), "reaches beyond the file" },
        { "offsets of 2^64", view("[4]", "[0,18446744073709551615]"), "reaches beyond the file" },
        { "offsets backwards", view("[4]", "[16,0]"), "ends before it begins" },
        { "a hole in front", view("[3]", "[4,16]"), "belong to no tensor" },
        { "bytes left over", view("[3]", "[0,12]"), "behind the last tensor" },
        { "two tensors over one place",
          R"({"a":{"dtype":"U8","shape":[16],"data_offsets":[0,16]},"b":{"dtype":"U8","shape":[8],"data_offsets":[8,16]}})",
          "tensor b overlaps another" },
        { "a shape of other size", view("[5]", "[0,16]"), "expected 20 bytes of float32, found 16" },
        { "a product that overflows 64 bits", view("[4294967296,4294967296,4]", "[0,16]"), "far too large" },
        { "a size of 2^63", view("[9223372036854775808]", "[0,16]"), "far too large" },
        { "no tensors", R"({"__metadata__":{"format":"pt"}})", "" },
    };
    const TemporaryFolder folder;
    for (const HostileHeader& hostile : cases) {
        SCOPED_TRACE(hostile.name);
        const bool empty = std::string_view(hostile.needle).empty();
        const auto checkpoint = openWith(folder, hostile.header, empty ? "" : std::string(16, '\0'));
        if (checkpoint) {
            ADD_FAILURE() << "was read";
            continue;
        }
        EXPECT_EQ(checkpoint.error().code, empty ? ErrorCode::UnsupportedFormat : ErrorCode::CorruptInput);
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(folder.file("m.safetensors").string()));
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(empty ? "an empty safetensors file" : hostile.needle));
    }
}

TEST(Safetensors, HostileHeaderLengths)
{
    using namespace std::string_literals;
    const TemporaryFolder folder;
    const auto refusal = [&](const std::string& bytes) {
        writeBytes(folder.file("m.safetensors"), bytes);
        const auto checkpoint = Checkpoint::open(folder.file("m.safetensors"));
        return checkpoint ? "was read"s : checkpoint.error().sentence();
    };
    EXPECT_THAT(refusal("\x40\0\0\0\0\0\0\0{\"w\":{}}"s), HasSubstr("header is longer than the file"));
    EXPECT_THAT(refusal("\xff\xff\xff\xff\xff\xff\xff\x7f{\"w\":{}}"s), HasSubstr("found 9223372036854775807"));
    EXPECT_THAT(refusal(safetensorsBytes("{" + std::string(17U << 20U, ' ') + "}", "")), HasSubstr("too large"));
    const std::string good = safetensorsBytes(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", "12345678");
    for (std::size_t length = 10; length < good.size(); ++length)
        EXPECT_THAT(refusal(good.substr(0, length)), HasSubstr("m.safetensors: ")) << length;
}

TEST(Safetensors, AFileCutShortWhileOpenIsAnErrorNotACrash)
{
    const TemporaryFolder folder;
    const auto checkpoint = openWith(folder, R"({"w":{"dtype":"U8","shape":[100000],"data_offsets":[0,100000]}})",
                                     std::string(100'000, 'x'));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    std::filesystem::resize_file(folder.file("m.safetensors"), 100);
    const auto values = checkpoint->values(*checkpoint->find("w"));
    ASSERT_FALSE(values);
    EXPECT_THAT(values.error().sentence(), HasSubstr("cut short while it was open"));
}

} // namespace
