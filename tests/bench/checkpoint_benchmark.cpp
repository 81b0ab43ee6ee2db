// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// checkpoint_benchmark FILE: time and memory to open and recognise a checkpoint, and to read every weight of its model
// (checksums included). run_checkpoint.sh sets torch.load beside it, every measurement in a process of its own.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>

#include "model/checkpoint/load_report.h"

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

/// What the work adds to this process's memory at its highest; pages of the mapped file that were touched count too.
class PeakMemory {
public:
    PeakMemory()
    {
        std::ofstream("/proc/self/clear_refs") << "5"; // the mark falls to what is in use now
        m_before = memoryMb("VmRSS");
    }
    [[nodiscard]] double added() const { return memoryMb("VmHWM") - m_before; }

private:
    double m_before = 0;
};

std::vector<std::vector<float>> openAndDescribe(const std::string& path, bool readWeights)
{
    const auto checkpoint = Checkpoint::open(path);
    const auto report = checkpoint ? describeCheckpoint(*checkpoint) : tl::unexpected(checkpoint.error());
    if (!report || !report->usable())
        std::abort();
    std::vector<std::vector<float>> weights; // all of them at once, as a network holds them
    for (const auto& [bare, shape] : expectedTensors(report->network)) {
        if (!readWeights)
            break;
        auto values = checkpoint->values(*checkpoint->find(tensorPrefix(report->network) + bare));
        if (!values)
            std::abort();
        weights.push_back(std::move(*values));
    }
    return weights;
}

void measure(benchmark::State& state, const std::string& path, bool readWeights)
{
    double peak = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const PeakMemory memory;
        state.ResumeTiming();
        const auto weights = openAndDescribe(path, readWeights);
        benchmark::DoNotOptimize(weights.size());
        state.PauseTiming();
        peak = std::max(peak, memory.added());
        state.ResumeTiming();
    }
    state.counters["peak_MB"] = peak;
}

} // namespace

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    if (argc < 2) {
        std::fputs("usage: checkpoint_benchmark FILE\n", stderr);
        return 2;
    }
    const std::string path = argv[1];
    for (const bool readWeights : { false, true })
        benchmark::RegisterBenchmark(readWeights ? "open_and_read_weights" : "open_and_recognise",
                                     [path, readWeights](benchmark::State& s) { measure(s, path, readWeights); })
            ->Unit(benchmark::kMillisecond)
            ->Iterations(1) // a process opens a checkpoint once: the second time, memory is already there
            ->UseRealTime();
    benchmark::RunSpecifiedBenchmarks();
}
