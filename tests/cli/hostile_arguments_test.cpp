// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Files and names that someone made to break the program: each ends with a sentence and the right status, soon.
#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

std::string hostile(const std::string& name) { return quoted(shared("cases/hostile") / name); }

/// `analyze` of the trained model M75, without what takes time.
std::string analysis(const TemporaryFolder& folder, const std::string& recording, const std::string& more = {})
{
    return cli() + "analyze --progress none --baselines 0 --projections 0 --device cpu --recording " + recording
        + " --checkpoint " + quoted(shared("trained") / "M75.pt") + " --out " + quoted(folder / "o.h5") + " " + more;
}

bool isOneSentence(const std::string& text)
{
    return text.starts_with("maskscope: ") && text.ends_with(".\n") && std::count(text.begin(), text.end(), '\n') == 1;
}

bool steersTheTerminal(const std::string& text)
{
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20U && c != '\n' && c != '\t') || byte == 0x7FU;
    });
}

TEST(HostileFiles, DeepThresholds)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("cases/hostile/deep_thresholds.json");
    const CliRun run = runShell(
        analysis(folder, quoted(shared("trained") / "val.h5"), "--thresholds " + hostile("deep_thresholds.json")),
        folder);
    EXPECT_EQ(run.status, 4);
    EXPECT_TRUE(isOneSentence(run.error)) << run.error;
    EXPECT_NE(run.error.find("nested more than 16 deep"), std::string::npos) << run.error;
}

TEST(HostileFiles, SamplesOutsideTheFile)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("cases/hostile/vds_source_missing.h5");
    for (const auto& [file, said] :
         { std::pair { "vds_source_missing.h5", "a virtual dataset made of others (/nope.h5)" },
           std::pair { "external_storage_etc_passwd.h5", "samples in /etc/passwd" } }) {
        const CliRun run = runShell(cli() + "inspect --stats " + hostile(file), folder);
        EXPECT_EQ(run.status, 4) << file;
        EXPECT_TRUE(isOneSentence(run.error)) << run.error;
        EXPECT_NE(run.error.find(said), std::string::npos) << run.error;
        EXPECT_EQ(run.out, "") << file;
        EXPECT_EQ(runShell(analysis(folder, hostile(file)), folder).status, 4) << file;
    }
}

TEST(HostileFiles, SamplesThatAreNoNumbersAreSaidPerChannel)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("cases/hostile/nan_inf_samples.h5");
    const CliRun run = runShell(cli() + "inspect --stats --json - " + hostile("nan_inf_samples.h5"), folder);
    EXPECT_EQ(run.status, 0) << run.error;
    const auto json = nlohmann::json::parse(run.out);
    const auto& channels = json["channels"];
    ASSERT_EQ(channels.size(), 4U);
    EXPECT_EQ(channels[0]["not_finite"], 2000); // infinite throughout
    EXPECT_EQ(channels[1]["not_finite"], 2000); // NaN throughout
    EXPECT_TRUE(channels[1]["mean"].is_null());
    EXPECT_EQ(channels[2]["not_finite"], 0);
    EXPECT_TRUE(channels[2]["mean"].is_number());
    const CliRun text = runShell(cli() + "inspect --stats " + hostile("nan_inf_samples.h5"), folder);
    EXPECT_NE(text.out.find("2000 samples are no finite numbers"), std::string::npos) << text.out;
}

TEST(HostileFiles, ARangeThatNoEegHasIsSaid)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("cases/hostile/edf_range_1e308.edf");
    const CliRun run = runShell(cli() + "inspect " + hostile("edf_range_1e308.edf"), folder);
    EXPECT_NE((run.out + run.error).find("a physical range that no EEG has"), std::string::npos)
        << run.out << run.error;
    EXPECT_NE((run.out + run.error).find("Fp1"), std::string::npos);
    const CliRun chosen = runShell(cli() + "inspect --unit uV " + hostile("edf_range_1e308.edf"), folder);
    EXPECT_EQ(chosen.out.find("a physical range that no EEG has"), std::string::npos) << chosen.out; // of that unit
}

