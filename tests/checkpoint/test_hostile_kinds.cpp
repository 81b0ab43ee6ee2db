// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// One row for every kind of hostile archive, each with the sentence it earns. Rows of single pickles, safetensors
// headers and manifests stand in the tests of those.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <limits>

#include "tests/checkpoint/checkpoint_fixtures.h"
#include "tests/checkpoint/pickle_writer.h"
#include "tests/fuzz/stored_zip.h"

using namespace maskscope;
using testing::HasSubstr;

namespace {

const std::string values = floatBytes(std::vector<float>(64, 1.25F));

std::string pickleOf(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides, int copies = 1)
{
    PickleWriter pickle;
    pickle.op('}').op('(');
    for (int i = 0; i < copies; ++i)
        pickle.text("w" + std::to_string(i)).tensor("FloatStorage", "0", 64, 0, shape, strides);
    return pickle.op('u').finish();
}

std::string goodZip() { return StoredZip().add("a/data.pkl", pickleOf({ 64 }, { 1 })).add("a/data/0", values).bytes(); }

/// The good archive with `bytes` over what stands `at` bytes behind the first (or last) `mark`.
std::string patched(std::string_view mark, std::size_t at, std::string_view bytes, bool last = false)
{
    std::string zip = goodZip();
    const std::size_t start = last ? zip.rfind(mark) : zip.find(mark);
    return zip.replace(start + at, bytes.size(), bytes);
}

std::string manyEntries(int count)
{
    StoredZip zip;
    for (int i = 0; i < count; ++i)
        zip.add(std::to_string(i), "");
    return zip.bytes();
}

/// An end record that sends the reader to a zip64 record.
std::string zip64(std::uint64_t recordAt, std::uint64_t entries, std::uint64_t size, std::uint64_t offset)
{
    const auto number = StoredZip::number;
    const std::string body = "PK\3\4" + std::string(60, ' ');
    const std::string record = "PK\6\6" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 4) + number(0, 4)
        + number(entries, 8) + number(entries, 8) + number(size, 8) + number(offset, 8);
    return body + record + "PK\6\7" + number(0, 4) + number(recordAt, 8) + number(1, 4) + "PK\5\6" + number(0, 4)
        + number(0xFFFF, 2) + number(0xFFFF, 2) + number(0xFFFFFFFF, 4) + number(0xFFFFFFFF, 4) + number(0, 2);
}

struct Row {
    const char* kind;
    std::string bytes;
    ErrorCode code;
    const char* needle;
};

