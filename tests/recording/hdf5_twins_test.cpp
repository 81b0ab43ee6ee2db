// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// LaBraM HDF5 and NWB files that h5py made of an EDF file's values, which Python parsed by itself: they must read as
// the EDF file does. And odd ones.
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/recording.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

bool runScript(const std::string& arguments)
{
    const std::string command = "PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 " MASKSCOPE_SOURCE_DIR
                                "/tests/recording/hdf5_twins.py "
        + arguments;
    return std::system(command.c_str()) == 0;
}

bool hasH5py() { return std::system("/usr/bin/python3 -c 'import h5py, numpy' > /dev/null 2>&1") == 0; }

/// Five channels of different gains and one offset, 40 s at 100 Hz.
std::filesystem::path writeEdf(const TemporaryFolder& folder)
{
    EdfBuilder edf;
    edf.records = "40";
    edf.writtenRecords = 40;
    edf.channels.clear();
    for (const auto& [label, range] : { std::pair { "EEG Fp1-REF", "3276.8" },
                                        { "T3", "1000" },
                                        { "Cz", "327.68" },
                                        { "EOG", "20000" },
                                        { "nowhere", "100" } })
        edf.channels.push_back({ .label = label,
                                 .physicalMin = std::string("-") + range,
                                 .physicalMax = range,
                                 .digitalMin = "-32767",
                                 .perRecord = "100" });
    return folder.write("own.edf", edf.bytes());
}

void expectTwin(const Recording& edf, const Recording& twin)
{
    ASSERT_EQ(twin.channels.size(), edf.channels.size());
    EXPECT_DOUBLE_EQ(twin.samplingRateHz, edf.samplingRateHz);
    ASSERT_EQ(twin.samples, edf.samples);
    std::vector<int> all;
    for (std::size_t c = 0; c < edf.channels.size(); ++c) {
        SCOPED_TRACE(edf.channels[c].label);
        all.push_back(static_cast<int>(c));
        EXPECT_EQ(twin.channels[c].label, edf.channels[c].label);
        EXPECT_EQ(twin.channels[c].name, edf.channels[c].name);
        EXPECT_EQ(twin.channels[c].kind, edf.channels[c].kind);
        EXPECT_EQ(twin.channels[c].unit, "µV");
        EXPECT_EQ(twin.channels[c].position, edf.channels[c].position);
        std::vector<double> expected(static_cast<std::size_t>(edf.samples));
        std::vector<double> found(expected.size());
        ASSERT_TRUE(edf.source->read(static_cast<int>(c), 0, expected).has_value());
        ASSERT_TRUE(twin.source->read(static_cast<int>(c), 0, found).has_value());
        for (std::size_t i = 0; i < expected.size(); ++i) // products in another order: some bits of float64
            ASSERT_NEAR(found[i], expected[i], 1e-11 * (1 + std::abs(expected[i]))) << i;
    }
    // Any choice of channels and any stretch, read together, are what they are one by one.
    std::ranges::reverse(all);
    all.erase(all.begin());
    const std::int64_t first = edf.samples / 3;
    const std::int64_t count = edf.samples / 2;
    std::vector<double> block(all.size() * static_cast<std::size_t>(count));
    std::vector<double> one(static_cast<std::size_t>(count));
    for (const Recording* recording : { &edf, &twin }) {
        ASSERT_TRUE(recording->source->readTogether(all, first, count, block).has_value());
        for (std::size_t i = 0; i < all.size(); ++i) {
            ASSERT_TRUE(recording->source->read(all[i], first, one).has_value());
            EXPECT_TRUE(std::equal(one.begin(), one.end(), block.begin() + static_cast<std::ptrdiff_t>(i) * count));
        }
    }
    std::vector<double> beyond(2);
    EXPECT_FALSE(twin.source->read(0, twin.samples - 1, beyond).has_value());
    EXPECT_FALSE(twin.source->read(0, -1, beyond).has_value());
}

class Twins : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override
    {
        if (!hasH5py())
            GTEST_SKIP() << "needs Debian's python3-h5py";
        m_path = *GetParam() == '\0' ? writeEdf(m_folder) : shared / "recordings" / GetParam();
        if (!std::filesystem::exists(m_path))
            GTEST_SKIP() << "no shared recordings";
        ASSERT_TRUE(runScript("twins " + m_path.string() + " " + (m_folder / "").string()));
        auto edf = readRecording(m_path);
        ASSERT_TRUE(edf.has_value()) << edf.error().sentence();
        m_edf = std::move(*edf);
    }
    Recording twin(const char* name)
    {
        auto recording = readRecording(m_folder / name);
        EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
        return recording.value_or(Recording {});
    }

    TemporaryFolder m_folder;
    std::filesystem::path m_path;
    Recording m_edf;
};

