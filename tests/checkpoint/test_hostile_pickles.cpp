// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "tests/checkpoint/checkpoint_fixtures.h"
#include "tests/checkpoint/pickle_writer.h"

using namespace maskscope;
using testing::HasSubstr;

namespace {

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

std::string repeated(std::string_view piece, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += piece;
    return text;
}

/// A model of one tensor over a storage of 64 floats (256 bytes), as `make` writes it.
std::string modelOf(const std::function<void(PickleWriter&)>& make)
{
    PickleWriter pickle;
    pickle.op('}').op('(').text("model").op('}').op('(').text("w");
    make(pickle);
    return pickle.op('u').op('u').finish();
}

std::string view(std::int64_t declared, std::int64_t offset, const std::vector<std::int64_t>& shape,
                 const std::vector<std::int64_t>& strides)
{
    return modelOf([&](PickleWriter& pickle) { pickle.tensor("FloatStorage", "0", declared, offset, shape, strides); });
}

Result<Checkpoint> openPickle(const TemporaryFolder& folder, const std::string& pickle)
{
    writeCheckpoint(folder.file("h.pt"), pickle, { floatBytes(std::vector<float>(64, 1)) });
    return Checkpoint::open(folder.file("h.pt"));
}

struct HostileCase {
    const char* name;
    std::string pickle;
    ErrorCode code;
    const char* needle;
};

void expectEachRefused(const std::vector<HostileCase>& cases)
{
    const TemporaryFolder folder;
    for (const HostileCase& hostile : cases) {
        SCOPED_TRACE(hostile.name);
        const auto checkpoint = openPickle(folder, hostile.pickle);
        if (checkpoint) {
            ADD_FAILURE() << "was read";
            continue;
        }
        EXPECT_EQ(checkpoint.error().code, hostile.code);
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(folder.file("h.pt").string()));
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(hostile.needle));
    }
}

TEST(HostilePickles, ViewsOutsideTheirStorage)
{
    const auto corrupt = ErrorCode::CorruptInput;
    const std::int64_t root = std::int64_t { 1 } << 32U;
    ASSERT_TRUE(openPickle(TemporaryFolder(), view(64, 0, { 8, 8 }, { 8, 1 })));
    expectEachRefused({
        { "one past the end", view(64, 1, { 64 }, { 1 }), corrupt, "reaches beyond its storage of 256 bytes" },
        { "stride past the end", view(64, 0, { 2 }, { 64 }), corrupt, "reaches beyond" },
        { "negative offset", view(64, -1, { 4 }, { 1 }), corrupt, "starts before its storage" },
        { "negative stride", view(64, 8, { 4 }, { -1 }), corrupt, "negative size or stride" },
        { "negative size", view(64, 0, { -4 }, { 1 }), corrupt, "negative size or stride" },
        { "product overflows 64 bits", view(64, 0, { root, root }, { 0, 0 }), corrupt, "far too large" },
        { "product overflows 128 bits", view(64, 0, { huge, huge, huge, huge }, { huge, huge, huge, huge }), corrupt,
          "far too large" },
        { "strides overflow", view(64, 0, { 2, 2, 2 }, { huge, huge, huge }), corrupt, "reaches beyond" },
        { "offset overflows", view(64, huge, { 2 }, { huge }), corrupt, "reaches beyond" },
        { "a value repeated without end", view(64, 0, { 1LL << 30U }, { 0 }), corrupt, "repeats its storage" },
        { "more declared than stored", view(65, 0, { 64 }, { 1 }), corrupt, "expected 65 elements of float32" },
        { "an enormous declared size", view(huge, 0, { 64 }, { 1 }), corrupt, "found 256 bytes" },
        { "a negative declared size", view(-1, 0, { 64 }, { 1 }), corrupt, "too few values" },
        { "a storage that is not there",
          modelOf([](PickleWriter& p) { p.tensor("FloatStorage", "../0", 64, 0, { 1 }, { 1 }); }), corrupt,
          "is missing" },
        { "sizes and strides of different rank", view(64, 0, { 2, 2 }, { 1 }), corrupt, "malformed" },
        { "65 dimensions", view(64, 0, std::vector<std::int64_t>(65, 1), std::vector<std::int64_t>(65, 1)), corrupt,
          "malformed" },
    });
}

