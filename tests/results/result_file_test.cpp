// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A result file holds all that figures, reports and verdicts rest on: what is written comes back.
#include "analysis/results/result_file.h"

#include <cmath>
#include <fstream>

#include <gmock/gmock.h>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/results/number_table.h"
#include "tests/recording/temporary_folder.h"
#include "tests/report/report_runs.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

/// A run with something in every field.
RunResult fullRun(const std::string& id)
{
    RunResult run = knownRun("best @ 0.5 \xC2\xB5");
    run.id = id;
    run.checkpoint = { "/models/a/best.pt", "c0ffee", "C-strided", "mamba2", 64, 3, 200, 123456, "p.npy (SHA-256 1f)" };
    run.checkpoint.trainedMaskRatio = 0.75;
    run.checkpoint.loadReport = { { "tensors", { "58 of 58", "none missing" } }, { "config", {} } };
    run.recordings = { { "S001R03", "/data/S001R03.edf", "abc", "EDF+", 160, 256, 64, 312 } };
    run.recordings.front().subject = "S001";
    run.recordings.front().choices.kinds = { { "LOC", ChannelKind::Eog } };
    run.mask = { 0.5, "within_token", "zeros", 18446744073709551615ULL, "seed 7", 998 };
    run.keepBad = true;
    run.device = "cpu (2 threads), float32";
    run.versions = { { "maskscope", "1" }, { "libtorch", "1.13.1" } };
    run.inferenceSeconds = 1.25;
    run.channels = { { "Cz", Eigen::Vector3d(0.1, 0.2, 0.3) }, { "X1", std::nullopt } };
    run.output = OutputKind::Signal;
    run.dimensions = 200;
    run.warnings = { "first", "second \"quoted\"\n" };
    MetricValue full = number("diag.v1.full", 0.1 + 0.2, "a note");
    full.interval = Interval { -1.5, 7.5 };
    full.intervalUnit = "subject";
    full.null = MetricContent { MetricNumbers { { "quantile_2.5", -0.2 }, { "median", 0 }, { "quantile_97.5", 0.2 } } };
    full.untrained = { 1, 2, 3 };
    full.perUnit = { { "", { 0.25, 0.35 } } };
    MetricValue named = number("diag.v1.named", 0);
    named.value = MetricNumbers { { "size", 1e-300 }, { "scale", -3 } };
    named.intervals = { { "scale", Interval { -4, -2 } } };
    named.null = MetricContent { MetricNumbers { { "scale", 0.5 } } };
    named.untrainedNumbers = { { "size", { 4, 5 } } };
    named.perUnit = { { "scale", { -3.5, -2.5 } } };
    MetricValue list = number("diag.v1.list", 0);
    list.value = std::vector<double> { 3, 2, 1 };
    MetricValue none = number("diag.v1.none", std::nan(""));
    none.untestable = "every token is masked";
    run.metrics.clear();
    run.metrics.push_back(
        { "gains", { full, named, list, none }, { { "curve", { { "x", 2 }, { "y", 2 } }, { 1, 2, 3, 4 } } } });
    return run;
}

void expectSame(const MetricValue& a, const MetricValue& b)
{
    EXPECT_EQ(a.key, b.key);
    EXPECT_EQ(a.value.index(), b.value.index()) << a.key;
    if (const auto* number = std::get_if<double>(&a.value); number && std::isnan(*number))
        EXPECT_TRUE(std::isnan(std::get<double>(b.value))) << a.key;
    else
        EXPECT_EQ(a.value, b.value) << a.key;
    EXPECT_EQ(a.interval.has_value(), b.interval.has_value()) << a.key;
    if (a.interval && b.interval) {
        EXPECT_EQ(a.interval->low, b.interval->low) << a.key;
        EXPECT_EQ(a.interval->high, b.interval->high) << a.key;
    }
    EXPECT_EQ(a.intervalUnit, b.intervalUnit) << a.key;
    EXPECT_EQ(a.null, b.null) << a.key;
    EXPECT_EQ(a.unit, b.unit) << a.key;
    EXPECT_EQ(a.n, b.n) << a.key;
    EXPECT_EQ(a.unitOfInference, b.unitOfInference) << a.key;
    EXPECT_EQ(a.note, b.note) << a.key;
    EXPECT_EQ(a.untestable, b.untestable) << a.key;
    ASSERT_EQ(a.intervals.size(), b.intervals.size()) << a.key;
    for (std::size_t i = 0; i < a.intervals.size(); ++i) {
        EXPECT_EQ(a.intervals[i].first, b.intervals[i].first);
        EXPECT_EQ(a.intervals[i].second.low, b.intervals[i].second.low);
        EXPECT_EQ(a.intervals[i].second.high, b.intervals[i].second.high);
    }
    EXPECT_EQ(a.untrained, b.untrained) << a.key;
    EXPECT_EQ(a.untrainedNumbers, b.untrainedNumbers) << a.key;
    EXPECT_EQ(a.perUnit, b.perUnit) << a.key;
}

