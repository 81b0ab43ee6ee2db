// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/sums/effect_axis.h"

#include <cmath>
#include <limits>

#include <Eigen/Eigenvalues>

#include "analysis/numerics/student_t.h"

namespace maskscope {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Sums turned into means less the mean over the recording's own levels. [recording * levels + level, dim]
void centreLevels(GroupSums& groups, int recordings, int levels)
{
    for (int r = 0; r < recordings; ++r) {
        Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(groups.sums.cols());
        int present = 0;
        for (Eigen::Index g = Eigen::Index { r } * levels; g < Eigen::Index { r + 1 } * levels; ++g) {
            if (groups.counts(g) == 0)
                continue;
            groups.sums.row(g) /= groups.counts(g);
            mean += groups.sums.row(g);
            ++present;
        }
        mean /= std::max(present, 1);
        for (Eigen::Index g = Eigen::Index { r } * levels; g < Eigen::Index { r + 1 } * levels; ++g) {
            if (groups.counts(g) > 0)
                groups.sums.row(g) -= mean;
        }
    }
}

RowMatrixD averageOverRecordings(const GroupSums& groups, int recordings, int levels, Eigen::VectorXi& present)
{
    RowMatrixD course = RowMatrixD::Zero(levels, groups.sums.cols());
    present = Eigen::VectorXi::Zero(levels);
    for (int r = 0; r < recordings; ++r) {
        for (int l = 0; l < levels; ++l) {
            const Eigen::Index g = Eigen::Index { r } * levels + l;
            if (groups.counts(g) == 0)
                continue;
            course.row(l) += groups.sums.row(g);
            ++present(l);
        }
    }
    for (int l = 0; l < levels; ++l)
        course.row(l) /= std::max(present(l), 1);
    return course;
}

/// Unit first principal axis of the rows and its share; share 0 where all rows are 0.
Eigen::RowVectorXd principalAxis(const RowMatrixD& course, double& share)
{
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(Eigen::MatrixXd(course * course.transpose()));
    const double trace = solver.eigenvalues().sum();
    share = 0;
    if (!(trace > 0))
        return Eigen::RowVectorXd::Zero(course.cols());
    share = solver.eigenvalues().tail(1)(0) / trace;
    return (solver.eigenvectors().rightCols(1).transpose() * course).normalized();
}

void addInterval(EffectAxis& effect, const GroupSums& groups, const Eigen::RowVectorXd& axis, int recordings,
                 int levels)
{
    for (int l = 0; l < levels; ++l) {
        const int n = effect.recordings(l);
        if (n < 3) // two recordings: the t interval is 13 standard errors wide and says nothing
            continue;
        double squares = 0;
        for (int r = 0; r < recordings; ++r) {
            const Eigen::Index g = Eigen::Index { r } * levels + l;
            if (groups.counts(g) > 0)
                squares += std::pow(groups.sums.row(g).dot(axis) - effect.score(l), 2);
        }
        const double half = studentT975(n - 1) * std::sqrt(squares / (n - 1) / n);
        effect.low(l) = effect.score(l) - half;
        effect.high(l) = effect.score(l) + half;
    }
}

double signOf(const EffectAxis& effect, const Eigen::VectorXd& sign)
{
    double product = 0, n = 0, mean = 0;
    for (Eigen::Index l = 0; l < sign.size(); ++l) {
        if (effect.recordings(l) > 0) {
            mean += sign(l);
            ++n;
        }
    }
    for (Eigen::Index l = 0; l < sign.size(); ++l) {
        if (effect.recordings(l) > 0)
            product += (sign(l) - mean / std::max(n, 1.0)) * effect.score(l);
    }
    return product < 0 ? -1 : 1;
}

} // namespace

EffectAxis effectAxis(const GroupSums& cells, std::span<const int> recording, int recordings,
                      std::span<const int> level, int levels, const Eigen::VectorXd& sign)
{
    std::vector<int> label(level.size());
    for (std::size_t i = 0; i < label.size(); ++i)
        label[i] = recording[i] * levels + level[i];
    GroupSums groups = mergeCells(cells, label, recordings * levels);
    centreLevels(groups, recordings, levels);
    EffectAxis effect;
    const RowMatrixD course = averageOverRecordings(groups, recordings, levels, effect.recordings);
    Eigen::RowVectorXd axis = principalAxis(course, effect.share);
    effect.score = course * axis.transpose();
    if (signOf(effect, sign) < 0) {
        axis = -axis;
        effect.score = -effect.score;
    }
    effect.low = effect.high = Eigen::VectorXd::Constant(levels, kNaN);
    addInterval(effect, groups, axis, recordings, levels);
    for (int l = 0; l < levels; ++l) {
        if (effect.recordings(l) == 0)
            effect.score(l) = kNaN;
    }
    return effect;
}

} // namespace maskscope