TEST_P(Twins, LabramReadsAsTheEdfFile)
{
    const Recording one = twin("labram.h5");
    EXPECT_EQ(one.format, "HDF5 LaBraM");
    EXPECT_THAT(one.warnings, Contains(HasSubstr("microvolt, as LaBraM's preparation writes it")));
    EXPECT_EQ(one.segments.size(), 1U);
    expectTwin(m_edf, one);
}

TEST_P(Twins, RecordingsOfOneLabramFileFollowOneAnother)
{
    const Recording halves = twin("labram_halves.h5");
    expectTwin(m_edf, halves);
    ASSERT_EQ(halves.segments.size(), 2U);
    EXPECT_EQ(halves.segments[1].first, m_edf.samples / 2);
    EXPECT_FALSE(halves.segments[1].startS.has_value());
    EXPECT_THAT(halves.parts, ElementsAre("a", "b"));
    const WindowSpec spec { .windowLength = 64, .samplingRateHz = 32 };
    const auto windows = makeWindows({ &halves, 1 }, spec);
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    ASSERT_EQ(windows->recordings.size(), 2U); // each a unit of inference
    EXPECT_EQ(windows->recordings[0].id, "labram_halves#a");
    EXPECT_EQ(windows->recordings[1].id, "labram_halves#b");
    // The first half's windows are those of a recording that ends there.
    Recording first = m_edf;
    first.samples = m_edf.samples / 2;
    first.segments = { { 0, first.samples - 1 } };
    const auto own = makeWindows({ &first, 1 }, spec);
    ASSERT_TRUE(own.has_value());
    ASSERT_EQ(windows->sequences.size(), 2 * own->sequences.size());
    for (std::size_t s = 0; s < own->sequences.size(); ++s) {
        const auto expected = own->windows(s);
        const auto found = windows->windows(s);
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            ASSERT_NEAR(found[i], expected[i], 1e-4F);
    }
}

TEST_P(Twins, NwbReadsAsTheEdfFile)
{
    const Recording one = twin("nwb.nwb");
    EXPECT_EQ(one.format, "NWB");
    EXPECT_THAT(one.warnings,
                Contains(HasSubstr("read from /acquisition/ElectricalSeries; the file's other series are "
                                   "left out: /acquisition/EOG")));
    EXPECT_EQ(one.segments.size(), 1U);
    expectTwin(m_edf, one);
}

TEST_P(Twins, NwbTimestampsGiveRateAndGap)
{
    const Recording one = twin("nwb_times.nwb");
    expectTwin(m_edf, one);
    ASSERT_EQ(one.segments.size(), 2U);
    EXPECT_EQ(one.segments[0].last, m_edf.samples / 2 - 1);
    EXPECT_NEAR(one.segments[1].startS.value(), 100 + static_cast<double>(m_edf.samples / 2) / m_edf.samplingRateHz,
                1e-9);
    EXPECT_THAT(one.warnings, Contains(HasSubstr("1 gap in the timestamps")));
}

INSTANTIATE_TEST_SUITE_P(Edf, Twins, testing::Values("", "edf_eegmmidb/S001R03.edf"),
                         [](const auto& of) { return std::string(*of.param == '\0' ? "Own" : "Eegmmidb"); });

struct OddFile {
    const char* name;
    const char* sentencePart;
};

TEST(OddHdf5, BadOnesEndInTheirSentence)
{
    const TemporaryFolder folder;
    if (!hasH5py())
        GTEST_SKIP() << "needs Debian's python3-h5py";
    ASSERT_TRUE(runScript("odd " + (folder / "").string()));
    const std::vector<OddFile> files {
        { "no_rate.h5", "/r/eeg: does not say its sampling rate: expected an attribute rsFreq" },
        { "rate_zero.h5", "rsFreq above 0, found 0.0" },
        { "no_names.h5", "does not name its channels: expected an attribute chOrder" },
        { "three_names.h5", "chOrder does not fit its samples: expected 2 names, found 3" },
        { "cube.h5", "expected numbers [channel, sample], found 3 dimensions" },
        { "hostile_shape.h5", "declares more elements than the file can hold" },
        { "no_series.nwb", "is an NWB file without EEG: expected an ElectricalSeries" },
        { "no_time.nwb", "does not say its sampling rate: expected starting_time" },
        { "no_time_rate.nwb", "a rate above 0, found -1" },
        { "random_times.nwb", "steps that are not above 0" },
        { "nan_time.nwb", "a time that is no finite number" },
        { "short_times.nwb", "does not fit the samples: expected 10 times, found 9" },
        { "turned.nwb", "its electrodes do not fit its data: expected 2 channels in data [time, channel], found 10" },
        { "beyond.nwb", "the series points beyond the electrode table: expected rows 0 to 2, found 7" },
        { "cube.nwb", "expected numbers [time, channel] of at most 10,000 channels, found 3 dimensions" },
        { "factors.nwb", "channel_conversion: does not fit the data: expected 2 factors" },
    };
    for (const OddFile& file : files) {
        SCOPED_TRACE(file.name);
        const auto recording = readRecording(folder / file.name);
        ASSERT_FALSE(recording.has_value());
        EXPECT_THAT(recording.error().sentence(), HasSubstr(file.sentencePart));
        EXPECT_THAT(recording.error().sentence(), HasSubstr(file.name));
        EXPECT_TRUE(recording.error().code == ErrorCode::CorruptInput
                    || recording.error().code == ErrorCode::UnsupportedFormat);
    }
}