std::vector<Row> rows()
{
    const auto number = StoredZip::number;
    const std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();
    const auto corrupt = ErrorCode::CorruptInput;
    const std::string good = goodZip();
    const std::string manyViews
        = StoredZip().add("a/data.pkl", pickleOf({ 1 << 24U }, { 0 }, 2)).add("a/data/0", values).bytes();
    return {
        { "end cut off", good.substr(0, good.size() - 1), corrupt, "its end is missing" },
        { "start cut off", "PK\3\4" + good.substr(100), corrupt, "not where its end says" },
        { "bytes behind the end", good + "x", corrupt, "its end is missing" },
        { "a header inside the directory", patched("PK\1\2", 42, number(good.size(), 4)), corrupt,
          "the header of 'a/data.pkl' is missing" },
        { "a directory entry without its signature", patched("PK\1\2", 0, "XX"), corrupt,
          "an entry of its directory is missing" },
        { "a name that reaches out of the directory", patched("PK\1\2", 28, number(0xFFFF, 2), true), corrupt,
          "an entry of its directory is cut off" },
        { "a comment that swallows the next entry", patched("PK\1\2", 32, number(54, 2)), corrupt,
          "an entry of its directory is missing" },
        { "more entries than the directory holds", patched("PK\5\6", 8, number(3, 2) + number(3, 2)), corrupt,
          "too short for its entries" },
        { "60000 entries in 200 bytes", patched("PK\5\6", 8, number(60000, 2) + number(60000, 2)), corrupt,
          "too short for its entries" },
        { "fewer entries than the directory holds", patched("PK\5\6", 8, number(1, 2) + number(1, 2)), corrupt,
          "longer than its entries" },
        { "a second part on another disk", patched("PK\5\6", 4, number(1, 2)), corrupt, "one of several parts" },
        { "a directory elsewhere", patched("PK\5\6", 16, number(4, 4)), corrupt, "not where its end says" },
        { "sizes that only zip64 could hold", patched("PK\1\2", 24, number(0xFFFFFFFF, 4)), corrupt,
          "the zip64 sizes of 'a/data.pkl' are missing" },
        { "a stored entry of two sizes", patched("PK\1\2", 24, number(1, 4)), corrupt, "tells something else" },
        { "a header with another name", patched("PK\3\4", 30, "b"), corrupt,
          "the header of 'a/data.pkl' tells something else" },
        { "a header with another method", patched("PK\3\4", 8, number(8, 2)), corrupt, "tells something else" },
        { "bytes that end behind the directory", patched("PK\1\2", 20, number(5000, 4) + number(5000, 4), true),
          corrupt, "the bytes of 'a/data/0' are cut off" },
        { "encrypted",
          [&] {
              std::string zip = patched("PK\1\2", 8, number(1, 2));
              return zip.replace(zip.find("PK\3\4") + 6, 2, number(1, 2));
          }(),
          ErrorCode::UnsupportedFormat, "encryption or another compression" },
        { "another compression",
          [&] {
              std::string zip = patched("PK\1\2", 10, number(14, 2));
              return zip.replace(zip.find("PK\3\4") + 8, 2, number(14, 2));
          }(),
          ErrorCode::UnsupportedFormat, "encryption or another compression" },
        { "deflated bytes that are none",
          [&] {
              std::string zip = patched("PK\1\2", 10, number(8, 2));
              return zip.replace(zip.find("PK\3\4") + 8, 2, number(8, 2));
          }(),
          corrupt, "ends early or late" },
        { "a checksum that is wrong", patched("PK\1\2", 16, number(7, 4)), corrupt, "wrong checksum" },
        { "200001 entries, of which 16 bits count 3393", manyEntries(200'001), corrupt, "longer than its entries" },
        { "a name that climbs out", StoredZip().add("a/../../etc/passwd", "").bytes(), corrupt, "points outside" },
        { "an absolute name", StoredZip().add("/etc/passwd", "").bytes(), corrupt, "points outside" },
        { "a name with a NUL", StoredZip().add(std::string_view("a/data.pkl\0.txt", 15), "").bytes(), corrupt,
          "points outside" },
        { "a name of Windows", StoredZip().add("a\\..\\data.pkl", "").bytes(), corrupt, "points outside" },
        { "an empty name", StoredZip().add("", "").bytes(), corrupt, "points outside" },
        { "two entries of one name", StoredZip().add("a/data.pkl", "").add("a/data.pkl", "").bytes(), corrupt,
          "two zip entries have the name 'a/data.pkl'" },
        { "entries that overlap",
          [&] {
              // The second header lies inside the first one's bytes, so that both count them.
              const std::string inner = StoredZip().add("a/2", values).bytes();
              std::string zip
                  = StoredZip().add("a/1", inner.substr(0, inner.find("PK\1\2"))).add("a/2", values).bytes();
              return zip.replace(zip.rfind("PK\1\2") + 42, 4, number(33, 4));
          }(),
          corrupt, "'a/1' and 'a/2' overlap" },
        { "zip64: no record",
          "PK\3\4" + std::string(10, ' ') + "PK\5\6" + number(0, 4) + number(0xFFFF, 2) + number(0xFFFF, 2)
              + number(0, 8) + number(0, 2),
          corrupt, "its zip64 record is missing" },
        { "zip64: a record behind the end", zip64(huge, 0, 0, 0), corrupt, "zip64 record is not where" },
        { "zip64: 2^64 entries", zip64(64, huge, 0, 64), corrupt, "too many zip entries" },
        { "zip64: 200001 entries", zip64(64, 200'001, 0, 64), corrupt,
          "too many zip entries: expected at most 200000" },
        { "zip64: a directory of 2^64 bytes", zip64(64, 1, huge, 0), corrupt, "not where its end says" },
        { "zip64: a directory at 2^64", zip64(64, 1, 0, huge), corrupt, "not where its end says" },
        { "big-endian", StoredZip().add("a/data.pkl", "N.").add("a/byteorder", "big").bytes(),
          ErrorCode::UnsupportedFormat, "expected 'little', found 'big'" },
        { "64 MiB told from 256 bytes, twice over", manyViews, corrupt, "claim far more values than the file holds" },
    };
}

TEST(HostileKinds, EachWithItsOwnSentenceAndAtOnce)
{
    const TemporaryFolder folder;
    const auto start = std::chrono::steady_clock::now();
    for (const Row& row : rows()) {
        SCOPED_TRACE(row.kind);
        writeBytes(folder.file("hostile.pt"), row.bytes);
        const auto checkpoint = Checkpoint::open(folder.file("hostile.pt"));
        if (checkpoint) {
            ADD_FAILURE() << "was read";
            continue;
        }
        EXPECT_EQ(checkpoint.error().code, row.code);
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(folder.file("hostile.pt").string()));
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(row.needle));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30)); // under sanitizers too
}

TEST(HostileKinds, TheGoodArchiveBesideThemIsRead)
{
    const std::string zip = goodZip();
    const auto checkpoint = Checkpoint::read({ zip.begin(), zip.end() }, "memory.pt");
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    EXPECT_EQ(checkpoint->values(checkpoint->tensors()[0]), std::vector<float>(64, 1.25F));
}

// Of a run that diverged: a finding, no broken file. They are read as they are, and named when asked for.
TEST(HostileKinds, WeightsThatAreNoNumbersAreReadAndNamed)
{
    const TemporaryFolder folder;
    const auto tensors = tensorsOf(smallMamba());
    PickleWriter pickle;
    std::vector<std::string> storages;
    pickle.op('}').op('(');
    for (const NamedTensor& tensor : tensors) {
        std::vector<std::int64_t> strides(tensor.shape.size(), 1);
        for (std::size_t i = tensor.shape.size(); i-- > 1;)
            strides[i - 1] = strides[i] * tensor.shape[i];
        const std::int64_t elements = strides[0] * tensor.shape[0];
        std::vector<float> numbers(static_cast<std::size_t>(elements), 0.5F);
        if (tensor.name == "backbone.layers.1.D")
            numbers[3] = std::numeric_limits<float>::quiet_NaN();
        if (tensor.name == "token_encoder.norm.bias")
            numbers[0] = -std::numeric_limits<float>::infinity();
        pickle.text(tensor.name)
            .tensor("FloatStorage", std::to_string(storages.size()), elements, 0, tensor.shape, strides);
        storages.push_back(floatBytes(numbers));
    }
    writeCheckpoint(folder.file("nan.pt"), pickle.op('u').finish(), storages);
    const auto checkpoint = Checkpoint::open(folder.file("nan.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    const auto report = describeCheckpoint(*checkpoint);
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_TRUE(report->usable());
    EXPECT_THAT(*nonFiniteTensors(*checkpoint, *report),
                testing::UnorderedElementsAre("token_encoder.norm.bias", "backbone.layers.1.D"));
}

} // namespace
