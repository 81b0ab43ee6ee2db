// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5 files whose samples lie in other files, or nowhere, or that cost more than they hold. The library reads all of
// them without a word: as zeros, as the bytes of any file, or for minutes.
#include <chrono>

#include "analysis/data/windowing/window_set.h"
#include "tests/recording/hdf5_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;

fs::path otherFile(const TemporaryFolder& folder)
{
    Hdf5Builder file(folder / "other.h5");
    const hid_t eeg = file.dataset("/eeg", { 4, 2000 });
    Hdf5Builder::fill(eeg, { 0, 0 }, { 4, 2000 });
    file.rate(eeg);
    file.names(fourNames);
    return file.close();
}

TEST(Hdf5Elsewhere, TheSharedFilesAreRefused)
{
    const fs::path hostile = shared / "cases" / "hostile";
    if (!fs::exists(hostile))
        GTEST_SKIP() << "needs ../shared/cases/hostile, which is not here";
    EXPECT_NE(refusal(hostile / "vds_source_missing.h5").find("a virtual dataset made of others (/nope.h5)"),
              std::string::npos)
        << refusal(hostile / "vds_source_missing.h5");
    EXPECT_NE(refusal(hostile / "external_storage_etc_passwd.h5").find("found samples in /etc/passwd"),
              std::string::npos)
        << refusal(hostile / "external_storage_etc_passwd.h5");
}

TEST(Hdf5Elsewhere, ALinkIntoAnotherFileIsNotFollowed)
{
    const TemporaryFolder folder;
    const fs::path other = otherFile(folder);
    EXPECT_EQ(refusal(other), "was read"); // the other file itself is fine
    Hdf5Builder whole(folder / "whole.h5");
    H5Lcreate_external(other.c_str(), "/eeg", whole.file(), "eeg", H5P_DEFAULT, H5P_DEFAULT);
    whole.names(fourNames);
    const std::string said = refusal(whole.close());
    EXPECT_NE(said.find("it points to another file, which is not followed: /eeg in " + other.string() + ": /eeg"),
              std::string::npos)
        << said;
}

TEST(Hdf5Elsewhere, NorIsOneOfNames)
{
    const TemporaryFolder folder;
    const fs::path other = otherFile(folder);
    Hdf5Builder names(folder / "names.h5");
    const hid_t eeg = names.dataset("/eeg", { 4, 2000 });
    Hdf5Builder::fill(eeg, { 0, 0 }, { 4, 2000 });
    names.rate(eeg);
    H5Lcreate_external(other.c_str(), "/channel_names", names.file(), "channel_names", H5P_DEFAULT, H5P_DEFAULT);
    const std::string said = refusal(names.close());
    EXPECT_NE(said.find("/channel_names: lies outside the file, which is not followed"), std::string::npos) << said;
    EXPECT_NE(said.find("found a link to " + other.string() + ": /channel_names"), std::string::npos) << said;
}

TEST(Hdf5Elsewhere, NorOneOfAGroupOfRecordings)
{
    const TemporaryFolder folder;
    const fs::path other = otherFile(folder);
    Hdf5Builder group(folder / "group.h5");
    H5Lcreate_external(other.c_str(), "/", group.file(), "subject_1", H5P_DEFAULT, H5P_DEFAULT);
    const std::string said = refusal(group.close());
    EXPECT_NE(said.find("which is not followed: /subject_1"), std::string::npos) << said;
}

TEST(Hdf5Elsewhere, AVirtualDatasetWithItsSourceIsRefusedToo)
{
    const TemporaryFolder folder;
    const fs::path other = otherFile(folder);
    Hdf5Builder file(folder / "virtual.h5");
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    const Shape shape { 4, 2000 };
    const hid_t space = H5Screate_simple(2, shape.data(), nullptr);
    H5Pset_virtual(creation, space, other.c_str(), "/eeg", space);
    file.rate(file.dataset("/eeg", shape, creation));
    file.names(fourNames);
    const std::string said = refusal(file.close());
    EXPECT_NE(said.find("a virtual dataset made of others (" + other.string() + ")"), std::string::npos) << said;
}