class OddNwb : public testing::Test {
protected:
    void SetUp() override
    {
        if (!hasH5py())
            GTEST_SKIP() << "needs Debian's python3-h5py";
        ASSERT_TRUE(runScript("odd " + (m_folder / "").string()));
    }
    Recording read(const char* name)
    {
        auto recording = readRecording(m_folder / name);
        EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
        return recording.value_or(Recording {});
    }
    TemporaryFolder m_folder;
};

TEST_F(OddNwb, LabramChoosesTheLargestAgreementAndConvertsUnits)
{
    const Recording several = read("several.h5");
    EXPECT_THAT(several.parts, ElementsAre("b", "c"));
    EXPECT_EQ(several.samples, 20);
    EXPECT_THAT(several.warnings, Contains(HasSubstr("than b are left out: a, d")));
    EXPECT_THAT(several.warnings, Contains(HasSubstr("holds 2 recordings")));
    std::vector<double> values(4);
    ASSERT_TRUE(several.source->read(1, 8, values).has_value());
    EXPECT_THAT(values, ElementsAre('b', 'b', 'c', 'c'));
    const Recording millivolts = read("unit.h5");
    ASSERT_TRUE(millivolts.source->read(1, 0, values).has_value());
    EXPECT_THAT(values, ElementsAre(10'000, 11'000, 12'000, 13'000));
}

TEST_F(OddNwb, PositionsFollowTheAxesThatTheNamesTell)
{
    for (const char* name : { "head.nwb", "schema.nwb" }) {
        SCOPED_TRACE(name);
        const Recording recording = read(name);
        ASSERT_EQ(recording.channels.size(), 2U);
        ASSERT_TRUE(recording.channels[0].position && recording.channels[1].position);
        EXPECT_NEAR((*recording.channels[0].position - Eigen::Vector3d(-0.08, 0, 0.01)).norm(), 0, 1e-12); // T7: left
        EXPECT_NEAR((*recording.channels[1].position - Eigen::Vector3d(0, 0.01, 0.1)).norm(), 0, 1e-12);
        EXPECT_EQ(recording.channels[0].positionSource, "file");
    }
    const Recording unnamed = read("unnamed.nwb");
    EXPECT_FALSE(unnamed.channels[0].position.has_value());
    EXPECT_THAT(unnamed.warnings, Contains(HasSubstr("tells which way their axes point")));
}

TEST_F(OddNwb, LabelsComeFromTheTable)
{
    EXPECT_EQ(read("location.nwb").channels[1].label, "O2");
    EXPECT_EQ(read("ids.nwb").channels[0].label, "electrode 101");
    EXPECT_EQ(read("one.nwb").channels.size(), 1U);
}

TEST_F(OddNwb, VoltsAreStoredTimesConversionsPlusOffset)
{
    const Recording scaled = read("scaled.nwb");
    std::vector<double> values(2);
    ASSERT_TRUE(scaled.source->read(0, 0, values).has_value());
    EXPECT_NEAR(values[0], (1 * 0.5 * 1e-3 - 2) * 1e6, 1e-6);
    EXPECT_NEAR(values[1], (3 * 0.5 * 1e-3 - 2) * 1e6, 1e-6);
    ASSERT_TRUE(scaled.source->read(1, 0, values).has_value());
    EXPECT_NEAR(values[1], (-4 * 0.5 * 1e-6 - 2) * 1e6, 1e-6);
    const Recording furlong = read("furlong.nwb");
    EXPECT_EQ(furlong.channels[0].unit, "furlong");
    EXPECT_THAT(furlong.warnings, Contains(HasSubstr("unknown unit 'furlong'")));
}

TEST_F(OddNwb, GapsInTimestampsMakeSegments)
{
    const Recording gaps = read("gaps.nwb");
    EXPECT_EQ(gaps.samplingRateHz, 250);
    ASSERT_EQ(gaps.segments.size(), 3U);
    EXPECT_EQ(gaps.segments[1].first, 4);
    EXPECT_EQ(gaps.segments[1].last, 6);
    EXPECT_NEAR(gaps.segments[2].startS.value(), 7 / 250.0 + 1.5, 1e-12);
}

} // namespace
} // namespace maskscope::test
