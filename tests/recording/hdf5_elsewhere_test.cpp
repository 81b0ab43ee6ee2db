// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5 files whose samples lie in other files, or nowhere, or that cost more than they hold. The library reads all of
// them without a word: as zeros, as the bytes of any file, or for minutes.
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <hdf5.h>

#include "analysis/recording/recording.h"
#include "analysis/recording/recording_summary.h"
#include "analysis/windowing/window_set.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;

using Shape = std::vector<hsize_t>;

/// Writes files with HDF5's own interface, as h5py would.
class Hdf5Builder {
public:
    explicit Hdf5Builder(fs::path path)
        : m_path(std::move(path))
        , m_file(H5Fcreate(m_path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT))
    {
    }
    Hdf5Builder(const Hdf5Builder&) = delete;
    Hdf5Builder& operator=(const Hdf5Builder&) = delete;
    ~Hdf5Builder() { close(); }
    fs::path close()
    {
        if (m_file >= 0)
            H5Fclose(m_file);
        m_file = -1;
        return m_path;
    }
    [[nodiscard]] hid_t file() const { return m_file; }

    hid_t dataset(const std::string& name, const Shape& shape, hid_t creation = H5P_DEFAULT,
                  hid_t type = H5T_NATIVE_FLOAT) const
    {
        const hid_t links = H5Pcreate(H5P_LINK_CREATE);
        H5Pset_create_intermediate_group(links, 1);
        const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
        const hid_t made = H5Dcreate2(m_file, name.c_str(), type, space, links, creation, H5P_DEFAULT);
        H5Sclose(space);
        H5Pclose(links);
        return made;
    }
    /// The block [first, first + count) becomes 1, 2, 3, ...
    static void fill(hid_t dataset, const Shape& first, const Shape& count)
    {
        hsize_t size = 1;
        for (const hsize_t n : count)
            size *= n;
        std::vector<float> values(size);
        std::iota(values.begin(), values.end(), 1.0F);
        const hid_t space = H5Dget_space(dataset);
        H5Sselect_hyperslab(space, H5S_SELECT_SET, first.data(), nullptr, count.data(), nullptr);
        const hid_t memory = H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr);
        ASSERT_GE(H5Dwrite(dataset, H5T_NATIVE_FLOAT, memory, space, H5P_DEFAULT, values.data()), 0);
        H5Sclose(memory);
        H5Sclose(space);
    }
    void rate(hid_t object, double hz = 128) const
    {
        const hid_t space = H5Screate(H5S_SCALAR);
        const hid_t attribute
            = H5Acreate2(object, "sampling_rate_hz", H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, H5T_NATIVE_DOUBLE, &hz);
        H5Aclose(attribute);
        H5Sclose(space);
    }
    void names(std::vector<std::string> names) const
    {
        const hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, 8);
        std::vector<char> bytes(8 * names.size(), 0);
        for (std::size_t i = 0; i < names.size(); ++i)
            names[i].copy(bytes.data() + 8 * i, 8);
        const hid_t made = dataset("/channel_names", { names.size() }, H5P_DEFAULT, type);
        H5Dwrite(made, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data());
        H5Dclose(made);
        H5Tclose(type);
    }
    void integers(const std::string& name, const std::vector<std::int64_t>& values) const
    {
        const hid_t made = dataset(name, { values.size() }, H5P_DEFAULT, H5T_NATIVE_INT64);
        H5Dwrite(made, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        H5Dclose(made);
    }

private:
    fs::path m_path;
    hid_t m_file;
};

hid_t chunked(const Shape& chunk, int deflate = 0)
{
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
    if (deflate > 0)
        H5Pset_deflate(creation, static_cast<unsigned>(deflate));
    return creation;
}

std::string refusal(const fs::path& path)
{
    const auto recording = readRecording(path);
    return recording ? "was read" : recording.error().sentence();
}

bool says(const std::vector<std::string>& warnings, const std::string& text)
{
    return std::ranges::any_of(warnings, [&](const std::string& w) { return w.find(text) != std::string::npos; });
}

const std::vector<std::string> fourNames { "Fz", "Cz", "Pz", "Oz" };

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
        Hdf5Builder file(folder / "rate.h5");
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
