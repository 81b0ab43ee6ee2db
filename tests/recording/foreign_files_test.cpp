// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Files of other programs: each is named, and told how to be converted, whatever its name says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "analysis/data/core/foreign/foreign_file.h"
#include "analysis/data/recording/recording.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using namespace std::string_literals;

struct Foreign {
    const char* file;
    std::string bytes;
    const char* name;
    const char* advice;
};

const std::string noise = "\x01\x02\x80\xFF\x00\x07\x13\x99"s;

std::string chunk(const char* container, const char* kind) { return container + "\x10\0\0\0"s + kind + noise; }

std::vector<Foreign> foreigns()
{
    const std::string mat4 = "\x1E\0\0\0\x02\0\0\0\x05\0\0\0\0\0\0\0\x04\0\0\0val\0"s + noise;
    const std::string zip = "PK\x03\x04\x14"s + std::string(21, '\0');
    return {
        { "a.cnt", "Version 3.0\0"s + noise, "a Neuroscan recording",
          R"(mne.io.read_raw_cnt("FOLDER/a.cnt").export("FOLDER/a.edf"))" },
        { "b.cnt", chunk("RIFF", "CNT "), "a recording of ANT", "mne.io.read_raw_ant(" },
        { "c.cnt", chunk("RF64", "CNT "), "a recording of ANT", "mne.io.read_raw_ant(" },
        { "d.cnt", noise, "a recording of Neuroscan or ANT", "read_raw_cnt(" },
        { "renamed.edf", "Version 3.0\0"s + noise, "a Neuroscan recording", "read_raw_cnt(" },
        { "a.xdf", "XDF:"s + noise, "a recording of the Lab Streaming Layer", R"(pyxdf.load_xdf("FOLDER/a.xdf"))" },
        { "a.eeg", "EEG-1100C V01.00"s + noise, "a Nihon Kohden recording", R"(read_raw_nihon("FOLDER/a.eeg"))" },
        { "a.21e", "[ELECTRODE]\r\n0000=Fp1\r\n", "a Nihon Kohden recording", R"(read_raw_nihon("FOLDER/a.EEG"))" },
        { "b.21e", "; nothing known\r\n", "a part of a Nihon Kohden recording", "export it as EDF" },
        { "p.lay", "[FileInfo]\nFile=p.dat\nFileType=Interleaved\n", "a Persyst recording",
          R"(read_raw_persyst("FOLDER/p.lay"))" },
        { "p.dat", noise, "a Persyst recording", R"(read_raw_persyst("FOLDER/p.lay"))" },
        { "a.sqd", noise, "a KIT recording", "read_raw_kit(" },
        { "a.con", noise, "a KIT recording", "read_raw_kit(" },
        { "a.cdt", noise, "a Curry recording", "read_raw_curry(" },
        { "a.raw", "\0\0\0\x03"s + noise, "an EGI recording (simple binary)", "read_raw_egi(" },
        { "a.csv", "Fp1,Fp2\n1.5,2.5\n", "a table as text (CSV)", "sampling_rate_hz=HZ" },
        { "b.csv", "Fp1\n1.5\n2.5\n", "a table as text (CSV)", "sampling_rate_hz=HZ" },
        { "a.txt", "1.0 2.0 3.0\n4.0 5.0 6.0\n", "a table as text", "channel_names" },
        { "semicolons.dat", "Fp1;Fp2\n1,5;2,5\n", "a table as text", "channel_names" },
        { "a.tsv", "Fp1\tFp2\n1\t2\n", "a table as text", "channel_names" },
        { "w.csv", "participant,run,parent_window_id,sub_window_id,Fz\nP,1,0,0,\"[1, 2]\"\n", "a table of windows",
          "windows_to_hdf5.py" },
        { "a.parquet", "PAR1"s + noise, "a Parquet table",
          R"(" "FOLDER/a.parquet" "FOLDER/a.h5" --sampling-rate-hz HZ --window-seconds S)" },
        { "run_sr256_ws8s.parquet", "PAR1"s + noise, "a Parquet table",
          R"(resources/python/windows_to_hdf5.py" "FOLDER/run_sr256_ws8s.parquet" "FOLDER/run_sr256_ws8s.h5".)" },
        { "a.npy", "\x93NUMPY\x01"s + noise, "a NumPy array (.npy)", "f['eeg'] = X" },
        { "a.npz", zip + "\x05\0\0\0a.npy"s + noise, "a set of NumPy arrays (.npz)", "f['eeg'] = X" },
        { "a.pkl", "\x80\x04\x95\x01numpy.core.multiarray"s + noise, "a pickle of NumPy arrays", "f['eeg'] = X" },
        { "s.dat", "\x80\x02numpy.core.multiarray"s + noise, "a pickle of NumPy arrays", "f['eeg'] = X" },
        { "b.pkl", "\x80\x04\x95\x01pandas.core.frame"s + noise, "a pickle of a pandas table", "f['eeg'] = X" },
        { "c.pkl", "(dp0\nS'eeg'\np1\n", "a Python pickle", "checkpoint" },
        { "m.pt", zip + "\x10\0\0\0archive/data.pkl"s + noise, "a PyTorch file", "give it as a checkpoint" },
        { "a.hea", "a 2 256 5000\na.mat 16+24 200/uV 16 0 1 2 0 Fp1\n", "a PhysioNet recording (WFDB)",
          R"(wfdb.rdrecord("FOLDER/a"))" },
        { "a.mat", mat4, "a PhysioNet recording (WFDB)", R"(wfdb.rdrecord("FOLDER/a"))" },
        { "x.edf.gz", "\x1F\x8B\x08"s + noise, "a gzip file", R"(gunzip --keep "FOLDER/x.edf.gz")" },
        { "x.edf.bz2", "BZh9"s + noise, "a bzip2 file", "bunzip2 --keep" },
        { "x.zip", zip + "\x05\0\0\0a.edf"s + noise, "a zip archive", "unzip " },
        { "x.xlsx", zip + "\x13\0\0\0[Content_Types].xml"s + noise, "an Excel workbook", "channel_names" },
        { "a.trc", "* MICROMED  Brain-Quick"s + noise, "a Micromed recording", "export it as EDF" },
        { "a.vhdr", "NEURALCD"s + noise, "a Blackrock recording", "export it as EDF" },
        { "o.txt", "%OpenBCI Raw EXG Data\n", "an OpenBCI text recording", "channel_names" },
    };
}

