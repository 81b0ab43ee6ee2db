// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// FIF files written by MNE-Python read as MNE-Python reads them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>

#include <nlohmann/json.hpp>

#include "analysis/data/recording/recording.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// The files are written once for all tests here: MNE-Python takes seconds to start.
class FifTwins : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        if (std::system("/usr/bin/python3 -c 'import mne, numpy' >/dev/null 2>&1") != 0)
            return;
        s_folder = std::make_unique<TemporaryFolder>();
        const std::string command = "PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 " MASKSCOPE_SOURCE_DIR
                                    "/tests/recording/fif_twins.py "
            + (*s_folder / "").string() + " " + (shared / "recordings").string();
        s_status = std::system(command.c_str());
    }
    static void TearDownTestSuite() { s_folder.reset(); }
    void SetUp() override
    {
        if (!s_folder)
            GTEST_SKIP() << "/usr/bin/python3 lacks mne or numpy";
        ASSERT_EQ(s_status, 0);
    }
    static json loaded(const std::string& name) { return json::parse(std::ifstream(*s_folder / name)); }
    static Recording opened(const std::string& file)
    {
        auto recording = readRecording(*s_folder / file);
        EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
        return recording.value();
    }
    static inline std::unique_ptr<TemporaryFolder> s_folder;
    static inline int s_status = 0;
};

/// [channel, sample]
std::vector<double> storedSamples(const std::filesystem::path& path)
{
    std::vector<double> values(std::filesystem::file_size(path) / sizeof(double));
    std::ifstream(path, std::ios::binary)
        .read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(double)));
    return values;
}

std::string sentenceOf(const std::filesystem::path& path)
{
    const auto recording = readRecording(path);
    return recording ? std::string("was read") : recording.error().sentence();
}

void expectChannels(const Recording& found, const json& expected)
{
    const std::map<std::string, ChannelKind> kinds {
        { "eeg", ChannelKind::Eeg },      { "eog", ChannelKind::Eog },    { "ecg", ChannelKind::Ecg },
        { "emg", ChannelKind::Emg },      { "mag", ChannelKind::Other },  { "misc", ChannelKind::Other },
        { "stim", ChannelKind::Trigger }, { "seeg", ChannelKind::Other },
    };
    ASSERT_EQ(found.channels.size(), expected["channels"].size());
    for (std::size_t c = 0; c < found.channels.size(); ++c) {
        const Channel& channel = found.channels[c];
        const json& own = expected["channels"][c];
        SCOPED_TRACE(channel.label);
        EXPECT_EQ(channel.label, own["label"]);
        if (own["type"] != "eeg" || channel.kind == ChannelKind::Eeg) { // of EEG the label may say another kind
            EXPECT_EQ(channel.kind, kinds.at(own["type"]));
        }
        EXPECT_EQ(channel.positionSource == "file", !own["position"].is_null());
        for (int i = 0; i < 3 && !own["position"].is_null(); ++i)
            EXPECT_EQ((*channel.position)[i], own["position"][static_cast<std::size_t>(i)].get<double>());
    }
}

void expectTime(const Recording& found, const json& expected)
{
    ASSERT_EQ(found.segments.size(), expected["segments"].size());
    for (std::size_t i = 0; i < found.segments.size(); ++i) {
        EXPECT_EQ(found.segments[i].first, expected["segments"][i][0]);
        EXPECT_EQ(found.segments[i].last, expected["segments"][i][1]);
        ASSERT_EQ(found.segments[i].startS.has_value(), !expected["starts"][i].is_null()) << i;
        if (found.segments[i].startS) {
            EXPECT_NEAR(*found.segments[i].startS, expected["starts"][i].get<double>(), 1e-9);
        }
    }
    ASSERT_EQ(found.annotations.size(), expected["annotations"].size());
    for (std::size_t i = 0; i < found.annotations.size(); ++i) {
        EXPECT_NEAR(found.annotations[i].onsetS, expected["annotations"][i][0].get<double>(), 2e-6); // MNE rounds to µs
        EXPECT_NEAR(found.annotations[i].durationS, expected["annotations"][i][1].get<double>(), 2e-6);
        EXPECT_EQ(found.annotations[i].text, expected["annotations"][i][2]);
    }
}

