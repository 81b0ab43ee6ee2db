// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <Eigen/Eigenvalues>

#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/numerics/covariance.h"
#include "analysis/numerics/eigen_spectrum.h"

namespace maskscope {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kComparedTokens = 256;
constexpr double kLidarFloor = 1e-4; // added to the within-class covariance, as in the paper
constexpr Eigen::Index kWidestLidar = 1024; // an eigenproblem more per layer

std::string keyOf(std::size_t layer) { return "representation_layer_" + std::to_string(layer); }

/// Effective rank of the between-class against the within-class scatter (LDA), classes being sequences.
double lidar(const RowMatrixD& states, std::span<const std::int32_t> sequence)
{
    std::map<std::int32_t, std::pair<Eigen::RowVectorXd, double>> classes; // sum, rows
    for (Eigen::Index row = 0; row < states.rows(); ++row) {
        auto& [sum, rows] = classes[sequence[static_cast<std::size_t>(row)]];
        sum = rows > 0 ? Eigen::RowVectorXd(sum + states.row(row)) : Eigen::RowVectorXd(states.row(row));
        rows += 1;
    }
    if (classes.size() < 2 || states.cols() > kWidestLidar)
        return kNaN;
    const Eigen::RowVectorXd mean = states.colwise().mean();
    RowMatrixD within = states, between(static_cast<Eigen::Index>(classes.size()), states.cols());
    for (Eigen::Index row = 0; row < states.rows(); ++row) {
        const auto& [sum, rows] = classes[sequence[static_cast<std::size_t>(row)]];
        within.row(row) -= sum / rows;
    }
    Eigen::Index at = 0;
    for (const auto& [id, of] : classes)
        between.row(at++) = of.first / of.second - mean;
    Eigen::MatrixXd scatter = Eigen::MatrixXd::Identity(states.cols(), states.cols()) * kLidarFloor;
    RowMatrixD product = RowMatrixD::Zero(states.cols(), states.cols());
    addProduct(within, within, product);
    scatter += product / static_cast<double>(states.rows());
    // L^-1 B' has the singular values of the whitened class means.
    const Eigen::LLT<Eigen::MatrixXd> factor(scatter);
    if (factor.info() != Eigen::Success)
        return kNaN;
    const Eigen::MatrixXd white = factor.matrixL().solve(Eigen::MatrixXd(between.transpose()));
    const Eigen::MatrixXd gram = white.transpose() * white; // [class, class], the same eigenvalues
    const Eigen::VectorXd lambda
        = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(gram, Eigen::EigenvaluesOnly).eigenvalues().cwiseMax(0);
    const double total = lambda.sum();
    double entropy = 0;
    for (const double l : lambda)
        if (l > 0)
            entropy -= l / total * std::log(l / total);
    return total > 0 ? std::exp(entropy) : kNaN;
}

void addLayer(ResultBuilder& out, std::size_t layer, const ScratchMatrix& values, const PlanStatistics& plan,
              const std::string& looked)
{
    const RowMatrixD states = values.cast<double>();
    const Eigen::RowVectorXd mean = columnMeans(values);
    CovarianceSum sum(values.cols());
    forEachBlock(values, mean, [&](Eigen::Index, const RowMatrixD& rows) { sum.add(rows); });
    const auto spectra = covarianceSpectra(std::move(sum).finish(), mean.transpose());
    if (!spectra)
        return;
    const auto rank = rankMe(spectra->uncentred);
    const auto summary = summariseSpectrum(spectra->centred);
    const auto law = fitPowerLaw(spectra->centred);
    const std::set<std::int32_t> sequences(plan.stateSequence.begin(), plan.stateSequence.end());
    out.addPartial(
        keyOf(layer),
        MetricNumbers { { "rankme", rank.value_or(kNaN) },
                        { "participation_ratio", summary ? summary->participationRatio : kNaN },
                        { "alpha_req", law ? law->slope : kNaN },
                        { "alpha_fit_r2", law ? law->fitR2 : kNaN },
                        { "alpha_k_first", 1 },
                        { "alpha_k_last", law ? law->last : kNaN },
                        { "lidar", lidar(states, plan.stateSequence) } },
        "1", { static_cast<std::int64_t>(sequences.size()), "sequence" },
        looked
            + "alpha_req depends on its fit range (k_first to k_last, said beside it); lidar takes sequences "
              "for classes.");
}

/// Some states of every layer, and which tokens they are of: what layers of two runs are compared by.
void addSample(ResultBuilder& out, const PlanStatistics& plan)
{
    const std::size_t rows = plan.stateSequence.size(), few = std::min(rows, kComparedTokens);
    std::vector<double> sequence, token;
    for (std::size_t i = 0; i < few; ++i) {
        const std::size_t row = (2 * i + 1) * rows / (2 * few);
        sequence.push_back(plan.stateSequence[row]);
        token.push_back(plan.stateToken[row]);
    }
    for (std::size_t layer = 0; layer < plan.states.size(); ++layer) {
        const ScratchMatrix& states = plan.states[layer];
        std::vector<double> values;
        for (std::size_t i = 0; i < few; ++i) {
            const Eigen::RowVectorXd row
                = states.row(static_cast<Eigen::Index>((2 * i + 1) * rows / (2 * few))).cast<double>();
            values.insert(values.end(), row.data(), row.data() + row.size());
        }
        out.addArray("states_layer_" + std::to_string(layer),
                     { { "token", few }, { "dim", static_cast<std::size_t>(states.cols()) } }, std::move(values));
    }
    out.addArray("state_sequence", { { "token", few } }, std::move(sequence));
    out.addArray("state_token", { { "token", few } }, std::move(token));
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("representation", "diag.v1.");
    const PlanStatistics* plan = s.plan();
    if (!plan || plan->states.empty())
        return std::move(out).take();
    const std::string looked = "States on unmasked input, up to 128 tokens of each sequence that is looked into. ";
    for (std::size_t layer = 0; layer < plan->states.size(); ++layer)
        addLayer(out, layer, plan->states[layer], *plan, looked);
    addSample(out, *plan);
    return std::move(out).take();
}

struct LayerCurve {
    const char* name;
    SeriesStyle style;
};

Figure figure(std::span<const RunView> runs)
{
    Figure f { "representation", "Representation of unmasked input", {}, {}, true, true, {}, {} };
    ValueRange range;
    range.include(0);
    double layers = 1;
    constexpr std::array curves { LayerCurve { "rankme", SeriesStyle::Line },
                                  LayerCurve { "participation_ratio", SeriesStyle::DashedLine },
                                  LayerCurve { "lidar", SeriesStyle::DottedLine } };
    for (std::size_t i = 0; i < runs.size(); ++i) {
        CartesianPlot plot;
        for (const LayerCurve& curve : curves) {
            Series series;
            series.name = curve.name == std::string("rankme") ? "RankMe"
                : curve.name == std::string("lidar")          ? "LiDAR"
                                                              : "participation ratio";
            series.color = runs[i].color;
            series.style = curve.style;
            for (std::size_t layer = 0; runs[i].result; ++layer) {
                const MetricValue* value = runs[i].result->value("diag.v1." + keyOf(layer));
                if (!value)
                    break;
                series.x.push_back(static_cast<double>(layer));
                series.y.push_back(namedNumber(*value, curve.name));
                series.hover.push_back(series.name + ": " + shortNumber(series.y.back()));
                layers = std::max(layers, series.x.back());
            }
            range.include(series.y);
            if (!series.x.empty())
                plot.series.push_back(std::move(series));
        }
        Panel panel = runPanel(runs[i], 0, static_cast<int>(i));
        panel.plot = std::move(plot);
        f.panels.push_back(std::move(panel));
    }
    for (Panel& panel : f.panels) {
        auto& plot = std::get<CartesianPlot>(panel.plot);
        plot.x = { "Layer (0: the backbone's input)", AxisScale::Linear, 0, layers, {}, {} };
        for (int layer = 0; layer <= static_cast<int>(layers); ++layer)
            plot.x.ticks.emplace_back(layer, std::to_string(layer));
        plot.y = range.linearAxis("Effective dimensions");
    }
    f.caption = "States of every layer on unmasked input: RankMe (line), participation ratio (dashed), LiDAR with "
                "sequences for classes (dotted). Compare with untrained copies (table of numbers): low alone is no "
                "collapse.";
    return f;
}

} // namespace

/// Of the states of every layer on unmasked input (0: the backbone's input): RankMe (Garrido et al. 2023),
/// participation ratio, the slope of alpha-ReQ (Agrawal et al. 2022) with its fit range, and LiDAR (Thilak et al. 2023)
/// with sequences for classes: exp of the entropy of the eigenvalues of S_w^-1/2 S_b S_w^-1/2. No interval, no
/// permutation null: untrained copies stand beside. Cannot show that few dimensions are a fault: the input may have no
/// more.
Metric representation() { return { "representation", "Representation of unmasked input", compute, figure }; }

} // namespace maskscope
