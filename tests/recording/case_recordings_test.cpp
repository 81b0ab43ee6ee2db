// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings with one bad part, written after public reports: what is sound is read as MNE-Python reads it, what is not
// is named, and who takes part in an analysis is what `inspect` says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#include "analysis/data/recording/samples/channel_statistics.h"
#include "analysis/data/recording/recording.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class CaseRecordings : public testing::Test {
protected:
    void SetUp() override
    {
        if (!std::filesystem::exists(shared / "cases" / "recordings"))
            GTEST_SKIP() << "no shared cases";
    }
    static std::filesystem::path at(const std::string& name) { return shared / "cases" / "recordings" / name; }
    static Recording opened(const std::string& name, bool keepBad = false)
    {
        auto recording = readRecording(at(name), std::nullopt, keepBad);
        EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
        return recording.value();
    }
    static std::string sentence(const std::string& name)
    {
        const auto recording = readRecording(at(name));
        return recording ? "was read" : recording.error().sentence();
    }
};

std::vector<std::string> takingPart(const Recording& recording)
{
    std::vector<std::string> names;
    for (const Channel& channel : recording.channels)
        if (whyLeftOut(recording, channel).empty())
            names.push_back(channel.name);
    return names;
}

const Channel& channelOf(const Recording& recording, const std::string& label)
{
    const auto found = std::ranges::find(recording.channels, label, &Channel::label);
    EXPECT_NE(found, recording.channels.end()) << label;
    return *found;
}

std::vector<std::pair<std::int64_t, std::int64_t>> piecesOf(const Recording& recording)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> pieces;
    for (const Segment& segment : recording.segments)
        pieces.emplace_back(segment.first, segment.last);
    return pieces;
}