TEST(HostileFiles, ARateFarBelowTheModelsIsRefusedAtOnce)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("cases/hostile/edf_002hz_upsampled_6400x.edf");
    const auto started = Clock::now();
    const CliRun run
        = runShell("ulimit -f 100000; " + analysis(folder, hostile("edf_002hz_upsampled_6400x.edf")), folder);
    EXPECT_EQ(run.status, 4) << run.error;
    EXPECT_NE(run.error.find("its sampling rate is far below the model's"), std::string::npos) << run.error;
    EXPECT_LT(Clock::now() - started, std::chrono::seconds(20));
    const CliRun seen = runShell(cli() + "inspect " + hostile("edf_002hz_upsampled_6400x.edf"), folder);
    EXPECT_EQ(seen.status, 0) << seen.error;
    EXPECT_NE(seen.out.find("far too slowly for EEG"), std::string::npos) << seen.out;
    NEEDS_SHARED("cases/recordings/bad_span_raw.fif"); // which is analysed all the same
    const std::string good = " -r " + quoted(shared("cases/recordings/bad_span_raw.fif")) + " --model-rate-hz 128";
    const CliRun both = runShell(analysis(folder, hostile("edf_002hz_upsampled_6400x.edf"), good), folder);
    EXPECT_EQ(both.status, 3) << both.error;
    EXPECT_NE(both.error.find("its sampling rate is far below the model's"), std::string::npos) << both.error;
    EXPECT_TRUE(fs::exists(folder / "o.h5"));
}

TEST(HostileArguments, PipesFoldersAndDevicesEndWithASentence)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    ASSERT_EQ(::mkfifo((folder / "pipe.sfp").c_str(), 0600), 0);
    const std::string val = quoted(shared("trained") / "val.h5"), pipe = quoted(folder / "pipe"),
                      itself = quoted(folder.path());
    std::vector<std::string> commands { cli() + "inspect " + pipe, cli() + "inspect " + itself,
                                        cli() + "inspect /dev/null", analysis(folder, pipe), analysis(folder, itself) };
    for (const std::string& file : { pipe, itself, std::string("/dev/zero"), quoted(folder / "none") })
        for (const char* option : { "--thresholds ", "--mask-file ", "--projection " })
            commands.push_back(analysis(folder, val, option + file));
    commands.push_back(analysis(folder, val, "--montage " + quoted(folder / "pipe.sfp")));
    commands.push_back(cli() + "analyze --recording " + val + " --checkpoint " + pipe + " --progress none --out "
                       + quoted(folder / "o.h5"));
    for (const std::string& command : commands) {
        const auto started = Clock::now();
        const CliRun run = runShell("timeout 60 " + command, folder);
        EXPECT_EQ(run.status, 4) << command << run.error;
        EXPECT_TRUE(isOneSentence(run.error)) << command << run.error;
        EXPECT_LT(Clock::now() - started, std::chrono::seconds(20)) << command;
    }
}

TEST(HostileArguments, WhatComesThroughAPipeIsReadOnceAndHashed)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    std::ofstream(folder / "t.json") << R"({"min_skill": 0.02})";
    const std::string command
        = analysis(folder, quoted(shared("trained") / "val.h5"),
                   "--json - --thresholds <(cat " + quoted(folder / "t.json") + ") --projection <(cat "
                       + quoted(shared("trained") / "M75.projection.npy") + ")");
    std::ofstream(folder / "run.sh") << command << "\n";
    const CliRun run = runShell("bash " + quoted(folder / "run.sh"), folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const CliRun sums = runShell("cat " + quoted(folder / "t.json") + " | sha256sum; cat "
                                     + quoted(shared("trained") / "M75.projection.npy") + " | sha256sum",
                                 folder);
    const std::string ofThresholds = sums.out.substr(0, 64),
                      ofProjection = sums.out.substr(sums.out.find('\n') + 1, 64);
    EXPECT_NE(run.out.find(ofThresholds), std::string::npos);
    EXPECT_NE(run.out.find(ofProjection), std::string::npos);
    EXPECT_EQ(run.out.find("e3b0c44298fc1c149afbf4c8996fb924"), std::string::npos); // of nothing
}

