// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/figures/figure.h"
#include "analysis/numerics/interval.h"
#include "analysis/data/prediction/prediction_set.h"

namespace maskscope {

/// A number, a list, or named numbers in a fixed order.
using MetricNumbers = std::vector<std::pair<std::string, double>>;
using MetricContent = std::variant<double, std::vector<double>, MetricNumbers>;

/// One entry of the metrics JSON. `key` is the full name: "legacy.mean" or "diag.v1.position_r2".
struct MetricValue {
    std::string key;
    MetricContent value;
    std::optional<Interval> interval; ///< 95 %, where one is computed
    std::string intervalUnit = {}; ///< what it is over: "recording" or "subject", below five of them what repeats
                                   ///< within these ("sequence", "channel", ...); empty: none
    std::optional<MetricContent> null; ///< the value under the null hypothesis, where one is computed
    std::string unit; ///< "1" for a pure number
    std::int64_t n = 0; ///< units of inference behind it (recordings, else rows), see `unitOfInference`
    std::string unitOfInference; ///< "recording", "token", ...
    std::string note; ///< what it cannot show
    std::string untestable = {}; ///< not empty: the question cannot be asked of this run (`value` is NaN), and why
    std::vector<std::pair<std::string, Interval>> intervals = {}; ///< of named numbers, by name, where computed
    std::vector<double> untrained = {}; ///< the same number of each untrained copy of the architecture; empty: none ran
    std::vector<std::pair<std::string, std::vector<double>>> untrainedNumbers = {}; ///< the same of named numbers
    /// Values of the units of inference (of their pseudo-values where the number is no mean), by name, "" for a plain
    /// number: what paired comparisons of runs are made of. Empty: none.
    std::vector<std::pair<std::string, std::vector<double>>> perUnit = {};
};
/// A named number; NaN where there is none.
[[nodiscard]] double namedNumber(const MetricValue& value, std::string_view name);
[[nodiscard]] std::optional<Interval> namedInterval(const MetricValue& value, std::string_view name);
/// Values of the units; empty where they were not kept.
[[nodiscard]] std::span<const double> unitValues(const MetricValue& value, std::string_view name = "");
/// Smallest and largest finite value of the untrained copies; nothing where there is none.
[[nodiscard]] std::optional<Interval> untrainedRange(const MetricValue& value);

/// An array behind a figure, kept in the result file: row-major, `dimensions` names and sizes each axis.
struct MetricArray {
    std::string name;
    std::vector<std::pair<std::string, std::size_t>> dimensions;
    std::vector<double> values;
};

struct MetricResult {
    std::string metric; ///< Metric::id
    std::vector<MetricValue> values;
    std::vector<MetricArray> arrays;

    [[nodiscard]] const MetricValue* value(std::string_view key) const;
    [[nodiscard]] const MetricArray* array(std::string_view name) const;
};

struct MetricOptions {
    int positionBins = 20;
    int permutations = 200; ///< of permutation nulls
    std::uint64_t seed = 0;
    bool intervals = true;
};

/// What a run shows of itself in a figure.
struct RunView {
    std::string label; ///< "M75 @ 0.75"
    Rgb color;
    std::span<const PredictionChannel> channels;
    std::span<const std::string> recordings;
    const MetricResult* result = nullptr; ///< of the metric whose figure is asked for
    std::string checkpoint {}; ///< runs of one checkpoint have the same
    double maskRatio = 0;
    ScalpSphere sphere = ScalpSphere::Default; ///< with which scalp maps project the electrodes
};

struct PlanStatistics; // what replaced inputs left behind (plan_statistics.h)
class PredictionStatistics; // shared sums, computed once and used by several metrics (prediction_statistics.h)

/// Where the window shows a metric's figure.
enum class MetricPage { Figures, Gains, Verdict };

/// A metric: numbers from a prediction set, and a figure from any number of runs.
struct Metric {
    std::string id; ///< "channel_means"
    std::string title; ///< "Channel means"
    std::function<Result<MetricResult>(PredictionStatistics&, const MetricOptions&)>
        compute; ///< empty: a figure of another's numbers, or numbers that come from several runs
    std::function<Figure(std::span<const RunView>)> figure; ///< empty where the metric has none
    MetricPage page = MetricPage::Figures;
    std::string shows {}; ///< Metric::id whose numbers the figure shows; empty: its own

    [[nodiscard]] const std::string& numbers() const { return shows.empty() ? id : shows; }
};

/// All metrics in the order of the panels. One line each; see CONTRIBUTING.md.
[[nodiscard]] const std::vector<Metric>& metricList();
[[nodiscard]] const Metric* findMetric(std::string_view id);

/// Every metric of the list over one prediction set. Cancel is looked at between metrics. `plan`: of the same run;
/// without it there are no gains and ablations.
[[nodiscard]] Result<std::vector<MetricResult>>
computeMetrics(std::shared_ptr<const PredictionSet> predictions, const MetricOptions& options = {},
               const std::function<void(std::string_view title, int done, int total)>& progress = {},
               const std::stop_token& stop = {}, std::shared_ptr<const PlanStatistics> plan = nullptr);

} // namespace maskscope