void expectSamples(const Recording& found, const std::vector<double>& expected)
{
    const auto samples = static_cast<std::size_t>(found.samples);
    ASSERT_EQ(expected.size(), samples * found.channels.size());
    std::vector<int> all;
    for (std::size_t c = found.channels.size(); c-- > 0;)
        all.push_back(static_cast<int>(c)); // in another order than they lie in the file
    std::vector<double> together(expected.size());
    ASSERT_TRUE(found.source->readTogether(all, 0, found.samples, together).has_value());
    for (std::size_t row = 0; row < all.size(); ++row) {
        const auto c = static_cast<std::size_t>(all[row]);
        SCOPED_TRACE(found.channels[c].label);
        const double scale = found.channels[c].unit == "µV" ? 1e6 : 1.0;
        for (std::size_t i = 0; i < samples; ++i) {
            const double value = expected[c * samples + i] * scale;
            ASSERT_NEAR(together[row * samples + i], value, 1e-12 * std::abs(value)) << i;
        }
        std::vector<double> alone(samples / 3); // begins and ends within buffers
        ASSERT_TRUE(found.source->read(all[row], 131, alone).has_value());
        for (std::size_t i = 0; i < alone.size(); ++i)
            ASSERT_EQ(alone[i], together[row * samples + 131 + i]) << i;
    }
}

TEST_F(FifTwins, ReadAsMneReadsThem)
{
    const json names = loaded("names.json");
    ASSERT_GE(names.size(), 13U);
    for (const std::string name : names) {
        SCOPED_TRACE(name);
        const json expected = loaded(name + ".json");
        const auto found = readRecording(*s_folder / expected["file"], std::nullopt, true); // what is marked bad too
        ASSERT_TRUE(found.has_value()) << found.error().sentence();
        EXPECT_EQ(found->format, "FIF");
        EXPECT_EQ(found->samplingRateHz, expected["sampling_rate_hz"]);
        ASSERT_EQ(found->samples, expected["samples"]);
        expectChannels(*found, expected);
        expectTime(*found, expected);
        expectSamples(*found, storedSamples(*s_folder / (name + ".f64")));
        std::vector<double> two(2);
        EXPECT_FALSE(found->source->read(0, found->samples - 1, two).has_value());
    }
}

TEST_F(FifTwins, SayWhatIsNotAsItLooks)
{
    const auto details = opened("details_raw.fif").warnings;
    EXPECT_THAT(details,
                Contains("channels marked bad in the file are left out (--keep-bad keeps them): OZ, A CHANNEL WITH A "
                         "LONG NAME"));
    EXPECT_THAT(details, Contains(HasSubstr("1 projector (SSP) comes with the file and is not applied")));
    EXPECT_THAT(details, Contains("1 MEG channel does not count as EEG"));
    EXPECT_THAT(details, Contains("1 channel of an electrode within the skull does not count as EEG"));
    EXPECT_THAT(details, Not(Contains(HasSubstr("pieces"))));
    EXPECT_THAT(opened("shielded_raw.fif").warnings, Contains(HasSubstr("active shielding")));
    EXPECT_THAT(opened("skips_raw.fif").warnings, Contains(HasSubstr("3 pieces: windows do not straddle")));
}

TEST_F(FifTwins, OtherFilesOfMneAreRefused)
{
    const auto sentence = [&](const char* name) { return sentenceOf(*s_folder / name); };
    EXPECT_THAT(sentence("cut-epo.fif"), AllOf(HasSubstr("save the raw recording"), HasSubstr("found epochs")));
    EXPECT_THAT(sentence("mean-ave.fif"), HasSubstr("found averages (evoked responses)"));
    EXPECT_THAT(sentence("packed_raw.fif.gz"), HasSubstr("is compressed"));
}