/// What a good name would have given, with bytes in the names that no JSON can carry.
TEST(HostileNames, BytesThatAreNoUtf8)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    const fs::path recording = folder / "caf\xe9.h5", checkpoint = folder / "mod\xe9l.pt";
    fs::copy_file(shared("trained") / "val.h5", recording);
    fs::copy_file(shared("trained") / "M75.pt", checkpoint);
    const CliRun seen = runShell(cli() + "inspect --json - " + quoted(recording) + " " + quoted(checkpoint), folder);
    EXPECT_EQ(seen.status, 0) << seen.error;
    EXPECT_EQ(nlohmann::json::parse(seen.out).size(), 2U);
    const CliRun run
        = runShell(cli() + "analyze --progress jsonl --baselines 0 --projections 0 --recording " + quoted(recording)
                       + " --checkpoint " + quoted(checkpoint) + " --json - --out " + quoted(folder / "o.h5"),
                   folder);
    EXPECT_EQ(run.status, 0) << run.error;
    EXPECT_TRUE(nlohmann::json::accept(run.out));
    std::istringstream lines(run.error);
    int objects = 0;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("{"))
            continue;
        EXPECT_TRUE(nlohmann::json::accept(line)) << line;
        ++objects;
    }
    EXPECT_GT(objects, 2);
}

TEST(HostileNames, ControlBytesStayOutOfTheTerminal)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    const std::string steering = "\x1b]0;owned\x07\x1b[31m";
    const fs::path good = folder / (steering + "good.h5"), text = folder / (steering + "text.edf"),
                   checkpoint = folder / (steering + "M75.pt");
    fs::copy_file(shared("trained") / "val.h5", good);
    fs::copy_file(shared("trained") / "M75.pt", checkpoint);
    std::ofstream(text) << "a letter";
    const std::string python
        = "import h5py,numpy as np,sys; f=h5py.File(sys.argv[1],'w'); "
          "e=f.create_dataset('eeg',data=np.random.default_rng(0).standard_normal((2,6000)).astype('f4')); "
          "e.attrs['sampling_rate_hz']=128.0; e.attrs['unit']='\\x1b[2Juv'; "
          "f['channel_names']=np.array([b'C\\x1b[31mz\\x9b',b'P\\nz'],'S12')";
    const fs::path labels = folder / "labels.h5";
    const CliRun made = runShell("/usr/bin/python3 -c \"" + python + "\" " + quoted(labels), folder);
    for (const std::string& command :
         { cli() + "inspect --stats " + quoted(good) + " " + quoted(text) + " " + quoted(checkpoint),
           cli() + "inspect " + quoted(folder / (steering + "none.edf")), cli() + "inspect " + quoted(labels),
           cli() + "--" + quoted(fs::path(steering)), cli() + "inspect --no" + quoted(fs::path(steering)),
           cli() + "analyze --progress bar --baselines 0 --projections 0 --recording " + quoted(good) + " "
               + quoted(text) + " --checkpoint " + quoted(checkpoint) + " --out " + quoted(folder / "o.h5") }) {
        const CliRun run = runShell(command, folder);
        EXPECT_FALSE(steersTheTerminal(run.out)) << run.out;
        EXPECT_FALSE(steersTheTerminal(run.error)) << run.error;
        EXPECT_NE(run.out + run.error, "");
    }
    if (made.status == 0) {
        const CliRun run = runShell(cli() + "inspect " + quoted(labels), folder);
        EXPECT_NE(run.out.find("P\\x0az"), std::string::npos) << run.out; // one line, not two
    }
}

} // namespace

} // namespace maskscope::test
