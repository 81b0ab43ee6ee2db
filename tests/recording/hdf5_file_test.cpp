// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/hdf5/hdf5_file.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Hdf5File, WhatIsWrittenIsRead)
{
    const TemporaryFolder folder;
    const std::vector<float> values { 1, 2, 3, 4, 5, 6 };
    const std::vector<std::int64_t> shape { 2, 3 };
    const std::vector<std::string> names { "µV", "", "b" };
    {
        auto file = Hdf5File::create(folder / "a.h5");
        ASSERT_TRUE(file.has_value());
        ASSERT_TRUE(file->write<float>("/run/deep/x", values, shape, { .chunk = {}, .deflate = 4 }).has_value());
        ASSERT_TRUE(file->writeStrings("/run/names", names).has_value());
        ASSERT_TRUE(file->writeString("/run/note", "a line").has_value());
        ASSERT_TRUE(file->makeScale("/run/names", "names").has_value());
        ASSERT_TRUE(file->attachScale("/run/deep/x", 1, "/run/names").has_value());
        ASSERT_TRUE(file->setStringAttribute("/run", "unit", "µV").has_value());
        ASSERT_TRUE(file->setStringsAttribute("/run", "names", names).has_value());
        ASSERT_TRUE(file->setDoubleAttribute("/", "ratio", 0.75).has_value());
        ASSERT_TRUE(file->setIntegerAttribute("/", "seed", (std::int64_t { 1 } << 60) + 1).has_value());
        ASSERT_TRUE(file->close().has_value());
    }
    const auto file = Hdf5File::open(folder / "a.h5");
    ASSERT_TRUE(file.has_value());
    EXPECT_THAT(file->children("/run").value(), ElementsAre("deep", "names", "note"));
    const auto read = file->read<double>("/run/deep/x");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->shape, shape);
    EXPECT_THAT(read->values, ElementsAre(1, 2, 3, 4, 5, 6));
    std::vector<float> block(2);
    const std::vector<std::int64_t> first { 1, 1 };
    const std::vector<std::int64_t> count { 1, 2 };
    ASSERT_TRUE(file->readBlock<float>("/run/deep/x", first, count, block).has_value());
    EXPECT_THAT(block, ElementsAre(5, 6));
    EXPECT_EQ(file->readStrings("/run/names").value(), names);
    EXPECT_THAT(file->readStrings("/run/note").value(), ElementsAre("a line"));
    EXPECT_EQ(file->stringAttribute("/run", "unit").value(), "µV");
    EXPECT_EQ(file->stringsAttribute("/run", "names").value(), names);
    EXPECT_EQ(file->doubleAttribute("/", "ratio").value(), 0.75);
    EXPECT_EQ(file->integerAttribute("/", "seed").value(), (std::int64_t { 1 } << 60) + 1);
    EXPECT_FALSE(file->exists("/run/absent/deeper"));
}

/// Each text of a dataset is a length, an address and a number; the library believes the length.
TEST(Hdf5File, TextsThatClaimGigabytesAreRefused)
{
    const TemporaryFolder folder;
    const std::vector<std::string> names { "one", "two", "six" };
    {
        auto file = Hdf5File::create(folder / "a.h5");
        ASSERT_TRUE(file.has_value());
        ASSERT_TRUE(file->writeStrings("/names", names).has_value());
        ASSERT_TRUE(file->close().has_value());
    }
    std::ifstream in(folder / "a.h5", std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    const auto word = [&](std::size_t at) {
        std::uint32_t value = 0;
        std::memcpy(&value, bytes.data() + at, sizeof value);
        return value;
    };
    int changed = 0;
    for (std::size_t at = 0; at + 48 <= bytes.size(); ++at) {
        if (word(at) > 8 || word(at + 4) == 0 || word(at + 4) != word(at + 20) || word(at + 4) != word(at + 36)
            || word(at + 12) > 3 || word(at + 12) + word(at + 28) + word(at + 44) != 6)
            continue;
        for (const std::size_t own : { at, at + 16, at + 32 })
            bytes.replace(own, 4, std::string("\xff\xff\xff\x1f", 4)); // half a gigabyte
        ++changed;
    }
    ASSERT_EQ(changed, 1);
    const auto file = Hdf5File::open(folder.write("b.h5", bytes));
    ASSERT_TRUE(file.has_value());
    const auto read = file->readStrings("/names");
    ASSERT_FALSE(read.has_value());
    EXPECT_THAT(read.error().sentence(), HasSubstr("damaged"));
    EXPECT_EQ(Hdf5File::open(folder / "a.h5")->readStrings("/names").value(), names);
}

TEST(Hdf5File, ErrorsNameFileAndDataset)
{
    const TemporaryFolder folder;
    auto file = Hdf5File::create(folder / "a.h5");
    ASSERT_TRUE(file.has_value());
    ASSERT_TRUE(file->writeString("/text", "x").has_value());
    ASSERT_TRUE(file->createDataset<float>("/huge", std::vector<std::int64_t> { std::int64_t { 1 } << 40 },
                                           { .chunk = { 1024 }, .deflate = 0 })
                    .has_value());
    EXPECT_THAT(file->read<float>("/absent").error().sentence(), HasSubstr("a.h5: /absent: no such dataset"));
    EXPECT_THAT(file->read<float>("/text").error().sentence(), HasSubstr("expected numbers, found strings"));
    EXPECT_THAT(file->read<float>("/huge").error().sentence(), HasSubstr("more elements than the file can hold"));
    EXPECT_THAT(file->integerAttribute("/text", "n").error().sentence(), HasSubstr("has no attribute 'n'"));
    EXPECT_EQ(Hdf5File::open(folder / "absent.h5").error().code, ErrorCode::UnreadableInput);
    EXPECT_EQ(Hdf5File::open(folder.write("t.h5", "no")).error().code, ErrorCode::UnsupportedFormat);
    EXPECT_EQ(Hdf5File::create("/nowhere/a.h5").error().code, ErrorCode::UnwritableOutput);
}

TEST(Hdf5File, BoolsOfH5pyAreNumbers)
{
    const auto path = shared / "trained" / "mask_0.5.h5";
    if (!std::filesystem::exists(path))
        GTEST_SKIP() << "no trained models";
    const auto mask = Hdf5File::open(path)->read<std::uint8_t>("/mask");
    ASSERT_TRUE(mask.has_value()) << mask.error().sentence();
    EXPECT_THAT(mask->shape, ElementsAre(192, 50));
    EXPECT_TRUE(std::ranges::all_of(mask->values, [](std::uint8_t v) { return v <= 1; }));
    EXPECT_GT(std::ranges::count(mask->values, 1), 192 * 20);
}

} // namespace
} // namespace maskscope::test
