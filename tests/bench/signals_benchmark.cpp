// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// One frame of the signal view while it is panned: 65 channels of an hour at 256 Hz, all of them shown. 60 frames a
// second leave 16.7 ms for each. Arguments: width and height of the view in pixels, seconds shown, 1 where a run's
// tokens (half of them hidden, 8 s each) and a reconstruction are laid over.
#include <cmath>
#include <random>

#include <QApplication>
#include <QPixmap>
#include <benchmark/benchmark.h>

#include "widgets/signals/signal_view.h"

namespace {

using namespace maskscope;

constexpr int channels = 65;
constexpr double rateHz = 256, durationS = 3600, tokenS = 8;

/// A random walk that is pulled back to zero: smooth and of EEG's size, the same at every call.
class WalkSource : public SampleSource {
public:
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        for (double& value : out) {
            const auto t = static_cast<double>(first++);
            value = 30 * std::sin(t / 9 + channel) + 20 * std::sin(t / 3.7 * (1 + 0.01 * channel))
                + 15 * std::sin(t / 1.3);
        }
        return {};
    }
};

std::shared_ptr<SignalStore> store()
{
    std::vector<SignalTrack> tracks;
    for (int c = 0; c < channels; ++c)
        tracks.push_back({ "E" + std::to_string(c + 1), rateHz, static_cast<std::int64_t>(durationS * rateHz) });
    auto all = std::make_shared<SignalStore>(std::move(tracks), std::make_shared<WalkSource>());
    for (auto more = all->fillNext(); more && *more; more = all->fillNext())
        continue;
    return all;
}

std::shared_ptr<const SignalContent> content()
{
    static const auto all = [] {
        auto own = std::make_shared<SignalContent>();
        own->path = QStringLiteral("hour");
        own->durationS = durationS;
        for (int c = 0; c < channels; ++c) {
            const QString name = QStringLiteral("E%1").arg(c + 1);
            own->rows.push_back({ name, name, QStringLiteral("µV"), {}, false });
        }
        own->store = store();
        return own;
    }();
    return all;
}

std::shared_ptr<const SignalOverlay> overlay()
{
    static const auto all = [] {
        auto own = std::make_shared<SignalOverlay>();
        own->color = QColor(230, 120, 0);
        own->tokenS = tokenS;
        for (int token = 0; token < static_cast<int>(durationS / tokenS); ++token)
            own->startS.push_back(token * tokenS);
        own->rows.resize(channels);
        for (int c = 0; c < channels; ++c)
            for (std::size_t token = 0; token < own->startS.size(); ++token) {
                own->rows[std::size_t(c)].masked.push_back((token + std::size_t(c)) % 2 == 0 ? 255 : 0);
                own->rows[std::size_t(c)].r.push_back(0.5F);
                own->rows[std::size_t(c)].track = c;
            }
        own->reconstruction = content()->store;
        return own;
    }();
    return all;
}

void pan(benchmark::State& state)
{
    SignalView view;
    view.resize(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
    view.setContent(content());
    const auto spanS = static_cast<double>(state.range(2));
    if (state.range(3) != 0)
        view.setOverlay(overlay());
    QPixmap screen(view.size());
    double fromS = 0;
    for (auto _ : state) {
        fromS = fromS + spanS / 60 > durationS - spanS ? 0 : fromS + spanS / 60; // a screenful a second
        view.setRange(fromS, spanS);
        if (spanS < 60) { // the worker's part, not timed
            state.PauseTiming();
            const auto samples
                = std::make_shared<const SignalStretch>(*content()->store->read(fromS, fromS + spanS, 0.001));
            view.setCloseUp({ samples, state.range(3) != 0 ? samples : nullptr });
            state.ResumeTiming();
        }
        view.render(&screen);
        benchmark::DoNotOptimize(screen);
    }
    state.counters["frames/s"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(pan)
    ->ArgNames({ "width", "height", "seconds", "overlay" })
    ->ArgsProduct({ { 1000 }, { 560 }, { 10, 60, 3600 }, { 0, 1 } })
    ->ArgsProduct({ { 2270 }, { 1200 }, { 10, 60, 3600 }, { 0, 1 } })
    ->Unit(benchmark::kMillisecond)
    ->MinTime(1);

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
