// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What nobody ever wrote of an HDF5 file: the library reads it as zeros.
#include <array>
#include <chrono>
#include <cmath>

#include "analysis/data/windowing/window_set.h"
#include "tests/recording/hdf5_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;

TEST(Hdf5Unwritten, AChunkThatIsMissingEverywhereIsAGap)
{
    const TemporaryFolder folder;
    Hdf5Builder file(folder / "gap.h5");
    const hid_t eeg = file.dataset("/eeg", { 4, 2000 }, chunked({ 4, 500 }, 4));
    Hdf5Builder::fill(eeg, { 0, 0 }, { 4, 500 });
    Hdf5Builder::fill(eeg, { 0, 1000 }, { 4, 1000 });
    file.rate(eeg);
    file.names(fourNames);
    const auto recording = readRecording(file.close());
    ASSERT_TRUE(recording) << recording.error().sentence();
    ASSERT_EQ(recording->segments.size(), 2U);
    EXPECT_EQ(recording->segments[0].first, 0);
    EXPECT_EQ(recording->segments[0].last, 499);
    EXPECT_EQ(recording->segments[1].first, 1000);
    EXPECT_EQ(recording->segments[1].last, 1999);
    EXPECT_TRUE(says(recording->warnings, "500 of 2000 samples were never written: 1 gap"));
    std::vector<double> values(4);
    ASSERT_TRUE(recording->source->read(1, 498, values));
    EXPECT_EQ(values[0], 999);
    EXPECT_EQ(values[1], 1000);
    EXPECT_TRUE(std::isnan(values[2]) && std::isnan(values[3])); // not zeros
    const auto windows = makeWindows(std::span(&*recording, 1), { .windowLength = 400, .samplingRateHz = 128 });
    ASSERT_TRUE(windows) << windows.error().sentence();
    ASSERT_EQ(windows->sequences.size(), 4U);
    EXPECT_EQ(windows->sequences[0].tokens, 3); // one before the gap, two behind it
    EXPECT_EQ(windows->windows(0)[400], 1); // the first sample behind it
}

TEST(Hdf5Unwritten, AChannelThatWasNeverWrittenIsSetAside)
{
    const TemporaryFolder folder;
    Hdf5Builder file(folder / "channel.h5");
    const hid_t eeg = file.dataset("/eeg", { 4, 2000 }, chunked({ 1, 1000 }));
    for (const hsize_t c : { 0, 1, 3 })
        Hdf5Builder::fill(eeg, { c, 0 }, { 1, 2000 });
    file.rate(eeg);
    file.names(fourNames);
    const auto recording = readRecording(file.close());
    ASSERT_TRUE(recording) << recording.error().sentence();
    EXPECT_EQ(recording->segments.size(), 1U);
    EXPECT_TRUE(says(recording->warnings, "set aside: PZ: never written"));
    EXPECT_NE(whyLeftOut(*recording, recording->channels[2]), "");
    EXPECT_EQ(whyLeftOut(*recording, recording->channels[3]), "");
}

TEST(Hdf5Unwritten, WhatWasNeverWrittenAtAllIsRefused)
{
    const TemporaryFolder folder;
    for (const bool inChunks : { false, true }) {
        Hdf5Builder file(folder / "nothing.h5");
        file.rate(file.dataset("/eeg", { 4, 2000 }, inChunks ? chunked({ 4, 500 }) : H5P_DEFAULT));
        file.names(fourNames);
        EXPECT_NE(refusal(file.close()).find("chunks that nobody ever wrote"), std::string::npos) << inChunks;
    }
}

/// No sequence is ever left out: mask files count them.
TEST(Hdf5Unwritten, AWindowThatWasNeverWrittenIsRefusedUnlessItIsPadding)
{
    const TemporaryFolder folder;
    for (const std::int64_t last : { 2, 3 }) {
        Hdf5Builder file(folder / "windows.h5");
        const hid_t windows = file.dataset("/windows", { 4, 3, 50 }, chunked({ 1, 1, 50 }));
        Hdf5Builder::fill(windows, { 0, 0, 0 }, { 3, 3, 50 });
        Hdf5Builder::fill(windows, { 3, 0, 0 }, { 1, 2, 50 }); // its third was never written
        file.rate(windows);
        file.names(fourNames);
        file.integers("/seq_lengths", { 3, 3, 3, last });
        const fs::path path = file.close();
        if (last == 3) {
            EXPECT_NE(refusal(path).find("1 of 4 sequences with windows that nobody ever wrote"), std::string::npos)
                << refusal(path);
            continue;
        }
        const auto recording = readRecording(path);
        ASSERT_TRUE(recording) << recording.error().sentence();
        EXPECT_EQ(recording->precut->tokens, (std::vector { 3, 3, 3, 2 }));
        EXPECT_EQ(recording->precut->samples[9 * 50], 1); // the fourth sequence's first sample
    }
}

