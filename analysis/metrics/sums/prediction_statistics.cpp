// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/sums/prediction_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace maskscope {
namespace {

std::optional<Error> findMismatch(const PredictionSet& set, int bins)
{
    const auto rows = static_cast<std::size_t>(set.rows());
    const auto inside = [](const std::vector<std::int32_t>& index, std::size_t count) {
        return std::all_of(index.begin(), index.end(),
                           [&](std::int32_t i) { return i >= 0 && static_cast<std::size_t>(i) < count; });
    };
    if (bins < 1)
        return Error { ErrorCode::InvalidArgument, "position bins", "too few", "at least 1", std::to_string(bins) };
    for (const std::size_t size :
         { set.position.size(), set.channel.size(), set.recording.size(), set.sequence.size() }) {
        if (size != rows)
            return Error { ErrorCode::Mismatch, "predictions", "a column does not have one entry a row",
                           std::to_string(rows) + " entries", std::to_string(size) };
    }
    if (!inside(set.channel, set.channels.size()) || !inside(set.recording, set.recordings.size()))
        return Error {
            ErrorCode::Mismatch, "predictions", "a row names a channel or recording that is not listed", {}, {}
        };
    if (!std::all_of(set.position.begin(), set.position.end(),
                     [](double p) { return std::isfinite(p) && p >= 0 && p <= 1; }))
        return Error { ErrorCode::Mismatch, "predictions", "a position is out of range", "t/T between 0 and 1", {} };
    return std::nullopt;
}

std::int64_t countNonFinite(const ScratchMatrix& x)
{
    std::int64_t found = 0;
    const auto count = [&](Eigen::Index first, Eigen::Index rows) {
        const auto block = x.middleRows(first, rows);
        if (!block.allFinite())
            found
                += std::count_if(block.data(), block.data() + block.size(), [](float v) { return !std::isfinite(v); });
    };
    inRowBlocks(count, x);
    return found;
}

/// The row as float64 and less its mean; sums start from the first value, so that a constant row gives exactly 0.
double centreRow(const ScratchMatrix& x, Eigen::Index row, Eigen::RowVectorXd& out)
{
    const double shift = static_cast<double>(x(row, 0));
    out = x.row(row).cast<double>().array() - shift;
    const double mean = out.mean();
    out.array() -= mean;
    return shift + mean;
}

} // namespace

Result<PredictionStatistics> PredictionStatistics::create(std::shared_ptr<const PredictionSet> set, int positionBins,
                                                          std::shared_ptr<const PlanStatistics> plan)
{
    if (!set)
        return failure(ErrorCode::InvalidArgument, "predictions", "there are none");
    if (auto mismatch = findMismatch(*set, positionBins))
        return tl::unexpected<Error>(std::move(*mismatch));
    PredictionStatistics s;
    s.m_set = std::move(set);
    s.m_plan = std::move(plan);
    s.m_groups = std::make_unique<const RowGroups>(groupRows(*s.m_set, positionBins));
    const auto& position = s.m_set->position;
    s.m_centredPosition
        = Eigen::Map<const Eigen::VectorXd>(position.data(), static_cast<Eigen::Index>(position.size()));
    if (s.m_centredPosition.size() > 0) {
        // From the first position, so that equal positions give exactly 0.
        s.m_centredPosition.array() -= position.front();
        s.m_centredPosition.array() -= s.m_centredPosition.mean();
    }
    s.m_nonFinite = countNonFinite(s.m_set->predictions);
    if (s.m_nonFinite == 0 && s.m_set->predictions.size() > 0)
        s.m_predictions = std::make_unique<MatrixStatistics>(s.m_set->predictions, *s.m_groups);
    return s;
}

MatrixStatistics* PredictionStatistics::targets()
{
    if (!m_targetsChecked) {
        m_targetsChecked = true;
        if (m_set->hasTargets() && m_set->targets.size() > 0 && countNonFinite(m_set->targets) == 0)
            m_targets = std::make_unique<MatrixStatistics>(m_set->targets, *m_groups);
    }
    return m_targets.get();
}

const RowMoments& PredictionStatistics::rowMoments()
{
    if (m_rowMoments)
        return *m_rowMoments;
    const ScratchMatrix& x = m_set->predictions;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    RowMoments m { Eigen::VectorXd(x.rows()), Eigen::VectorXd(x.rows()), infinity, -infinity };
    Eigen::RowVectorXd row;
    const auto add = [&](Eigen::Index i) {
        m.mean(i) = centreRow(x, i, row);
        m.variance(i) = row.squaredNorm() / static_cast<double>(x.cols());
        m.min = std::min(m.min, static_cast<double>(x.row(i).minCoeff()));
        m.max = std::max(m.max, static_cast<double>(x.row(i).maxCoeff()));
    };
    forEachRow(add, x);
    return m_rowMoments.emplace(std::move(m));
}

const PairStatistics& PredictionStatistics::pairs()
{
    if (m_pairs)
        return *m_pairs;
    const ScratchMatrix &x = m_set->predictions, &t = m_set->targets;
    PairStatistics p { 0, Eigen::VectorXd(x.rows()), Eigen::VectorXd::Zero(x.rows()) };
    Eigen::RowVectorXd a, b;
    const auto add = [&](Eigen::Index i) {
        p.squaredError(i) = (x.row(i).cast<double>() - t.row(i).cast<double>()).squaredNorm();
        centreRow(x, i, a);
        centreRow(t, i, b);
        const double scale = std::sqrt(a.squaredNorm() * b.squaredNorm());
        if (scale > 0)
            p.correlation(i) = a.dot(b) / scale;
    };
    forEachRow(add, x, t);
    p.meanSquaredError = p.squaredError.sum() / static_cast<double>(x.size());
    return m_pairs.emplace(std::move(p));
}

const Eigen::VectorXd& PredictionStatistics::positionCorrelation()
{
    if (m_positionCorrelation)
        return *m_positionCorrelation;
    const double positionSquares = m_centredPosition.squaredNorm();
    const auto rows = static_cast<double>(m_set->rows());
    const RowMatrixD product = m_predictions->projected(
        1, [&](Eigen::Index first, RowMatrixD& left) { left.col(0) = m_centredPosition.segment(first, left.rows()); });
    Eigen::VectorXd r = product.row(0).transpose();
    for (Eigen::Index d = 0; d < r.size(); ++d) {
        const double squares = m_predictions->covariance()(d, d) * rows * positionSquares;
        r(d)
            = squares > 0 ? std::clamp(r(d) / std::sqrt(squares), -1.0, 1.0) : std::numeric_limits<double>::quiet_NaN();
    }
    return m_positionCorrelation.emplace(std::move(r));
}

} // namespace maskscope
