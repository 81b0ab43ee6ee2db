// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// EEGLAB datasets written by SciPy (MATLAB 5.0) and by h5py (MATLAB 7.3): two writers and two readers, one recording.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/recording/recording.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::HasSubstr;

class EeglabTwins : public testing::Test {
protected:
    void SetUp() override
    {
        if (std::system("/usr/bin/python3 -c 'import h5py, numpy, scipy' >/dev/null 2>&1") != 0)
            GTEST_SKIP() << "/usr/bin/python3 lacks h5py, numpy or scipy";
        const std::string command = "PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 " MASKSCOPE_SOURCE_DIR
                                    "/tests/recording/eeglab_twins.py "
            + (m_folder / "").string();
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    TemporaryFolder m_folder;
};

void expectSameDescription(const Recording& a, const Recording& b)
{
    EXPECT_EQ(a.samples, b.samples);
    EXPECT_EQ(a.samplingRateHz, b.samplingRateHz);
    ASSERT_EQ(a.channels.size(), b.channels.size());
    for (std::size_t c = 0; c < a.channels.size(); ++c) {
        EXPECT_EQ(a.channels[c].label, b.channels[c].label);
        EXPECT_EQ(a.channels[c].kind, b.channels[c].kind);
        EXPECT_EQ(a.channels[c].unit, b.channels[c].unit);
        EXPECT_EQ(a.channels[c].position, b.channels[c].position);
    }
    ASSERT_EQ(a.annotations.size(), b.annotations.size());
    for (std::size_t i = 0; i < a.annotations.size(); ++i) {
        EXPECT_EQ(a.annotations[i].text, b.annotations[i].text);
        EXPECT_EQ(a.annotations[i].onsetS, b.annotations[i].onsetS);
        EXPECT_EQ(a.annotations[i].durationS, b.annotations[i].durationS);
    }
    ASSERT_EQ(a.segments.size(), b.segments.size());
    for (std::size_t i = 0; i < a.segments.size(); ++i) {
        EXPECT_EQ(a.segments[i].first, b.segments[i].first);
        EXPECT_EQ(a.segments[i].last, b.segments[i].last);
        EXPECT_EQ(a.segments[i].startS, b.segments[i].startS);
    }
    EXPECT_EQ(a.warnings, b.warnings);
}

TEST_F(EeglabTwins, ReadIdentically)
{
    for (const char* name : { "struct", "flat", "epochs", "one_event", "no_event", "double", "aside" }) {
        SCOPED_TRACE(name);
        const auto five = readRecording(m_folder / (std::string(name) + ".set"));
        const auto seven = readRecording(m_folder / (std::string(name) + ".v73.set"));
        ASSERT_TRUE(five.has_value()) << five.error().sentence();
        ASSERT_TRUE(seven.has_value()) << seven.error().sentence();
        expectSameDescription(*five, *seven);
        for (int c = 0; c < static_cast<int>(five->channels.size()); ++c) {
            std::vector<double> a(static_cast<std::size_t>(five->samples - 50));
            std::vector<double> b(a.size());
            ASSERT_TRUE(five->source->read(c, 37, a).has_value());
            ASSERT_TRUE(seven->source->read(c, 37, b).has_value());
            EXPECT_EQ(a, b);
            EXPECT_FALSE(seven->source->read(c, 51, b).has_value());
        }
    }
}

TEST_F(EeglabTwins, HoldWhatWasWritten)
{
    const auto recording = readRecording(m_folder / "struct.v73.set").value();
    EXPECT_EQ(recording.format, "EEGLAB");
    EXPECT_EQ(recording.channels[3].label, "Größe");
    EXPECT_EQ(recording.channels[2].kind, ChannelKind::Eog);
    EXPECT_EQ(*recording.channels[1].position, Eigen::Vector3d(-3.5, 79, 40));
    ASSERT_EQ(recording.annotations.size(), 5U);
    EXPECT_EQ(recording.annotations[0].text, "S 0");
    EXPECT_EQ(recording.annotations[2].text, "2.25");
    ASSERT_EQ(recording.segments.size(), 2U); // boundary at latency 48: sample 47 from 0; 128 samples were cut out
    EXPECT_EQ(recording.segments[1].first, 47);
    EXPECT_DOUBLE_EQ(recording.segments[1].startS.value(), 47.0 / 128 + 1);
    EXPECT_EQ(readRecording(m_folder / "epochs.v73.set").value().segments.size(), 8U); // a boundary in one of 7 epochs
}

TEST_F(EeglabTwins, AChunkThatNobodyWroteIsAGap)
{
    const auto script
        = [&](const std::string& name, const std::string& shape, const std::string& chunk, const std::string& write) {
              return "/usr/bin/python3 -c \"import h5py; f = h5py.File('" + (m_folder / (name + ".v73.set")).string()
                  + "', 'r+'); d = f['EEG/data'][...]; del f['EEG/data']; n = f['EEG'].create_dataset('data', " + shape
                  + ", 'f4', chunks=" + chunk + "); " + write + "\"";
          };
    ASSERT_EQ(std::system(script("struct", "(300, 4)", "(100, 4)", "n[:100] = d[:100]; n[200:] = d[200:]").c_str()), 0);
    const auto recording = readRecording(m_folder / "struct.v73.set");
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    ASSERT_EQ(recording->segments.size(), 3U); // a boundary at 47
    EXPECT_EQ(recording->segments[1].last, 99);
    EXPECT_EQ(recording->segments[2].first, 200);
    EXPECT_THAT(recording->warnings, testing::Contains(HasSubstr("100 of 300 samples were never written: 1 gap")));
    const auto epoch = readRecording(m_folder / "epochs.v73.set").value().samples / 7; // and the file is closed again
    ASSERT_EQ(std::system(script("epochs", "d.shape", "(1,) + d.shape[1:]", "n[:3] = d[:3]; n[5:] = d[5:]").c_str()),
              0);
    const auto epochs = readRecording(m_folder / "epochs.v73.set");
    ASSERT_TRUE(epochs.has_value()) << epochs.error().sentence();
    for (const Segment& segment : epochs->segments)
        EXPECT_TRUE(segment.last < 3 * epoch || segment.first >= 5 * epoch) << segment.first;
    EXPECT_THAT(epochs->warnings, testing::Contains(HasSubstr(std::to_string(2 * epoch) + " of")));
}

TEST_F(EeglabTwins, BadFilesOfMatlab73)
{
    const auto change = [&](const std::string& script) {
        const std::string command = "/usr/bin/python3 -c \"import h5py, numpy; f = h5py.File('"
            + (m_folder / "struct.v73.set").string() + "', 'r+'); " + script + "\"";
        EXPECT_EQ(std::system(command.c_str()), 0);
        const auto recording = readRecording(m_folder / "struct.v73.set");
        return recording ? std::string("was read") : recording.error().sentence();
    };
    EXPECT_EQ(change("f['EEG/trials'][...] = 1e8"), "was read"); // 4 x 300 samples are there, and no more are listed
    EXPECT_THAT(change("f['EEG/trials'][...] = 1; del f['EEG/event/latency']; "
                       "f['EEG/event'].create_dataset('latency', (1 << 40, 1), h5py.ref_dtype, chunks=(1024, 1))"),
                HasSubstr("declares more references than the file can hold"));
    EXPECT_EQ(change("del f['EEG/event']; f['EEG'].create_group('event'); "
                     "f['EEG/event/latency'] = numpy.zeros((3, 1)); f['EEG/event/type'] = f['EEG/data'].ref"),
              "was read"); // no events, but a recording
    EXPECT_THAT(change("del f['EEG/data']"), HasSubstr("samples, or the name of an .fdt file"));
    EXPECT_THAT(change("del f['EEG/srate']"), HasSubstr("a sampling rate above 0 Hz, found none"));
    std::filesystem::resize_file(m_folder / "flat.v73.set", 3000);
    EXPECT_FALSE(readRecording(m_folder / "flat.v73.set").has_value());
}

} // namespace
} // namespace maskscope::test
