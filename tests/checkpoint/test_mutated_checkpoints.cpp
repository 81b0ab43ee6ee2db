// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "tests/checkpoint/checkpoint_fixtures.h"
#include "tests/checkpoint/pickle_writer.h"

using namespace maskscope;

namespace {

/// Everything that can be asked of a checkpoint; must neither crash nor take long.
void useAll(const std::filesystem::path& path)
{
    const auto checkpoint = Checkpoint::open(path);
    if (!checkpoint) {
        EXPECT_NE(checkpoint.error().sentence().find(path.string()), std::string::npos);
        return;
    }
    for (const CheckpointTensor& tensor : checkpoint->tensors()) {
        const auto values = checkpoint->values(tensor);
        if (values) {
            EXPECT_EQ(static_cast<std::int64_t>(values->size()), tensor.elements());
        }
    }
    EXPECT_FALSE(checkpointJson(*checkpoint).empty());
    EXPECT_FALSE(checkpointText(*checkpoint).empty());
}

class Mutator {
public:
    explicit Mutator(unsigned seed)
        : m_random(seed)
    {
    }

    std::string operator()(std::string bytes)
    {
        for (std::size_t edits = 1 + below(4); edits > 0 && bytes.size() > 8; --edits)
            edit(bytes);
        return bytes;
    }

private:
    std::size_t below(std::size_t limit) { return m_random() % limit; }

    void edit(std::string& bytes)
    {
        const std::size_t at = below(bytes.size());
        const std::size_t length = std::min(bytes.size() - at, 1 + below(16));
        switch (below(5)) {
        case 0:
            bytes[at] = static_cast<char>(below(256));
            break;
        case 1:
            bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << below(8)));
            break;
        case 2:
            bytes.erase(at, length);
            break;
        case 3:
            bytes.insert(below(bytes.size()), bytes.substr(at, length));
            break;
        default:
            bytes.replace(at, length, length, "\x7f\xff\x00\x80"[below(4)]);
        }
    }

    std::mt19937 m_random;
};

constexpr int mutations = 300;
constexpr std::chrono::seconds timeLimit { 60 }; // under sanitizers too; about one second without

TEST(MutatedCheckpoints, WholeFiles)
{
    const TemporaryFolder folder;
    writeModel(folder.file("good.pt"), tensorsOf(smallMamba()), { { "d_model", 8 } });
    const std::string good = readBytes(folder.file("good.pt"));
    const auto start = std::chrono::steady_clock::now();
    for (unsigned seed = 0; seed < mutations; ++seed) {
        SCOPED_TRACE(seed);
        writeBytes(folder.file("bad.pt"), Mutator(seed)(good));
        useAll(folder.file("bad.pt"));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, timeLimit);
}

// Inside a sound zip file, so that the checksums let the changes through.
TEST(MutatedCheckpoints, PicklesInsideSoundArchives)
{
    PickleWriter writer;
    writer.op('}').op('(').text("model").op('}').op('(');
    writer.text("temporal_encoder.lin.weight").tensor("FloatStorage", "0", 64, 0, { 64, 1 }, { 1, 1 });
    writer.text("backbone.layers.0.A_log").tensor("FloatStorage", "0", 64, 0, { 8, 4 }, { 4, 1 });
    writer.text("token_encoder.proj.weight").tensor("FloatStorage", "0", 64, 0, { 8, 8 }, { 1, 8 });
    writer.op('u').text("best_loss").global("numpy.core.multiarray", "scalar").global("numpy", "dtype");
    writer.text("f8").op(0x85).op('R').global("_codecs", "encode").text("12345678").text("latin1").op(0x86).op('R');
    writer.op(0x86).op('R').text("config").op('}').op('(').text("list").op(']').op('(').number(3).real(2.5).op('e');
    writer.text("args").global("argparse", "Namespace").op(')').op(0x81).op('}').text("k").op(0x88).op('s').op('b');
    writer.op('u').op('u');
    const std::string good = writer.finish();
    const TemporaryFolder folder;
    const auto start = std::chrono::steady_clock::now();
    for (unsigned seed = 0; seed < 2 * mutations; ++seed) {
        SCOPED_TRACE(seed);
        const std::string bytes = seed == 0 ? good : Mutator(seed)(good);
        writeCheckpoint(folder.file("bad.pt"), bytes, { floatBytes(std::vector<float>(64, 1)) });
        useAll(folder.file("bad.pt"));
        if (seed == 0) {
            EXPECT_TRUE(Checkpoint::open(folder.file("bad.pt")));
        }
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, timeLimit);
}

} // namespace