TEST(HostilePickles, NothingRunsAndTheCallIsNamed)
{
    const TemporaryFolder folder;
    const std::string trace = folder.file("was_run").string();
    const auto call = [&](const char* module, const char* name) {
        return modelOf([&](PickleWriter& p) { p.global(module, name).text("touch " + trace).op(0x85).op('R'); });
    };
    const auto unsupported = ErrorCode::UnsupportedFormat;
    PickleWriter instance;
    instance.op('(').text("touch " + trace).raw("ios\nsystem\n");
    PickleWriter newObject;
    newObject.global("subprocess", "Popen").text("touch " + trace).op(0x85).op(0x81);
    PickleWriter stackGlobal;
    stackGlobal.text("builtins").text("exec").op(0x93).text("open('" + trace + "','w')").op(0x85).op('R');
    expectEachRefused({
        { "posix.system", call("posix", "system"), unsupported, "would run posix.system" },
        { "os.popen", call("os", "popen"), unsupported, "would run os.popen" },
        { "eval", call("__builtin__", "eval"), unsupported, "would run builtins.eval" },
        { "INST", instance.finish(), unsupported, "would run os.system" },
        { "NEWOBJ", newObject.finish(), unsupported, "would run subprocess.Popen" },
        { "STACK_GLOBAL", stackGlobal.finish(), unsupported, "would run builtins.exec" },
    });
    // A class of no known harm is kept as a name only.
    const auto odd = openPickle(folder, modelOf([&](PickleWriter& p) {
                                    p.tensor("FloatStorage", "0", 64, 0, { 1 }, { 1 }).text("z");
                                    p.global("evil.package", "run").text("touch " + trace).op(0x85).op('R');
                                }));
    ASSERT_TRUE(odd) << odd.error().sentence();
    ASSERT_EQ(odd->warnings().size(), 2U);
    EXPECT_THAT(odd->warnings()[1], HasSubstr("evil.package.run"));
    EXPECT_FALSE(std::filesystem::exists(trace));
}

TEST(HostilePickles, BrokenStreams)
{
    const auto corrupt = ErrorCode::CorruptInput;
    const auto bare = [](std::string_view bytes) { return PickleWriter().raw(bytes).finish(); };
    using namespace std::string_view_literals;
    const std::string whole = view(64, 0, { 64 }, { 1 });
    PickleWriter manyMemos;
    manyMemos.op('N').raw(repeated("\x94", 1'000'002));
    expectEachRefused({
        { "empty", "", corrupt, "ends in the middle" },
        { "cut", whole.substr(0, whole.size() / 2), corrupt, "ends in the middle" },
        { "no STOP", whole.substr(0, whole.size() - 1), corrupt, "ends in the middle" },
        { "STOP on an empty stack", bare(""), corrupt, "takes more values than it made" },
        { "REDUCE on an empty stack", bare("R"), corrupt, "takes more values" },
        { "pop below a mark", bare("N(0001"), corrupt, "" },
        { "unopened bracket", bare("Nt"), corrupt, "never opened" },
        { "unknown operation", bare("\xff"), corrupt, "unknown operation, code 255" },
        { "extension registry", bare("\x82\x01"), corrupt, "unknown operation" },
        { "memo that is not there", bare("h\x05"), corrupt, "never stored" },
        { "string of 4 GB", bare("X\xff\xff\xff\xff"), corrupt, "ends in the middle" },
        { "string of 2^63 bytes", bare("\x8d\xff\xff\xff\xff\xff\xff\xff\x7f"), corrupt, "ends in the middle" },
        { "protocol 6", "\x80\x06N.", ErrorCode::UnsupportedFormat, "protocol 6" },
        { "odd dict", bare("}(Nu"), corrupt, "a key without a value" },
        { "items for a number", bare("K\x01(NNu"), corrupt, "holds none" },
        { "5000 open brackets", bare(repeated("(", 5000)), corrupt, "4096 deep" },
        { "3 million values", bare(repeated("]", 3'000'000)), corrupt, "more than 2 million values" },
        { "1 million memos", manyMemos.finish(), corrupt, "remembers more than" },
        { "malformed number", bare("F1.2.3\n"sv), corrupt, "malformed number" },
        { "pairs that are none",
          bare("ccollections\nOrderedDict\n(](N\x85"
               "el"
               "tR"sv),
          corrupt, "" },
    });
}