TEST_F(FifTwins, PartsOfASplitRecording)
{
    // A later part can be read by itself, and says so.
    const auto later = opened("neuromag_raw-2.fif");
    EXPECT_THAT(later.warnings, Contains(HasSubstr("what came before it is not read")));
    EXPECT_LT(later.samples, opened("neuromag_raw.fif").samples);
    EXPECT_THAT(opened("neuromag_raw.fif").warnings, Not(Contains(HasSubstr("before it"))));

    const TemporaryFolder renamed;
    for (int part = 0; part < 7; ++part) {
        const std::string suffix = part == 0 ? ".fif" : "-" + std::to_string(part) + ".fif";
        std::filesystem::copy_file(*s_folder / ("neuromag_raw" + suffix), renamed / ("other" + suffix));
    }
    const auto other = readRecording(renamed / "other.fif");
    ASSERT_TRUE(other.has_value()) << other.error().sentence();
    EXPECT_EQ(other->samples, loaded("neuromag.json")["samples"]);
    EXPECT_THAT(other->warnings,
                Contains("other.fif goes on in neuromag_raw-1.fif, which is not beside it: "
                         "other-1.fif is read instead"));

    std::filesystem::remove(renamed / "other-4.fif");
    EXPECT_THAT(sentenceOf(renamed / "other.fif"),
                AllOf(HasSubstr("other-3.fif: is a part of a split recording, and the next part is absent"),
                      HasSubstr("expected neuromag_raw-4.fif or other-4.fif beside it")));
    std::filesystem::copy_file(*s_folder / "details_raw.fif", renamed / "other-4.fif");
    EXPECT_THAT(sentenceOf(renamed / "other.fif"),
                HasSubstr("other-4.fif: does not continue other.fif: expected a file that says that it continues"));
    std::filesystem::remove(renamed / "other-4.fif");
    std::filesystem::copy_file(renamed / "other-2.fif", renamed / "other-4.fif"); // leads to the third once more
    EXPECT_THAT(sentenceOf(renamed / "other.fif"), HasSubstr("its parts lead in a circle"));
}

// Wherever such a file is cut: before its samples it is refused, among them the whole buffers are read, which is said.
TEST_F(FifTwins, ACutFileIsNeverTakenForTheWhole)
{
    std::ifstream in(*s_folder / "details_raw.fif", std::ios::binary);
    const std::string bytes { std::istreambuf_iterator<char>(in), {} };
    const TemporaryFolder folder;
    const Recording whole = opened("details_raw.fif");
    int shorter = 0;
    int refused = 0;
    constexpr std::size_t lastTag = 16; // says that it is the last, and nothing else
    for (std::size_t length = 1; length < bytes.size() - lastTag; length += length < 3000 ? 37 : 1009) {
        const auto recording = readRecording(folder.write("cut_raw.fif", bytes.substr(0, length)));
        if (!recording)
            EXPECT_THAT(recording.error().sentence(), HasSubstr("cut_raw.fif")) << length;
        else
            EXPECT_THAT(recording->warnings, Contains(HasSubstr("whole buffers of samples are read"))) << length;
        shorter += recording && recording->samples < whole.samples ? 1 : 0;
        refused += recording ? 0 : 1;
    }
    EXPECT_GT(shorter, 10);
    EXPECT_GT(refused, 10);
    for (std::size_t less = lastTag + 1; less < lastTag + 60; ++less) {
        const auto recording = readRecording(folder.write("cut_raw.fif", bytes.substr(0, bytes.size() - less)));
        ASSERT_TRUE(recording.has_value()) << less;
        EXPECT_THAT(recording->warnings, Contains(HasSubstr("whole buffers of samples are read"))) << less;
    }
    EXPECT_TRUE(readRecording(folder.write("cut_raw.fif", bytes.substr(0, bytes.size() - lastTag))).has_value());
}

} // namespace
} // namespace maskscope::test