std::string replaced(std::string text, const std::string& what, const std::string& with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

TEST(ForeignFiles, AreNamedWithWhatToDo)
{
    const TemporaryFolder folder;
    const std::string place = (folder / "").parent_path().string();
    for (const Foreign& own : foreigns())
        (void)folder.write(own.file, own.bytes); // companions lie beside
    for (const Foreign& own : foreigns()) {
        SCOPED_TRACE(own.file);
        const auto recording = readRecording(folder / own.file);
        ASSERT_FALSE(recording.has_value());
        EXPECT_EQ(recording.error().code, ErrorCode::UnsupportedFormat);
        EXPECT_THAT(recording.error().sentence(),
                    AllOf(HasSubstr("is "s + own.name), HasSubstr("which is not read as a recording"),
                          HasSubstr(replaced(own.advice, "FOLDER", place))));
    }
}

TEST(ForeignFiles, FoldersToo)
{
    const TemporaryFolder folder;
    for (const char* name : { "rec.mff", "meg.ds", "store.zarr" })
        std::filesystem::create_directory(folder / name);
    EXPECT_THAT(readRecording(folder / "rec.mff").error().sentence(),
                AllOf(HasSubstr("is an EGI recording (MFF)"), HasSubstr("read_raw_egi("), HasSubstr("rec.edf")));
    EXPECT_THAT(readRecording(folder / "rec.mff" / "").error().sentence(), HasSubstr("is an EGI recording (MFF)"));
    EXPECT_THAT(readRecording(folder / "meg.ds").error().sentence(), HasSubstr("read_raw_ctf("));
    EXPECT_THAT(readRecording(folder / "store.zarr").error().sentence(), HasSubstr("a Zarr store"));
}

TEST(ForeignFiles, TextThatIsNoTableIsJustText)
{
    const TemporaryFolder folder;
    for (const char* text :
         { "Dear reader, this is no recording.\n", "one two three\nfour five six\n", "{\"a\": [1, 2]}\n" })
        EXPECT_THAT(readRecording(folder.write("a.edf", text)).error().sentence(), HasSubstr("found text")) << text;
}

TEST(ForeignFiles, ArraysOfPeopleWhoAsked)
{
    const auto cases = shared / "cases" / "recordings";
    if (!std::filesystem::exists(cases))
        GTEST_SKIP() << "no shared cases";
    const std::vector<std::pair<const char*, const char*>> files { { "s01.dat", "a pickle of NumPy arrays" },
                                                                   { "s01.pkl", "a pickle of NumPy arrays" },
                                                                   { "eeg.npz", "a set of NumPy arrays (.npz)" },
                                                                   { "eeg.npy", "a NumPy array (.npy)" },
                                                                   { "eeg.csv", "a table as text (CSV)" } };
    for (const auto& [file, name] : files) {
        const auto recording = readRecording(cases / file);
        ASSERT_FALSE(recording.has_value()) << file;
        EXPECT_THAT(recording.error().sentence(),
                    AllOf(HasSubstr("is "s + name), HasSubstr("f['channel_names'] = NAMES")));
    }
}

/// What the sentence about arrays says works as it stands.
TEST(ForeignFiles, TheAdviceForArraysGivesAFileThatIsRead)
{
    if (std::system("/usr/bin/python3 -c 'import h5py, numpy' >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "/usr/bin/python3 lacks h5py or numpy";
    const TemporaryFolder folder;
    const std::string advice = foreignByContent(folder / "a.npy", "\x93NUMPY").value().advice;
    const auto from = advice.find("import h5py");
    std::string script = advice.substr(from, advice.find(", with X") - from);
    script = replaced(replaced(script, "=HZ", "=250"), "= NAMES", "= ['Fz', 'Cz', 'Pz']");
    std::ofstream(folder / "a.py") << "import numpy\nX = numpy.arange(600.0).reshape(3, 200)\n" << script << "\n";
    ASSERT_EQ(std::system(("/usr/bin/python3 " + (folder / "a.py").string()).c_str()), 0);
    const auto recording = readRecording(folder / "a.h5");
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_EQ(recording->samplingRateHz, 250);
    EXPECT_EQ(recording->samples, 200);
    EXPECT_EQ(recording->channels[2].name, "PZ");
}

} // namespace
} // namespace maskscope::test
