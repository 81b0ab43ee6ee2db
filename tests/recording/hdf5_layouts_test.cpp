// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The plain and the windowed layout, and the summary that `inspect` prints of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/recording/recording.h"
#include "analysis/data/recording/recording_summary.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using Shape = std::vector<std::int64_t>;

std::filesystem::path writePlain(const TemporaryFolder& folder, const std::string& unit, bool rate = true,
                                 int names = 2)
{
    auto file = Hdf5File::create(folder / "plain.h5").value();
    std::vector<float> eeg;
    for (int i = 0; i < 200; ++i)
        eeg.push_back(static_cast<float>(i) / 100);
    EXPECT_TRUE(file.write<float>("/eeg", eeg, Shape { 2, 100 }).has_value());
    if (rate) {
        EXPECT_TRUE(file.setDoubleAttribute("/eeg", "sampling_rate_hz", 50).has_value());
    }
    EXPECT_TRUE(file.setStringAttribute("/eeg", "unit", unit).has_value());
    std::vector<std::string> labels { "Cz", "Fz" };
    labels.resize(static_cast<std::size_t>(names), "Pz");
    EXPECT_TRUE(file.writeStrings("/channel_names", labels).has_value());
    const std::vector<double> positions { 0, 0, 0.1, std::nan(""), 0, 0 };
    EXPECT_TRUE(file.write<double>("/positions", positions, Shape { 2, 3 }).has_value());
    EXPECT_TRUE(file.close().has_value());
    return folder / "plain.h5";
}

TEST(PlainHdf5, UnitsPositionsAndStatistics)
{
    const TemporaryFolder folder;
    const auto recording = readRecording(writePlain(folder, "mV"));
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_EQ(recording->format, "HDF5 plain");
    EXPECT_EQ(recording->samples, 100);
    EXPECT_EQ(recording->durationS(), 2);
    EXPECT_EQ(recording->channels[0].positionSource, "file");
    // The file brings positions of its own: an electrode without one is not taken from another table.
    EXPECT_FALSE(recording->channels[1].position.has_value());
    EXPECT_THAT(recording->warnings, Contains(HasSubstr("no electrode position for FZ")));
    const auto statistics = channelStatistics(*recording).value();
    EXPECT_NEAR(statistics[0].mean, 495, 1e-4); // mean of 0 ... 0.99 mV
    EXPECT_NEAR(statistics[0].std, 10 * std::sqrt((100.0 * 100.0 - 1) / 12), 1e-4); // of a discrete uniform
    EXPECT_NEAR(statistics[1].max, 1990, 1e-3);
    const auto json = nlohmann::json::parse(recordingJson(*recording, &statistics));
    EXPECT_EQ(json["kind"], "recording");
    EXPECT_EQ(json["segments"], nlohmann::json::parse("[[0,99]]"));
    EXPECT_EQ(json["channels"][0]["name"], "CZ");
    EXPECT_EQ(json["channels"][0]["label"], "Cz");
    EXPECT_TRUE(json["channels"][1]["position"].is_null());
    EXPECT_DOUBLE_EQ(json["channels"][0]["std"], statistics[0].std);
    EXPECT_FALSE(nlohmann::json::parse(recordingJson(*recording, nullptr))["channels"][0].contains("mean"));
    EXPECT_THAT(recordingText(*recording, &statistics), HasSubstr("warning: no electrode position for FZ"));
}

TEST(PlainHdf5, WhatIsMissingIsNamed)
{
    const TemporaryFolder folder;
    EXPECT_THAT(readRecording(writePlain(folder, "uV", false)).error().sentence(), HasSubstr("sampling_rate_hz"));
    EXPECT_THAT(readRecording(writePlain(folder, "uV", true, 3)).error().sentence(),
                HasSubstr("expected 2 names, found 3"));
    const auto unknown = readRecording(writePlain(folder, "furlong"));
    ASSERT_TRUE(unknown.has_value());
    EXPECT_THAT(unknown->warnings, Contains(HasSubstr("unknown unit 'furlong'")));
}

struct WindowedFile {
    std::vector<std::string> names { "fp1", "EKG", "T3", "Fp1" };
    std::vector<std::int64_t> lengths { 2, 2, 2, 1 };
    std::vector<std::int64_t> recordings { 7, 7, 7, 9 };

    [[nodiscard]] std::filesystem::path write(const TemporaryFolder& folder) const
    {
        auto file = Hdf5File::create(folder / "w.h5").value();
        std::vector<float> windows(4 * 2 * 3);
        for (std::size_t i = 0; i < windows.size(); ++i)
            windows[i] = static_cast<float>(i);
        EXPECT_TRUE(file.write<float>("/windows", windows, Shape { 4, 2, 3 }).has_value());
        EXPECT_TRUE(
            file.write<std::int64_t>("/seq_lengths", lengths, Shape { static_cast<std::int64_t>(lengths.size()) })
                .has_value());
        EXPECT_TRUE(file.write<std::int64_t>("/recording_index", recordings, Shape { 4 }).has_value());
        EXPECT_TRUE(file.writeStrings("/channel_names", names).has_value());
        EXPECT_TRUE(file.writeStrings("/montage/names", std::vector<std::string> { "FP1", "T3" }).has_value());
        EXPECT_TRUE(
            file.write<double>("/montage/xyz", std::vector<double> { 0, 1, 0, -1, 0, 0 }, Shape { 2, 3 }).has_value());
        EXPECT_TRUE(file.close().has_value());
        return folder / "w.h5";
    }
};

