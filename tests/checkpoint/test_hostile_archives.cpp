// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checkpoint/checkpoint_fixtures.h"
#include "tests/checkpoint/pickle_writer.h"

#include <cstring>
#include <random>

using namespace maskscope;
using testing::HasSubstr;

namespace {

std::string smallPickle()
{
    PickleWriter pickle;
    pickle.op('}').op('(').text("w").tensor("FloatStorage", "0", 64, 0, { 64 }, { 1 }).op('u');
    return pickle.finish();
}

std::string smallFile(const TemporaryFolder& folder)
{
    writeCheckpoint(folder.file("small.pt"), smallPickle(), { floatBytes(std::vector<float>(64, 1.25F)) });
    return readBytes(folder.file("small.pt"));
}

void replaceAll(std::string& bytes, const std::string& from, const std::string& to)
{
    ASSERT_EQ(from.size(), to.size());
    for (std::size_t at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at + to.size()))
        bytes.replace(at, from.size(), to);
}

/// The sentence names the file and says `needle`.
void expectRefused(const std::filesystem::path& path, ErrorCode code, const std::string& needle)
{
    SCOPED_TRACE(path.filename().string() + " " + needle);
    const auto checkpoint = Checkpoint::open(path);
    ASSERT_FALSE(checkpoint);
    EXPECT_EQ(checkpoint.error().code, code) << checkpoint.error().sentence();
    EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(path.string()));
    EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(needle));
}

TEST(HostileArchives, FilesThatAreNoCheckpoint)
{
    const TemporaryFolder folder;
    expectRefused(folder.file("absent.pt"), ErrorCode::UnreadableInput, "does not exist");
    expectRefused(folder.path(), ErrorCode::UnreadableInput, "a folder");
    expectRefused("/dev/zero", ErrorCode::UnreadableInput, "device");
    std::mt19937 random(7);
    std::string noise(4096, '\0');
    for (char& byte : noise)
        byte = static_cast<char>(random() & 0xFFU);
    noise[0] = '\x01';
    using namespace std::string_literals;
    const std::vector<std::pair<std::string, std::string>> cases {
        { "", "an empty file" },
        { "epoch,loss\n1,0.5\n", "a table as text (CSV), no checkpoint" },
        { "epoch loss of the model\n", "a text file" },
        { noise, "bytes of no known format" },
        { "\x89HDF\r\n\x1a\n and more"s, "an HDF5 file" },
        { "\x93NUMPY\x01"s, "a NumPy array" },
        { "\x1f\x8b\x08"s, "a gzip file" },
        { "\x80\x04\x95\x01\x02"s, "a plain pickle" },
        { "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02"s, "old format of torch.save" },
    };
    for (const auto& [bytes, needle] : cases) {
        writeBytes(folder.file("other.pt"), bytes);
        expectRefused(folder.file("other.pt"), ErrorCode::UnsupportedFormat, needle);
    }
}

TEST(HostileArchives, TruncatedAnywhere)
{
    const TemporaryFolder folder;
    const std::string whole = smallFile(folder);
    ASSERT_TRUE(Checkpoint::open(folder.file("small.pt")));
    for (std::size_t length = 4; length < whole.size(); length += 1 + whole.size() / 97) {
        writeBytes(folder.file("cut.pt"), whole.substr(0, length));
        expectRefused(folder.file("cut.pt"), ErrorCode::CorruptInput, "truncated or damaged");
    }
}

TEST(HostileArchives, DirectoriesThatLie)
{
    const TemporaryFolder folder;
    const std::string whole = smallFile(folder);
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string bytes = whole;
        replaceAll(bytes, from, to);
        writeBytes(folder.file("lie.pt"), bytes);
        return folder.file("lie.pt");
    };
    expectRefused(with("archive/", "../../x/"), ErrorCode::CorruptInput, "points outside");
    expectRefused(with("archive/", "/rchive/"), ErrorCode::CorruptInput, "points outside");
    expectRefused(with("archive/", "a\\chive/"), ErrorCode::CorruptInput, "points outside");
    expectRefused(with("data.pkl", "data.pkk"), ErrorCode::UnsupportedFormat,
                  "data.pkl, found a zip file of 3 entries");
    expectRefused(with("data/0", "data/9"), ErrorCode::CorruptInput, "the entry data/0 is missing");
    // Sizes of the central directory that the local headers do not have.
    std::string bytes = whole;
    const std::size_t central = bytes.find("PK\1\2");
    bytes[central + 27] = '\x7f'; // the highest byte of the inflated size
    writeBytes(folder.file("lie.pt"), bytes);
    expectRefused(folder.file("lie.pt"), ErrorCode::CorruptInput, "truncated or damaged");
}

