// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// All numbers of one prediction set at the reference study's size: 17,436 masked tokens of 65 channels and 5
// recordings. With MASKSCOPE_BENCHMARK_DUMP=FOLDER the arrays are written there as raw little-endian files, named after
// their dimension, so that the reference implementation can be timed on the same values.
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "analysis/metrics/metric.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/numerics/counter_random.h"

namespace {

using namespace maskscope;

constexpr int kRows = 17436, kChannels = 65, kRecordings = 5;

void fillRow(PredictionSet& set, Eigen::Index row, CounterRandom& random)
{
    const auto at = static_cast<std::size_t>(row);
    for (Eigen::Index d = 0; d < set.dim(); ++d) {
        const auto k = static_cast<double>(d);
        const double structure = std::cos(k + 3 * set.position[at]) + 0.5 * std::sin(k * (set.channel[at] + 1));
        set.predictions(row, d) = static_cast<float>(structure + random.uniform() + random.uniform() - 1);
        set.targets(row, d) = static_cast<float>(structure + 3 * (random.uniform() - 0.5));
    }
}

std::shared_ptr<const PredictionSet> makeSet(int dim)
{
    auto set = std::make_shared<PredictionSet>();
    for (int c = 0; c < kChannels; ++c)
        set->channels.push_back({ "CH" + std::to_string(c), std::nullopt });
    for (int r = 0; r < kRecordings; ++r)
        set->recordings.push_back("R" + std::to_string(r));
    set->predictions.resize(kRows, dim);
    set->targets.resize(kRows, dim);
    constexpr int kSequences = kChannels * kRecordings;
    CounterRandom random(1);
    int row = 0;
    for (int s = 0; s < kSequences; ++s) {
        const int tokens = kRows / kSequences + (s < kRows % kSequences ? 1 : 0);
        for (int t = 0; t < tokens; ++t, ++row) {
            set->position.push_back(static_cast<double>(t) / tokens);
            set->tokenIndex.push_back(t);
            set->seqLen.push_back(tokens);
            set->sequence.push_back(s);
            set->channel.push_back(s % kChannels);
            set->recording.push_back(s / kChannels);
            fillRow(*set, row, random);
        }
    }
    return set;
}

template <typename T>
void dump(const std::string& path, const T* values, Eigen::Index count)
{
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(values), static_cast<std::streamsize>(sizeof(T)) * count);
}

void dumpIfAsked(const PredictionSet& set)
{
    const char* folder = std::getenv("MASKSCOPE_BENCHMARK_DUMP");
    if (!folder)
        return;
    const std::string stem = std::string(folder) + "/" + std::to_string(set.dim()) + ".";
    dump(stem + "predictions.f4", set.predictions.data(), set.predictions.size());
    dump(stem + "targets.f4", set.targets.data(), set.targets.size());
    dump(stem + "position.f8", set.position.data(), set.rows());
    dump(stem + "channel.i4", set.channel.data(), set.rows());
    dump(stem + "recording.i4", set.recording.data(), set.rows());
}

/// Largest resident memory so far, the benchmark's own data included.
double peakMegabytes()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Every number that needs no further inference, with nulls and intervals.
void allMetrics(benchmark::State& state)
{
    const auto set = makeSet(static_cast<int>(state.range(0)));
    dumpIfAsked(*set);
    for (auto _ : state) {
        auto results = computeMetrics(set);
        if (!results)
            state.SkipWithError(results.error().sentence().c_str());
        benchmark::DoNotOptimize(results);
    }
    state.counters["peak_MB"] = peakMegabytes();
}
BENCHMARK(allMetrics)->Arg(512)->Arg(2048)->Unit(benchmark::kSecond)->UseRealTime();

/// The spectrum of the predictions alone: means, covariance, eigenvalues centred and uncentred, leading axes.
void spectrum(benchmark::State& state)
{
    const auto set = makeSet(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        auto statistics = PredictionStatistics::create(set);
        benchmark::DoNotOptimize(statistics->predictions().spectraWithAxes(64));
    }
}
BENCHMARK(spectrum)->Arg(512)->Arg(2048)->Unit(benchmark::kSecond)->UseRealTime();

/// Each metric by itself, sums included.
void oneMetric(benchmark::State& state)
{
    static const auto set = makeSet(512);
    const Metric& metric = metricList()[static_cast<std::size_t>(state.range(0))];
    state.SetLabel(metric.id);
    if (!metric.compute)
        return state.SkipWithError("no numbers of its own");
    for (auto _ : state) {
        auto statistics = PredictionStatistics::create(set);
        benchmark::DoNotOptimize(metric.compute(*statistics, {}));
    }
}
BENCHMARK(oneMetric)
    ->DenseRange(0, static_cast<int>(metricList().size()) - 1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

} // namespace