/// The writer died: everybody lacks the rest, nobody is to be set aside for it.
TEST(Hdf5Unwritten, AFileWhoseWriterDiedEndsThere)
{
    const TemporaryFolder folder;
    Hdf5Builder file(folder / "died.h5");
    const hid_t eeg = file.dataset("/eeg", { 4, 2000 }, chunked({ 1, 100 }));
    for (const hsize_t c : { 0, 1, 3 })
        Hdf5Builder::fill(eeg, { c, 0 }, { 1, 800 });
    Hdf5Builder::fill(eeg, { 2, 0 }, { 1, 300 }); // this one had died before
    file.rate(eeg);
    file.names(fourNames);
    const auto recording = readRecording(file.close());
    ASSERT_TRUE(recording) << recording.error().sentence();
    ASSERT_EQ(recording->segments.size(), 1U);
    EXPECT_EQ(recording->segments[0].last, 799);
    EXPECT_TRUE(says(recording->warnings, "1200 of 2000 samples were never written: 1 gap"));
    EXPECT_TRUE(says(recording->warnings, "set aside: PZ: mostly never written"));
    for (const std::size_t c : { 0, 1, 3 })
        EXPECT_EQ(whyLeftOut(*recording, recording->channels[c]), "") << c;
}

TEST(Hdf5Unwritten, OneOfSeveralRecordingsIsAGapOfTheFile)
{
    const TemporaryFolder folder;
    Hdf5Builder file(folder / "groups.h5");
    for (const char* name : { "/one/eeg", "/two/eeg", "/three/eeg" }) {
        const hid_t eeg = file.dataset(name, { 4, 1000 }, chunked({ 4, 500 }));
        if (std::string(name) != "/two/eeg")
            Hdf5Builder::fill(eeg, { 0, 0 }, { 4, 1000 });
        Hdf5Builder::rate(eeg, 128, "rsFreq");
        Hdf5Builder::texts(eeg, "chOrder", fourNames);
    }
    const auto recording = readRecording(file.close());
    ASSERT_TRUE(recording) << recording.error().sentence();
    EXPECT_EQ(recording->format, "HDF5 LaBraM");
    ASSERT_EQ(recording->segments.size(), 2U); // in alphabetical order: one, three, two
    EXPECT_EQ(recording->segments[1].first, 1000);
    EXPECT_EQ(recording->segments[1].last, 1999);
    EXPECT_EQ(recording->segments[1].part, 1);
    EXPECT_TRUE(says(recording->warnings, "1000 of 3000 samples were never written: 1 gap"));
    for (const Channel& channel : recording->channels)
        EXPECT_EQ(whyLeftOut(*recording, channel), "") << channel.name;
}

/// [1, samples], a chunk a sample; every `step`-th is left out.
fs::path holed(const TemporaryFolder& folder, hsize_t samples, hsize_t step)
{
    Hdf5Builder file(folder / ("holes_" + std::to_string(samples) + ".h5")); // an earlier one may be open
    const hid_t eeg = file.dataset("/eeg", { 1, samples }, chunked({ 1, 1 }));
    const Shape first { 0, 0 }, stride { 1, step }, count { 1, samples / step }, block { 1, step - 1 };
    const hid_t space = H5Dget_space(eeg);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, first.data(), stride.data(), count.data(), block.data());
    const std::vector<float> values(static_cast<std::size_t>(H5Sget_select_npoints(space)), 1.0F);
    const hsize_t size = values.size();
    const hid_t memory = H5Screate_simple(1, &size, nullptr);
    H5Dwrite(eeg, H5T_NATIVE_FLOAT, memory, space, H5P_DEFAULT, values.data());
    H5Sclose(memory);
    H5Sclose(space);
    file.rate(eeg);
    file.names({ "Cz" });
    return file.close();
}

TEST(Hdf5Unwritten, ManyGapsAreReadSoonAndTooManyRefused)
{
    const TemporaryFolder folder;
    const fs::path many = holed(folder, 40'000, 5);
    auto started = std::chrono::steady_clock::now();
    const auto recording = readRecording(many);
    ASSERT_TRUE(recording) << recording.error().sentence();
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
    EXPECT_EQ(recording->segments.size(), 8000U);
    std::vector<double> values(11);
    ASSERT_TRUE(recording->source->read(0, 20'000, values));
    for (std::size_t i = 0; i < values.size(); ++i)
        EXPECT_EQ(std::isnan(values[i]), i % 5 == 4) << i;
    const fs::path tooMany = holed(folder, 60'000, 2);
    started = std::chrono::steady_clock::now();
    const std::string said = refusal(tooMany);
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
    EXPECT_NE(said.find("written in too many pieces"), std::string::npos) << said;
    EXPECT_NE(said.find("found 30000"), std::string::npos) << said;
}

/// More chunks than are looked through for nothing, but nearly all of them are there.
TEST(Hdf5Unwritten, AFewOfVeryManyChunksAreAGap)
{
    const TemporaryFolder folder;
    Hdf5Builder file(folder / "chunks.h5");
    const hid_t eeg = file.dataset("/eeg", { 1, 200'400 }, chunked({ 1, 1 }));
    Hdf5Builder::fill(eeg, { 0, 0 }, { 1, 100'000 });
    Hdf5Builder::fill(eeg, { 0, 100'001 }, { 1, 100'399 });
    file.rate(eeg);
    file.names({ "Cz" });
    const auto recording = readRecording(file.close());
    ASSERT_TRUE(recording) << recording.error().sentence();
    EXPECT_TRUE(says(recording->warnings, "1 of 200400 samples were never written: 1 gap"));
}

} // namespace

} // namespace maskscope::test