TEST(ResultFile, EveryFieldComesBack)
{
    const TemporaryFolder folder;
    const RunResult before = fullRun("best@0.5");
    ASSERT_TRUE(
        writeResultFile(folder / "r.h5", std::vector { sharedRun(before), sharedRun(fullRun("best@0.5#2")) }, false));
    EXPECT_TRUE(isResultFile(folder / "r.h5"));
    const auto read = readResultFile(folder / "r.h5");
    ASSERT_TRUE(read) << read.error().sentence();
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ((*read)[1]->id, "best@0.5#2");
    const RunResult& after = *read->front();
    EXPECT_EQ(after.id, before.id);
    EXPECT_EQ(after.label, before.label);
    const CheckpointSummary &a = before.checkpoint, &b = after.checkpoint;
    EXPECT_EQ(std::tie(a.path, a.sha256, a.architecture, a.backbone, a.dModel, a.layers, a.window, a.parameters,
                       a.projection, a.trainedMaskRatio, a.script, a.loadReport),
              std::tie(b.path, b.sha256, b.architecture, b.backbone, b.dModel, b.layers, b.window, b.parameters,
                       b.projection, b.trainedMaskRatio, b.script, b.loadReport));
    ASSERT_EQ(after.recordings.size(), 1U);
    const RecordingSummary &r = before.recordings[0], &s = after.recordings[0];
    EXPECT_EQ(std::tie(r.id, r.path, r.sha256, r.format, r.originalRateHz, r.rateHz, r.sequences, r.tokens, r.subject),
              std::tie(s.id, s.path, s.sha256, s.format, s.originalRateHz, s.rateHz, s.sequences, s.tokens, s.subject));
    EXPECT_TRUE(r.choices == s.choices);
    const MaskSummary &m = before.mask, &n = after.mask;
    EXPECT_EQ(std::tie(m.ratio, m.style, m.replacement, m.seed, m.source, m.maskedTokens),
              std::tie(n.ratio, n.style, n.replacement, n.seed, n.source, n.maskedTokens));
    EXPECT_TRUE(after.keepBad);
    EXPECT_EQ(after.device, before.device);
    EXPECT_EQ(after.versions, before.versions);
    EXPECT_EQ(after.inferenceSeconds, before.inferenceSeconds);
    EXPECT_EQ(after.output, before.output);
    EXPECT_EQ(after.dimensions, before.dimensions);
    EXPECT_EQ(after.warnings, before.warnings);
    ASSERT_EQ(after.channels.size(), 2U);
    EXPECT_EQ(after.channels[0].name, "Cz");
    EXPECT_EQ(*after.channels[0].position, *before.channels[0].position);
    EXPECT_FALSE(after.channels[1].position);
    for (const MetricResult& metric : before.metrics) {
        const MetricResult* own = after.metric(metric.metric);
        ASSERT_TRUE(own) << metric.metric;
        ASSERT_EQ(own->values.size(), metric.values.size());
        for (const MetricValue& value : metric.values) {
            ASSERT_TRUE(own->value(value.key)) << value.key;
            expectSame(value, *own->value(value.key));
        }
        for (const MetricArray& array : metric.arrays) {
            ASSERT_TRUE(own->array(array.name));
            EXPECT_EQ(own->array(array.name)->values, array.values);
            EXPECT_EQ(own->array(array.name)->dimensions, array.dimensions);
        }
    }
}

TEST(ResultFile, HoldsATableOfNumbersThatNeedsNoJson)
{
    const TemporaryFolder folder;
    const RunResult run = fullRun("best@0.5");
    ASSERT_TRUE(writeResultFile(folder / "r.h5", std::vector { sharedRun(run) }, false));
    const auto file = Hdf5File::open(folder / "r.h5");
    ASSERT_TRUE(file);
    const std::string table = "/runs/best@0.5/numbers/";
    const auto keys = file->readStrings(table + "key");
    ASSERT_TRUE(keys) << keys.error().sentence();
    EXPECT_THAT(*keys, ElementsAre("diag.v1.full", "diag.v1.named.size", "diag.v1.named.scale", "diag.v1.none"));
    const auto column = [&](const char* name) { return file->read<double>(table + name)->values; };
    EXPECT_THAT(column("value"), ElementsAre(0.1 + 0.2, 1e-300, -3, testing::IsNan()));
    EXPECT_THAT(column("low"), ElementsAre(-1.5, testing::IsNan(), -4, testing::IsNan()));
    EXPECT_THAT(column("null"), ElementsAre(0.2, testing::IsNan(), 0.5, testing::IsNan()));
    EXPECT_THAT(file->read<std::int64_t>(table + "n")->values, ElementsAre(100, 100, 100, 100));
    EXPECT_THAT(*file->readStrings(table + "unit_of_inference"), ElementsAre("token", "token", "token", "token"));
}

TEST(ResultFile, DamagedOnesAreRefused)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(writeResultFile(folder / "r.h5", std::vector { sharedRun(fullRun("best@0.5")) }, false));
    const auto size = fs::file_size(folder / "r.h5");
    for (const double share : { 0.0, 0.1, 0.5, 0.9, 0.99 }) {
        fs::copy_file(folder / "r.h5", folder / "cut.h5", fs::copy_options::overwrite_existing);
        fs::resize_file(folder / "cut.h5", static_cast<std::uintmax_t>(share * static_cast<double>(size)));
        const auto read = readResultFile(folder / "cut.h5");
        ASSERT_FALSE(read) << share;
        EXPECT_THAT(read.error().sentence(), HasSubstr("cut.h5"));
    }
    EXPECT_FALSE(readResultFile(folder / "absent.h5"));
}

} // namespace

} // namespace maskscope::test