TEST(WindowedHdf5, EverySequenceInTheFilesOrder)
{
    const TemporaryFolder folder;
    const auto recording = readRecording(WindowedFile().write(folder));
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    const auto windows = makeWindows({ &*recording, 1 }, { .windowLength = 3, .samplingRateHz = 256 });
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    ASSERT_EQ(windows->sequences.size(), 4U); // the EKG too: mask files count sequences
    EXPECT_EQ(windows->samplingRateHz, 0); // the file does not say
    ASSERT_EQ(windows->recordings.size(), 2U);
    EXPECT_EQ(windows->recordings[0].id, "w#7");
    EXPECT_EQ(windows->recordings[1].id, "w#9");
    ASSERT_EQ(windows->channels.size(), 3U);
    EXPECT_EQ(windows->channels[2].name, "T7");
    EXPECT_TRUE(windows->channels[2].position.has_value()); // under its old name
    EXPECT_FALSE(windows->channels[1].position.has_value());
    EXPECT_EQ(windows->sequences[3].channel, windows->sequences[0].channel);
    EXPECT_EQ(windows->sequences[3].tokens, 1);
    EXPECT_EQ(windows->windows(3)[2], 20); // row 3 begins at 18; padding is not kept
    EXPECT_EQ(windows->samples.size(), 7U * 3U);
    EXPECT_THAT(windows->warnings, Contains(HasSubstr("EKG")));
    const auto wrong = makeWindows({ &*recording, 1 }, { .windowLength = 4, .samplingRateHz = 256 });
    EXPECT_EQ(wrong.error().code, ErrorCode::Mismatch);
    EXPECT_THAT(wrong.error().sentence(), HasSubstr("expected 4 samples, found 3"));
}

TEST(WindowedHdf5, MisfitsAreNamed)
{
    const TemporaryFolder folder;
    EXPECT_THAT(readRecording(WindowedFile { .lengths = { 2, 2, 2, 3 } }.write(folder)).error().sentence(),
                HasSubstr("expected 1 to 2, found 3"));
    EXPECT_THAT(readRecording(WindowedFile { .lengths = { 2, 2 } }.write(folder)).error().sentence(),
                HasSubstr("/seq_lengths: does not fit /windows"));
    EXPECT_THAT(readRecording(WindowedFile { .names = { "a" } }.write(folder)).error().sentence(),
                HasSubstr("/channel_names"));
    EXPECT_THAT(readRecording(WindowedFile { .recordings = { 0, 0, -1, 0 } }.write(folder)).error().sentence(),
                HasSubstr("/recording_index"));
}

TEST(WindowedHdf5, ReferenceFile)
{
    const auto path = shared / "trained" / "val.h5";
    if (!std::filesystem::exists(path))
        GTEST_SKIP() << "no trained models";
    const auto recording = readRecording(path);
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_EQ(recording->samplingRateHz, 128);
    const auto windows = makeWindows({ &*recording, 1 }, { .windowLength = 256, .samplingRateHz = 128 });
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    EXPECT_EQ(windows->sequences.size(), 192U);
    EXPECT_EQ(windows->recordings.size(), 6U);
    EXPECT_EQ(windows->channels.size(), 32U);
    EXPECT_THAT(windows->warnings, testing::IsEmpty());
}

// As the reference implementation writes it: byte strings, upper-case names, an EKG and an EMG channel.
TEST(WindowedHdf5, FileOfTheOracle)
{
    const auto oracle = shared / "oracle" / "oracle.py";
    const TemporaryFolder folder;
    const std::string command = "/usr/bin/python3 " + oracle.string()
        + " make-recording --recordings 2 --channels 67 --tokens 8 "
          "--window 32 --out "
        + (folder / "o.h5").string() + " > /dev/null 2>&1";
    if (!std::filesystem::exists(oracle) || std::system(command.c_str()) != 0)
        GTEST_SKIP() << "the oracle cannot run here";
    const auto recording = readRecording(folder / "o.h5");
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    const auto windows = makeWindows({ &*recording, 1 }, { .windowLength = 32, .samplingRateHz = 256 });
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    EXPECT_EQ(windows->recordings.size(), 2U);
    EXPECT_EQ(windows->sequences.size(), 2 * windows->channels.size());
    const auto file = Hdf5File::open(folder / "o.h5").value();
    const auto all = file.read<float>("/windows").value();
    const auto names = file.readStrings("/channel_names").value();
    const auto row = static_cast<std::size_t>(all.shape[1] * all.shape[2]);
    for (std::size_t s = 0; s < windows->sequences.size(); ++s) {
        const auto own = windows->windows(s);
        ASSERT_TRUE(std::equal(own.begin(), own.end(), all.values.begin() + static_cast<std::ptrdiff_t>(s * row))) << s;
        EXPECT_EQ(windows->channels[static_cast<std::size_t>(windows->sequences[s].channel)].name, names[s]);
    }
}

} // namespace
} // namespace maskscope::test
