// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// recordings_benchmark FILE: time and memory to open a recording, to read all its samples (the statistics of every
// channel) and to cut it into windows of 2048 samples at 256 Hz. run_recordings.sh makes hours of recording in every
// format and gives each measurement a process of its own.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>

#include "analysis/data/windowing/window_set.h"

using namespace maskscope;

namespace {

/// "VmRSS", "VmHWM" of this process in MB.
double memoryMb(const std::string& field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind(field + ":", 0) == 0)
            return std::atof(line.c_str() + field.size() + 1) / 1024;
    }
    return 0;
}

Recording open(const std::string& path)
{
    auto recording = readRecording(path);
    if (!recording) {
        std::fprintf(stderr, "%s\n", recording.error().sentence().c_str());
        std::exit(1);
    }
    return std::move(*recording);
}

void openOnly(const std::string& path) { benchmark::DoNotOptimize(open(path).samples); }

void readAll(const std::string& path)
{
    const auto statistics = channelStatistics(open(path));
    if (!statistics)
        std::exit(1);
    benchmark::DoNotOptimize(statistics->front().mean);
}

void cutWindows(const std::string& path)
{
    const Recording recording = open(path);
    const auto windows = makeWindows({ &recording, 1 }, { .windowLength = 2048, .samplingRateHz = 256 });
    if (!windows) {
        std::fprintf(stderr, "%s\n", windows.error().sentence().c_str());
        std::exit(1);
    }
    benchmark::DoNotOptimize(windows->tokenCount());
}

void measure(benchmark::State& state, const std::string& path, void (*work)(const std::string&))
{
    double peak = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::ofstream("/proc/self/clear_refs") << "5"; // the mark falls to what is in use now
        const double before = memoryMb("VmRSS");
        state.ResumeTiming();
        work(path);
        state.PauseTiming();
        peak = std::max(peak, memoryMb("VmHWM") - before);
        state.ResumeTiming();
    }
    state.counters["peak_MB"] = peak;
}

} // namespace

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    if (argc < 2) {
        std::fputs("usage: recordings_benchmark FILE\n", stderr);
        return 2;
    }
    const std::string path = argv[1];
    const std::pair<const char*, void (*)(const std::string&)> works[]
        = { { "open", openOnly }, { "read", readAll }, { "windows", cutWindows } };
    for (const auto& [name, work] : works)
        benchmark::RegisterBenchmark(name, [path, run = work](benchmark::State& s) { measure(s, path, run); })
            ->Unit(benchmark::kMillisecond)
            ->Iterations(1) // a process opens a recording once
            ->UseRealTime();
    benchmark::RunSpecifiedBenchmarks();
}
