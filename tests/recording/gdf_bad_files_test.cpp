// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// GDF files that are broken, or made to break a reader: each ends in its sentence, or is read as far as it is sound.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/data/recording/recording.h"
#include "tests/recording/bad_file.h"
#include "tests/recording/gdf_builder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

GdfBuilder changed(void (*change)(GdfBuilder&))
{
    GdfBuilder gdf;
    change(gdf);
    return gdf;
}

TEST(Gdf, BadFilesEndInTheirSentences)
{
    const auto gdf = [](void (*change)(GdfBuilder&)) { return changed(change).bytes(); };
    const std::string good = GdfBuilder().bytes();
    const auto with = [&](std::size_t at, auto value) {
        std::string bytes;
        put(bytes, value);
        return std::string(good).replace(at, bytes.size(), bytes);
    };
    const std::vector<BadFile> files {
        { "short.gdf", good.substr(0, 200), ErrorCode::CorruptInput, "ends within its GDF header" },
        { "header.gdf", good.substr(0, 300), ErrorCode::CorruptInput, "expected 512 bytes of header, found 300" },
        { "version.gdf", gdf([](auto& g) { g.version = "9.00"; }), ErrorCode::UnsupportedFormat, "unknown version" },
        { "channels.gdf", with(252, std::uint16_t { 0 }), ErrorCode::CorruptInput, "number of channels" },
        { "many.gdf", with(252, std::uint16_t { 65535 }), ErrorCode::CorruptInput, "number of channels" },
        { "size.gdf", with(184, std::uint16_t { 1 }), ErrorCode::CorruptInput, "header size: expected 512 bytes" },
        { "huge.gdf", with(184, std::uint16_t { 65535 }), ErrorCode::CorruptInput, "header size" },
        { "no_records.gdf", with(236, std::int64_t { 0 }), ErrorCode::CorruptInput, "header but no samples" },
        { "no_samples.gdf", good.substr(0, 520), ErrorCode::CorruptInput, "header but no samples" },
        { "duration.gdf", gdf([](auto& g) { g.durationDenominator = 0; }), ErrorCode::CorruptInput,
          "duration of a data record" },
        { "slow.gdf", gdf([](auto& g) { g.durationNumerator = 1000; }), ErrorCode::CorruptInput,
          "a sampling rate that no EEG has: expected 0.1 Hz to 1 MHz, found 0.010000 Hz" },
        { "type.gdf", gdf([](auto& g) { g.channels[0].type = 18; }), ErrorCode::UnsupportedFormat,
          "found GDF type 18" },
        { "per_record.gdf", gdf([](auto& g) {
              g.channels[0].perRecord = 4'000'000'000;
              g.writtenRecords = 0;
          }),
          ErrorCode::CorruptInput, "impossible number of samples" },
        { "nothing.gdf", gdf([](auto& g) {
              g.channels[0].type = 16;
              g.value = [](auto, auto) { return std::nan(""); };
          }),
          ErrorCode::CorruptInput, "nothing but missing values" },
    };
    expectSentences(files);
}

TEST(Gdf, HostileCountsCostNoMemory)
{
    const TemporaryFolder folder;
    GdfBuilder gdf;
    gdf.events = { { 1, 769, 0 } };
    std::string bytes = gdf.bytes();
    bytes.replace(2 * 256 + 3 * 20 + 1, 3, "\xFF\xFF\xFF"); // 16 million events
    const auto events = readRecording(folder.write("events.gdf", bytes));
    ASSERT_TRUE(events.has_value());
    EXPECT_THAT(events->warnings, ElementsAre(HasSubstr("it says 16777215 events")));
    gdf.statedRecords = std::int64_t { 1 } << 62;
    const auto records = readRecording(folder.write("records.gdf", gdf.bytes()));
    ASSERT_TRUE(records.has_value());
    EXPECT_THAT(records->warnings, Contains(HasSubstr("is truncated")));
}

TEST(Gdf, ATextTransferIsRefusedOrSaid)
{
    const TemporaryFolder folder;
    GdfBuilder gdf;
    gdf.channels[0].perRecord = 3000;
    gdf.value = [](std::size_t, std::int64_t s) { return static_cast<double>(s * 7919 % 30000 - 15000); };
    gdf.mode = 0;
    std::string converted;
    const std::string good = gdf.bytes();
    for (std::size_t i = 0; i < good.size(); ++i)
        converted += good[i] == '\n' && i >= 512 ? std::string("\r\n") : std::string(1, good[i]);
    ASSERT_GT(converted.size(), good.size() + 20);
    const auto cut = readRecording(folder.write("cut.gdf", converted.substr(0, good.size() - 9)));
    if (cut) {
        EXPECT_THAT(cut->warnings, Contains(HasSubstr("transfer in text mode")));
    } else {
        EXPECT_THAT(cut.error().sentence(), HasSubstr("transfer in text mode"));
    }
}

} // namespace
} // namespace maskscope::test
