// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/checkpoint/formats/number_formats.h"
#include "tests/checkpoint/checkpoint_fixtures.h"
#include "tests/checkpoint/pickle_writer.h"

using namespace maskscope;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

PickleWriter& beginModel(PickleWriter& pickle) { return pickle.op('}').op('(').text("model").op('}').op('('); }

TEST(CheckpointReading, ModelOfFloats)
{
    const TemporaryFolder folder;
    writeModel(folder.file("m.pt"), { { "a.weight", { 2, 3 } }, { "a.bias", { 2 } } }, { { "lr", 0.25 } });
    const auto checkpoint = Checkpoint::open(folder.file("m.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    ASSERT_EQ(checkpoint->tensors().size(), 2U);
    EXPECT_EQ(checkpoint->tensors()[0].name, "a.weight");
    EXPECT_THAT(checkpoint->tensors()[0].shape, ElementsAre(2, 3));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("a.weight")), ElementsAre(0, 1, 2, 3, 4, 5));
    EXPECT_EQ(checkpoint->find("a.none"), nullptr);
    EXPECT_EQ(checkpoint->epoch(), 3);
    EXPECT_FALSE(checkpoint->bestLoss());
    EXPECT_THAT(checkpoint->topLevelKeys(), ElementsAre("model", "epoch", "config"));
    EXPECT_EQ(checkpoint->configValue("lr")->text, "0.25");
    EXPECT_TRUE(checkpoint->warnings().empty());
}

TEST(CheckpointReading, StridedAndRepeatedViewsOfOneStorage)
{
    PickleWriter pickle;
    beginModel(pickle);
    pickle.text("transposed").tensor("FloatStorage", "0", 6, 0, { 3, 2 }, { 1, 3 });
    pickle.text("tail").tensor("FloatStorage", "0", 6, 4, { 2 }, { 1 });
    pickle.text("repeated").tensor("FloatStorage", "0", 6, 5, { 2, 2 }, { 0, 0 });
    pickle.text("scalar").tensor("FloatStorage", "0", 6, 2, {}, {});
    pickle.text("empty").tensor("FloatStorage", "0", 6, 0, { 0, 7 }, { 7, 1 });
    pickle.op('u').op('u');
    const TemporaryFolder folder;
    writeCheckpoint(folder.file("v.pt"), pickle.finish(), { floatBytes({ 0, 1, 2, 3, 4, 5 }) });
    const auto checkpoint = Checkpoint::open(folder.file("v.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("transposed")), ElementsAre(0, 3, 1, 4, 2, 5));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("tail")), ElementsAre(4, 5));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("repeated")), ElementsAre(5, 5, 5, 5));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("scalar")), ElementsAre(2));
    EXPECT_TRUE(checkpoint->values(*checkpoint->find("empty"))->empty());
    EXPECT_EQ(checkpoint->find("tail")->storage, checkpoint->find("scalar")->storage);
}

// What newer PyTorch writes, and Debian's 1.13 cannot: untyped storages, parameters with state.
TEST(CheckpointReading, NewerTensorForms)
{
    PickleWriter pickle;
    beginModel(pickle);
    pickle.text("v3").global("torch._utils", "_rebuild_tensor_v3").op('(');
    pickle.storage("UntypedStorage", "0", 8).number(0).tuple({ 2 }).tuple({ 1 }).op(0x89).op('}');
    pickle.global("torch", "float32").op('t').op('R');
    pickle.text("stateful").global("torch._utils", "_rebuild_parameter_with_state").op('(');
    pickle.tensor("FloatStorage", "0", 2, 1, { 1 }, { 1 }).op(0x88).op('}').op('}').op('t').op('R');
    pickle.op('u').op('u');
    const TemporaryFolder folder;
    writeCheckpoint(folder.file("v.pt"), pickle.finish(), { floatBytes({ 1.5F, -2.5F }) });
    const auto checkpoint = Checkpoint::open(folder.file("v.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("v3")), ElementsAre(1.5F, -2.5F));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("stateful")), ElementsAre(-2.5F));
}

TEST(CheckpointReading, PrefixesOfWrappersAreStrippedOnlyInFront)
{
    const TemporaryFolder folder;
    writeModel(folder.file("p.pt"),
               { { "module._orig_mod.a.module.weight", { 1 } },
                 { "module.b", { 2 } },
                 { "b", { 3 } }, // b exists already: this one keeps apart
                 { "module.", { 1 } } });
    const auto checkpoint = Checkpoint::open(folder.file("p.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    std::vector<std::string> names;
    for (const CheckpointTensor& tensor : checkpoint->tensors())
        names.push_back(tensor.name);
    EXPECT_EQ(names.size(), 4U);
    EXPECT_EQ(names[0], "a.module.weight");
    EXPECT_EQ(names[3], "module.");
    ASSERT_EQ(checkpoint->warnings().size(), 2U);
    EXPECT_THAT(checkpoint->warnings()[1], HasSubstr("'module.'"));
}

TEST(CheckpointReading, LastOfEqualKeysWins)
{
    const TemporaryFolder folder;
    writeModel(folder.file("k.pt"), { { "a", { 1 } }, { "c", { 1 } }, { "a", { 4 } } });
    const auto checkpoint = Checkpoint::open(folder.file("k.pt"));
    ASSERT_TRUE(checkpoint);
    ASSERT_EQ(checkpoint->tensors().size(), 2U);
    EXPECT_THAT(checkpoint->find("a")->shape, ElementsAre(4));
}

TEST(CheckpointReading, DeflatedEntries)
{
    PickleWriter pickle;
    pickle.op('}').op('(').text("a").tensor("FloatStorage", "0", 2, 0, { 2 }, { 1 }).op('u');
    const TemporaryFolder folder;
    writeZip(folder.file("d.pt"), { { "x/data.pkl", pickle.finish() }, { "x/data/0", floatBytes({ 7, 8 }) } }, true);
    const auto checkpoint = Checkpoint::open(folder.file("d.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("a")), ElementsAre(7, 8));
}

TEST(CheckpointReading, ValuesOfAnotherFileAreRefused)
{
    const TemporaryFolder folder;
    writeModel(folder.file("m.pt"), { { "a", { 2 } } });
    const auto checkpoint = Checkpoint::open(folder.file("m.pt"));
    ASSERT_TRUE(checkpoint);
    CheckpointTensor foreign = checkpoint->tensors()[0];
    foreign.offset = 1'000'000;
    const auto values = checkpoint->values(foreign);
    ASSERT_FALSE(values);
    EXPECT_EQ(values.error().code, ErrorCode::InvalidArgument);
}

TEST(CheckpointReading, HalfPrecision)
{
    EXPECT_EQ(floatFromHalf(0x3C00), 1.0F);
    EXPECT_EQ(floatFromHalf(0xC000), -2.0F);
    EXPECT_EQ(floatFromHalf(0x0001), std::ldexp(1.0F, -24));
    EXPECT_EQ(floatFromHalf(0x7BFF), 65504.0F);
    EXPECT_TRUE(std::signbit(floatFromHalf(0x8000)));
    EXPECT_EQ(floatFromHalf(0xFC00), -std::numeric_limits<float>::infinity());
    EXPECT_TRUE(std::isnan(floatFromHalf(0x7E01)));
    EXPECT_EQ(floatFromBFloat16(0x3FC0), 1.5F);
}

} // namespace
