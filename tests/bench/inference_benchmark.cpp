// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Inference at the reference study's size (65 channels, 124 tokens of 2,048 samples) and the floor that its matrix
// products alone set. MASKSCOPE_BENCH_CHECKPOINT names a checkpoint: generation A, d_model 512, 2 layers, window 2048.
#include <cstdlib>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "analysis/masking/mask_plan.h"
#include "model/inference_session.h"

extern "C" void sgemm_(const char* transA, const char* transB, const int* m, const int* n, const int* k,
                       const float* alpha, const float* a, const int* lda, const float* b, const int* ldb,
                       const float* beta, float* c, const int* ldc);
extern "C" void omp_set_num_threads(int threads);

namespace {

using namespace maskscope;

constexpr int channels = 65, tokens = 124, window = 2048;

WindowSet referenceWindows()
{
    WindowSet set;
    set.windowLength = window;
    set.samplingRateHz = 256;
    set.recordings.push_back({ "reference", "reference", "synthetic", 256 });
    set.samples.resize(std::size_t { channels } * tokens * window);
    std::uint32_t state = 1; // any rough signal serves: the time does not depend on the values
    for (float& sample : set.samples) {
        state = state * 1664525U + 1013904223U;
        sample = static_cast<float>(state >> 8U) / 1e6F - 8.0F;
    }
    for (int c = 0; c < channels; ++c) {
        set.channels.push_back({ "C" + std::to_string(c), Eigen::Vector3d(c - 32.0, 10, 20), "synthetic" });
        set.sequences.push_back({ 0, c, tokens, std::int64_t { c } * tokens * window });
    }
    return set;
}

void inference(benchmark::State& state)
{
    const char* path = std::getenv("MASKSCOPE_BENCH_CHECKPOINT");
    auto checkpoint = path != nullptr
        ? Checkpoint::open(path)
        : Result<Checkpoint>(failure(ErrorCode::UnreadableInput, "MASKSCOPE_BENCH_CHECKPOINT", "is not set"));
    if (!checkpoint)
        return state.SkipWithError(checkpoint.error().sentence().c_str());
    const auto report = describeCheckpoint(*checkpoint);
    const WindowSet windows = referenceWindows();
    const auto mask = makeMask(windows, { .ratio = 1.0 });
    const auto projection = loadSpatialProjection("seed:0", report->network.dModel);
    auto session = InferenceSession::create(*checkpoint, *report, *projection,
                                            { .device = "cpu", .threads = static_cast<int>(state.range(0)) });
    if (!session)
        return state.SkipWithError(session.error().sentence().c_str());
    for (auto _ : state)
        benchmark::DoNotOptimize(session->run(windows, *mask, {}, {}, {}));
    state.counters["tokens/s"] = benchmark::Counter(
        double { channels } * tokens * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

/// The products of the two encodings and of two Mamba-1 layers, in blocks of eight sequences.
void matrixProducts(benchmark::State& state)
{
    omp_set_num_threads(static_cast<int>(state.range(0)));
    constexpr int rows = 8 * tokens;
    struct Product {
        int in, out, count;
    };
    constexpr Product products[] {
        { window, 512, 2 }, { 512, 2048, 2 }, { 1024, 64, 2 }, { 32, 1024, 2 }, { 1024, 512, 2 }
    };
    std::vector<float> a(std::size_t { rows } * window, 0.5F), b(std::size_t { 2048 } * 2048, 0.25F),
        c(std::size_t { rows } * 2048);
    const float one = 1, zero = 0;
    for (auto _ : state)
        for (const Product& p : products)
            for (int i = 0; i < p.count; ++i)
                sgemm_("T", "N", &p.out, &rows, &p.in, &one, b.data(), &p.in, a.data(), &p.in, &zero, c.data(), &p.out);
    state.counters["tokens/s"]
        = benchmark::Counter(double { rows } * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

} // namespace

BENCHMARK(inference)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(matrixProducts)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();