TEST(HostilePickles, FilesWithoutAModel)
{
    const auto none = ErrorCode::UnsupportedFormat;
    const auto bare = [](std::string_view bytes) { return PickleWriter().raw(bytes).finish(); };
    PickleWriter emptyModel;
    emptyModel.op('}').text("model").op('}').op('s');
    PickleWriter itself;
    itself.op(']').raw("q").op(1).raw("h").op(1).op('a');
    PickleWriter module;
    module.global("__main__", "Net").op(')').op(0x81).op('}').text("_modules").op('}').op('s').op('b');
    PickleWriter deep;
    deep.op(']').raw(repeated("\x85", 500'000));
    expectEachRefused({
        { "None", bare("N"), none, "found a single value" },
        { "empty dict", bare("}"), none, "found an empty dict" },
        { "empty model", emptyModel.finish(), none, "found a dict of 'model'" },
        { "a list that holds itself", itself.finish(), none, "a list of 1 values" },
        { "500000 nested tuples", deep.finish(), none, "a list of 1 values" },
        { "a pickled module", module.finish(), none, "object of class __main__.Net" },
    });
}

// A doubling structure of 60 levels in the config: 2^60 leaves if anybody walked it all.
TEST(HostilePickles, DoublingAndSelfReferenceInTheConfig)
{
    PickleWriter pickle;
    pickle.op('}').op('(').text("model").op('}').text("w").tensor("FloatStorage", "0", 64, 0, { 1 }, { 1 }).op('s');
    pickle.text("config").op('}').raw("q").op(9).op('(').text("self").raw("h").op(9).text("wide").op(']');
    for (int level = 0; level < 60; ++level)
        pickle.raw("q").op(10).op('0').op(']').raw("h").op(10).op('a').raw("h").op(10).op('a');
    pickle.text("dicts").op('}');
    for (int level = 0; level < 60; ++level)
        pickle.raw("q").op(11).op('0').op('}').op('(').text("a").raw("h").op(11).text("b").raw("h").op(11).op('u');
    pickle.op('u').op('u');
    const TemporaryFolder folder;
    const auto checkpoint = openPickle(folder, pickle.finish());
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    EXPECT_LE(checkpoint->config().size(), 10'000U);
    EXPECT_LT(checkpointJson(*checkpoint).size(), 4'000'000U);
}

TEST(HostilePickles, CopyingIsBounded)
{
    PickleWriter pickle; // a list of 1000 pairs, made into a dict again and again
    pickle.op('(').op('(').raw(repeated("NN\x86", 1000)).op('l').op('t').raw("q").op(1);
    for (int i = 0; i < 200'000; ++i)
        pickle.raw("ccollections\nOrderedDict\nh\1R0");
    const TemporaryFolder folder;
    const auto checkpoint = openPickle(folder, pickle.finish());
    ASSERT_FALSE(checkpoint);
    EXPECT_THAT(checkpoint.error().sentence(), HasSubstr("copies its values far too often"));
}

} // namespace