TEST(Hdf5Cost, MoreChannelsThanAnyoneHasAreRefusedAtOnce)
{
    const TemporaryFolder folder;
    Hdf5Builder file(folder / "channels.h5");
    const hid_t eeg = file.dataset("/eeg", { 2'000'000, 4 }, chunked({ 100'000, 4 }, 9));
    Hdf5Builder::fill(eeg, { 0, 0 }, { 2'000'000, 4 });
    file.rate(eeg);
    file.names({ "Fz" });
    const auto started = std::chrono::steady_clock::now();
    const std::string said = refusal(file.close());
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
    EXPECT_NE(said.find("at most 10,000 channels"), std::string::npos) << said;
}

/// Each sequence by itself would unpack the one chunk of all of them again.
TEST(Hdf5Cost, OneChunkOfEverythingIsUnpackedOnce)
{
    const TemporaryFolder folder;
    Hdf5Builder file(folder / "chunk.h5");
    const hid_t windows = file.dataset("/windows", { 2000, 2, 1024 }, chunked({ 2000, 2, 1024 }, 9));
    std::vector<float> zeros(std::size_t { 2000 } * 2 * 1024);
    H5Dwrite(windows, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, zeros.data());
    file.rate(windows);
    file.names(std::vector<std::string>(2000, "Cz"));
    file.integers("/seq_lengths", std::vector<std::int64_t>(2000, 2));
    const fs::path path = file.close();
    EXPECT_LT(fs::file_size(path), 200'000U);
    const auto started = std::chrono::steady_clock::now();
    EXPECT_EQ(refusal(path), "was read");
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
}

/// Short sequences beside a long one: what is padded need not be stored at all.
TEST(Hdf5Cost, PaddingMayBePackedAsMuchAsItLikes)
{
    const TemporaryFolder folder;
    Hdf5Builder file(folder / "padding.h5");
    const hid_t windows = file.dataset("/windows", { 4, 5000, 1024 }, chunked({ 1, 1, 1024 })); // 82 MB
    Hdf5Builder::fill(windows, { 0, 0, 0 }, { 4, 2, 1024 });
    file.rate(windows);
    file.names(fourNames);
    file.integers("/seq_lengths", { 2, 2, 1, 2 });
    const auto recording = readRecording(file.close());
    ASSERT_TRUE(recording) << recording.error().sentence();
    EXPECT_EQ(recording->precut->tokens, (std::vector { 2, 2, 1, 2 }));
}

TEST(Hdf5Cost, GigabytesOfPackedZerosAreRefused)
{
    const TemporaryFolder folder;
    Hdf5Builder file(folder / "bomb.h5");
    const hid_t eeg = file.dataset("/eeg", { 4, 40'000'000 }, chunked({ 4, 1'000'000 }, 9));
    std::vector<float> zeros(std::size_t { 4 } * 1'000'000);
    for (hsize_t first = 0; first < 40'000'000; first += 1'000'000) {
        const Shape start { 0, first }, count { 4, 1'000'000 };
        const hid_t space = H5Dget_space(eeg);
        H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr);
        const hid_t memory = H5Screate_simple(2, count.data(), nullptr);
        H5Dwrite(eeg, H5T_NATIVE_FLOAT, memory, space, H5P_DEFAULT, zeros.data());
        H5Sclose(memory);
        H5Sclose(space);
    }
    file.rate(eeg);
    file.names(fourNames);
    const std::string said = refusal(file.close());
    EXPECT_NE(said.find("200 times as many bytes as are stored"), std::string::npos) << said;
}

TEST(Rates, AbsurdOnesAreRefusedOrSaid)
{
    const TemporaryFolder folder;
    const auto withRate = [&](double hz) {
        Hdf5Builder file(folder / ("rate_" + std::to_string(hz) + ".h5")); // an earlier one may be open
        const hid_t eeg = file.dataset("/eeg", { 4, 2000 });
        Hdf5Builder::fill(eeg, { 0, 0 }, { 4, 2000 });
        file.rate(eeg, hz);
        file.names(fourNames);
        return file.close();
    };
    EXPECT_NE(refusal(withRate(1e9)).find("no EEG has"), std::string::npos);
    EXPECT_EQ(refusal(withRate(25'000)), "was read");
    const auto slow = readRecording(withRate(0.02));
    ASSERT_TRUE(slow) << slow.error().sentence();
    EXPECT_TRUE(says(slow->warnings, "0.02 Hz, far too slowly for EEG"));
    const auto windows = makeWindows(std::span(&*slow, 1), { .windowLength = 256, .samplingRateHz = 256 });
    ASSERT_FALSE(windows);
    EXPECT_NE(windows.error().sentence().find("its sampling rate is far below the model's: expected at least 25.6 Hz"),
              std::string::npos)
        << windows.error().sentence();
    const auto fair = readRecording(withRate(64)); // a low rate that a model may still be asked about
    ASSERT_TRUE(fair);
    EXPECT_TRUE(makeWindows(std::span(&*fair, 1), { .windowLength = 256, .samplingRateHz = 256 }));
}

} // namespace

} // namespace maskscope::test