TEST_F(CaseRecordings, ReadAsMnePythonReadsThem)
{
    if (std::system("/usr/bin/python3 -c 'import mne, numpy' >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "/usr/bin/python3 lacks mne or numpy";
    const TemporaryFolder folder;
    ASSERT_EQ(std::system(("PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 " MASKSCOPE_SOURCE_DIR
                           "/tests/recording/case_recordings.py "
                           + at("").string() + " " + (folder / "mne.json").string())
                              .c_str()),
              0);
    const auto all = nlohmann::json::parse(std::ifstream(folder / "mne.json"));
    ASSERT_EQ(all.size(), 15U);
    for (const auto& [name, mne] : all.items()) {
        SCOPED_TRACE(name);
        const Recording recording = opened(name);
        EXPECT_EQ(recording.samples, mne["samples"].get<std::int64_t>());
        EXPECT_NEAR(recording.samplingRateHz, mne["sampling_rate_hz"].get<double>(), 1e-6);
        const auto statistics = channelStatistics(recording).value();
        ASSERT_EQ(recording.channels.size(), mne["channels"].size());
        for (std::size_t c = 0; c < statistics.size(); ++c) {
            const auto& expected = mne["channels"][c];
            const bool scaled = recording.channels[c].unit == "µV" && recording.channels[c].setAside.empty();
            if (!scaled || expected["std"].is_null())
                continue;
            EXPECT_NEAR(statistics[c].mean, expected["mean"].get<double>(), 1e-4 + 1e-9 * 1e5) << c;
            EXPECT_NEAR(statistics[c].std, expected["std"].get<double>(), 1e-6 * expected["std"].get<double>() + 1e-9);
        }
        std::set<std::int64_t> bad;
        for (const std::int64_t sample : mne["bad"])
            bad.insert(sample);
        for (const Segment& segment : recording.segments)
            for (std::int64_t t = segment.first; t <= segment.last; ++t)
                ASSERT_FALSE(bad.contains(t)) << t;
    }
}

// The windows that an analysis cuts hold the channels that `inspect` announces.
TEST_F(CaseRecordings, InspectAndAnalyzeAgreeOnWhoTakesPart)
{
    for (const auto& entry : std::filesystem::directory_iterator(at(""))) {
        const auto recording = readRecording(entry.path());
        if (!recording || recording->precut)
            continue;
        SCOPED_TRACE(entry.path().filename());
        const auto announced = takingPart(*recording);
        const auto windows = makeWindows({ &*recording, 1 }, { .windowLength = 50, .samplingRateHz = 50 });
        if (!windows) {
            EXPECT_THAT(windows.error().sentence(), AllOf(Not(HasSubstr("usable samples")))) << announced.size();
            continue;
        }
        std::vector<std::string> taken;
        for (const WindowSequence& sequence : windows->sequences)
            taken.push_back(windows->channels[static_cast<std::size_t>(sequence.channel)].name);
        EXPECT_EQ(taken, announced);
    }
}

TEST_F(CaseRecordings, ChannelsWithoutAScaleAreSetAside)
{
    const Recording chb = opened("chb_dummy.edf");
    EXPECT_EQ(chb.channels.size(), 14U);
    EXPECT_EQ(takingPart(chb).size(), 11U);
    EXPECT_THAT(whyLeftOut(chb, channelOf(chb, "-")), HasSubstr("no digital range (minimum and maximum are both 0)"));
    EXPECT_THAT(chb.warnings,
                Contains(AllOf(HasSubstr("set aside: --0, --1, --2"), HasSubstr("amplitudes are unknown"))));
    const Recording spo2 = opened("pmin_eq_pmax.edf");
    EXPECT_THAT(takingPart(spo2), ElementsAre("FP1", "FP2", "F3", "F4"));
    EXPECT_THAT(spo2.warnings, Contains(AllOf(HasSubstr("SPO2"), HasSubstr("no physical range"))));
}

TEST_F(CaseRecordings, HeadersWithOneBadEntryAreRead)
{
    EXPECT_THAT(opened("decimal_comma.edf").warnings, Contains(HasSubstr("decimal commas")));
    EXPECT_THAT(opened("recs_too_many.edf").warnings,
                Contains(AllOf(HasSubstr("is truncated (expected 1280 + 12 x 2048 bytes"),
                               HasSubstr("10 whole data records"))));
    const Recording cut = opened("edf_trunc_last.edf");
    EXPECT_EQ(cut.durationS(), 9);
    EXPECT_THAT(cut.warnings, Contains(AllOf(HasSubstr("is truncated"), HasSubstr("found 21660"))));
    const Recording noident = opened("bv_noident.vhdr");
    EXPECT_THAT(noident.warnings, Contains(HasSubstr("bv_noident.vmrk lacks the first line")));
    ASSERT_EQ(noident.annotations.size(), 1U);
    EXPECT_EQ(noident.annotations[0].text, "Stimulus/S  1");
    EXPECT_NEAR(noident.annotations[0].onsetS, 299 / 256.0, 1e-9);
    const Recording nomarkers = opened("bv_nomarkerkey.vhdr");
    EXPECT_THAT(nomarkers.warnings,
                Contains(AllOf(HasSubstr("names no marker file"), HasSubstr("gaps are not known"))));
}

// 20480 bytes are 2560 samples of the four channels that have a line; of three, no whole number.
TEST_F(CaseRecordings, TheSizeOfTheDataSettlesTheNumberOfChannels)
{
    const Recording recording = opened("bv_nchan.vhdr");
    EXPECT_EQ(recording.channels.size(), 4U);
    EXPECT_EQ(recording.samples, 2560);
    EXPECT_THAT(recording.warnings,
                Contains(AllOf(HasSubstr("3 channels by NumberOfChannels, 4 lines"), HasSubstr("that it is 4"))));
    const auto statistics = channelStatistics(recording);
    ASSERT_TRUE(statistics);
    for (const ChannelStatistics& channel : *statistics) {
        EXPECT_NEAR(channel.std, 15, 0.3); // noise of 15 µV; scrambled channels would have it too, but ...
        EXPECT_LT(std::abs(channel.mean), 1);
    }
}

TEST_F(CaseRecordings, SamplesThatAreNoNumbersCostAsLittleAsTheyCan)
{
    const Recording row = opened("nwb_nanrow.nwb");
    EXPECT_EQ(takingPart(row).size(), 16U);
    EXPECT_THAT(piecesOf(row), ElementsAre(std::pair(0, 4), std::pair(6, 2559)));
    EXPECT_THAT(row.warnings, Contains(HasSubstr("no finite numbers at 1 place")));
    const Recording channels = opened("bv_nan.vhdr");
    EXPECT_THAT(takingPart(channels), ElementsAre("FP1", "C3", "C4"));
    EXPECT_THAT(whyLeftOut(channels, channelOf(channels, "Fp2")), HasSubstr("no finite numbers (20 of 2560)"));
    EXPECT_THAT(whyLeftOut(channels, channelOf(channels, "F3")), HasSubstr("(2560 of 2560)"));
    EXPECT_THAT(whyLeftOut(channels, channelOf(channels, "F4")), HasSubstr("(1 of 2560)"));
    EXPECT_THAT(piecesOf(channels), ElementsAre(std::pair(0, 2559)));
}

TEST_F(CaseRecordings, SpansMarkedBadAreLeftOutUnlessTheyAreKept)
{
    const Recording recording = opened("bad_span_raw.fif");
    EXPECT_THAT(piecesOf(recording), ElementsAre(std::pair(0, 1279), std::pair(1792, 2559)));
    EXPECT_THAT(recording.warnings,
                Contains(AllOf(HasSubstr("2 s in 1 span marked as bad (BAD_movement)"), HasSubstr("--keep-bad"))));
    const auto windows = makeWindows({ &recording, 1 }, { .windowLength = 256, .samplingRateHz = 256 }).value();
    ASSERT_EQ(windows.sequences.size(), 16U);
    EXPECT_EQ(windows.sequences[0].tokens, 8); // 5 and 3 of one second
    for (const float sample : windows.windows(0))
        ASSERT_LT(std::abs(sample), 100); // the artefact has 3000 µV
    const Recording kept = opened("bad_span_raw.fif", true);
    EXPECT_THAT(piecesOf(kept), ElementsAre(std::pair(0, 2559)));
    EXPECT_THAT(kept.warnings, Contains(HasSubstr("kept, as asked for (--keep-bad)")));
}

TEST_F(CaseRecordings, TimeIsWhatTheStampsSay)
{
    EXPECT_THAT(piecesOf(opened("plusD_rounded.edf")), ElementsAre(std::pair(0, 95199)));
    const Recording jumps = opened("plusC_is_D.edf");
    EXPECT_THAT(piecesOf(jumps), ElementsAre(std::pair(0, 1279), std::pair(1280, 2559)));
    EXPECT_DOUBLE_EQ(jumps.segments[1].startS.value(), 50);
    EXPECT_THAT(jumps.warnings, Contains(HasSubstr("calls the recording continuous (EDF+C), but the time stamps")));
    const Recording restart = opened("bdf_dc_restart.bdf");
    EXPECT_THAT(piecesOf(restart), ElementsAre(std::pair(0, 1279), std::pair(1280, 2559)));
    EXPECT_FALSE(restart.segments[1].startS.has_value());
    EXPECT_THAT(restart.warnings, Contains(HasSubstr("began anew 1 time (bit 16 of Status)")));
    const Recording outside = opened("annot_outside.edf");
    ASSERT_EQ(outside.annotations.size(), 1U);
    EXPECT_EQ(outside.annotations[0].text, "in");
    EXPECT_EQ(outside.annotations[0].onsetS, 3);
    EXPECT_THAT(outside.warnings, Contains("2 annotations outside the recording left out"));
}

TEST_F(CaseRecordings, AmplitudesThatNoEegHasNameTheLikelyUnit)
{
    for (const char* name : { "uv_as_v.edf", "bv_V.vhdr", "nwb_int16_conv1.nwb" })
        EXPECT_THAT(opened(name).warnings,
                    Contains(AllOf(HasSubstr("amplitudes that no EEG has"), HasSubstr("microvolt that are called volt"),
                                   HasSubstr("--unit uV"))))
            << name;
    EXPECT_THAT(
        opened("set_volt.set").warnings,
        Contains(AllOf(HasSubstr("e-05 µV"), HasSubstr("volt that are taken for microvolt"), HasSubstr("--unit V"))));
    for (const char* name : { "decimal_comma.edf", "bdf_dc_restart.bdf", "bad_span_raw.fif", "bv_noident.vhdr" })
        EXPECT_THAT(opened(name).warnings, Not(Contains(HasSubstr("amplitudes")))) << name;
}

TEST_F(CaseRecordings, FlatAndClippedChannelsAreNamed)
{
    const Recording recording = opened("flat_clip.edf");
    EXPECT_THAT(recording.warnings, Contains("flat, one value from beginning to end: F4"));
    EXPECT_THAT(recording.warnings, Contains(AllOf(HasSubstr("limits of the digital range"), HasSubstr("(C3)"))));
    EXPECT_THAT(opened("decimal_comma.edf").warnings, Not(Contains(HasSubstr("flat"))));
    EXPECT_THAT(opened("decimal_comma.edf").warnings, Not(Contains(HasSubstr("clipped"))));
}

TEST_F(CaseRecordings, PointersAreNamedForWhatTheyAre)
{
    for (const char* name : { "lfs_pointer.edf", "lfs_pointer.set", "bv_lfs.vhdr" })
        EXPECT_THAT(sentence(name),
                    AllOf(HasSubstr("is a Git LFS pointer instead of the file"), HasSubstr("git lfs pull")))
            << name;
    EXPECT_THAT(sentence("bv_lfs.vhdr"), HasSubstr("bv_lfs.eeg"));
    EXPECT_THAT(sentence("annex_pointer.edf"),
                AllOf(HasSubstr("pointer of git-annex (DataLad)"), HasSubstr("datalad get")));
}

} // namespace
} // namespace maskscope::test