TEST(HostileArchives, TwoEntriesOfOneName)
{
    const TemporaryFolder folder;
    writeCheckpoint(folder.file("two.pt"), smallPickle(), { floatBytes(std::vector<float>(64, 1)), "other" });
    std::string bytes = readBytes(folder.file("two.pt"));
    replaceAll(bytes, "data/1", "data/0");
    writeBytes(folder.file("two.pt"), bytes);
    expectRefused(folder.file("two.pt"), ErrorCode::CorruptInput, "two zip entries have the name 'archive/data/0'");
}

TEST(HostileArchives, WrongChecksums)
{
    const TemporaryFolder folder;
    std::string bytes = smallFile(folder);
    const std::string pattern = floatBytes({ 1.25F, 1.25F });
    const std::size_t at = bytes.find(pattern);
    ASSERT_NE(at, std::string::npos);
    bytes[at] = 1;
    writeBytes(folder.file("weights.pt"), bytes);
    const auto checkpoint = Checkpoint::open(folder.file("weights.pt"));
    ASSERT_TRUE(checkpoint) << "weights are read on demand";
    const auto values = checkpoint->values(checkpoint->tensors()[0]);
    ASSERT_FALSE(values);
    EXPECT_EQ(values.error().code, ErrorCode::CorruptInput);
    EXPECT_THAT(values.error().sentence(), HasSubstr("weights.pt: the entry 'archive/data/0' has a wrong checksum"));

    bytes = smallFile(folder);
    replaceAll(bytes, "FloatStorage", "FloatStorags");
    writeBytes(folder.file("pickle.pt"), bytes);
    expectRefused(folder.file("pickle.pt"), ErrorCode::CorruptInput, "wrong checksum");
}

TEST(HostileArchives, ZipBombs)
{
    const TemporaryFolder folder;
    const std::string zeros(8U << 20U, '\0');
    writeZip(folder.file("bomb.pt"), { { "x/data.pkl", zeros } }, true);
    expectRefused(folder.file("bomb.pt"), ErrorCode::CorruptInput, "inflates suspiciously");

    PickleWriter pickle;
    pickle.op('}').op('(').text("w").tensor("FloatStorage", "0", 2U << 20U, 0, { 2U << 20U }, { 1 }).op('u');
    writeZip(folder.file("weights.pt"), { { "x/data.pkl", pickle.finish() }, { "x/data/0", zeros } }, true);
    const auto checkpoint = Checkpoint::open(folder.file("weights.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    const auto values = checkpoint->values(checkpoint->tensors()[0]);
    ASSERT_FALSE(values);
    EXPECT_THAT(values.error().sentence(), HasSubstr("inflates suspiciously"));

    writeZip(folder.file("large.pt"), { { "x/data.pkl", std::string((64U << 20U) + 1, 'N') } });
    expectRefused(folder.file("large.pt"), ErrorCode::CorruptInput, "too large");
}

TEST(HostileArchives, OtherKindsOfArchive)
{
    const TemporaryFolder folder;
    const std::string pickle = smallPickle();
    const std::string values = floatBytes(std::vector<float>(64, 0));
    const auto write = [&](ZipContent extra) {
        extra.insert(extra.begin(), { { "x/data.pkl", pickle }, { "x/data/0", values } });
        writeZip(folder.file("o.pt"), extra);
        return folder.file("o.pt");
    };
    expectRefused(write({ { "x/byteorder", "big" } }), ErrorCode::UnsupportedFormat, "expected 'little', found 'big'");
    expectRefused(write({ { "x/constants.pkl", "." } }), ErrorCode::UnsupportedFormat, "TorchScript");
    expectRefused(write({ { "x/code/__torch__.py", "" } }), ErrorCode::UnsupportedFormat, "TorchScript");
    ASSERT_TRUE(Checkpoint::open(write({ { "x/byteorder", "little" } })));
    writeZip(folder.file("doc.pt"), { { "word/document.xml", "<x/>" } });
    expectRefused(folder.file("doc.pt"), ErrorCode::UnsupportedFormat, "word/document.xml");
    using namespace std::string_literals;
    writeBytes(folder.file("nothing.pt"), "PK\5\6"s + std::string(18, '\0'));
    expectRefused(folder.file("nothing.pt"), ErrorCode::UnsupportedFormat, "a zip file of 0 entries");
}

} // namespace
