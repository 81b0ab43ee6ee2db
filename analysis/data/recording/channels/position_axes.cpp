// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/position_axes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <Eigen/SVD>
#include <fmt/format.h>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/channels/channel_label.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

/// Unit vectors of the same electrodes: as given, and where the name says.
struct Pairs {
    std::vector<Eigen::Vector3d> given, named;
};

Pairs pairsOf(const std::vector<NamedPosition>& positions)
{
    Pairs pairs;
    for (const auto& [name, position] : positions) {
        const auto place = builtInMontage().position(modernName(upperCased(name)));
        if (!place || !position.allFinite() || position.norm() == 0)
            continue;
        pairs.given.push_back(position.normalized());
        pairs.named.push_back(*place);
    }
    return pairs;
}

/// Mean cosine between the named places and the given ones after `turn`.
double agreement(const Pairs& pairs, const Eigen::Matrix3d& turn)
{
    double sum = 0;
    for (std::size_t i = 0; i < pairs.given.size(); ++i)
        sum += (turn * pairs.given[i]).dot(pairs.named[i]);
    return sum / static_cast<double>(pairs.given.size());
}

/// All 48 ways in which axes can be named: permutations with signs.
std::vector<Eigen::Matrix3d> conventions()
{
    std::vector<Eigen::Matrix3d> all;
    std::array<int, 3> order { 0, 1, 2 };
    do {
        for (unsigned signs = 0; signs < 8; ++signs) {
            Eigen::Matrix3d turn = Eigen::Matrix3d::Zero();
            for (unsigned row = 0; row < 3; ++row)
                turn(static_cast<Eigen::Index>(row), order.at(row)) = ((signs >> row) & 1U) != 0 ? -1 : 1;
            all.push_back(turn);
        }
    } while (std::ranges::next_permutation(order).found);
    return all;
}

/// Degrees to the left (seen from above) by which the given places lie turned about the vertical axis.
double angleAboutVertical(const Pairs& pairs)
{
    double across = 0, along = 0;
    for (std::size_t i = 0; i < pairs.given.size(); ++i) {
        const Eigen::Vector3d& g = pairs.given[i];
        const Eigen::Vector3d& n = pairs.named[i];
        across += n.x() * g.y() - n.y() * g.x();
        along += n.x() * g.x() + n.y() * g.y();
    }
    return std::atan2(across, along) * 180 / std::numbers::pi;
}

/// "x points to the nose and y to the left", of what `turn` takes to x right, y front, z up.
std::string axesText(const Eigen::Matrix3d& turn)
{
    constexpr std::array<std::array<const char*, 2>, 3> ends {
        { { "to the right", "to the left" }, { "to the nose", "to the back" }, { "up", "down" } }
    };
    constexpr std::array<const char*, 3> letters { "x", "y", "z" };
    std::vector<std::string> told;
    for (Eigen::Index axis = 0; axis < 3; ++axis) {
        Eigen::Index head = 0;
        turn.col(axis).cwiseAbs().maxCoeff(&head);
        const bool minus = turn(head, axis) < 0;
        if (axis == 2 && head == 2 && !minus)
            continue; // z points up, as everywhere
        told.push_back(fmt::format("{}{}{}", letters.at(static_cast<std::size_t>(axis)),
                                   told.empty() ? " points " : " ",
                                   ends.at(static_cast<std::size_t>(head)).at(minus ? 1 : 0)));
    }
    return told.size() == 3 ? told[0] + ", " + told[1] + " and " + told[2] : told[0] + " and " + told[1];
}

std::string angleText(double degrees)
{
    const int whole = static_cast<int>(std::lround(std::abs(degrees)));
    return whole == 180 ? "turned by 180 degrees"
                        : fmt::format("turned by {} degrees to the {}", whole, degrees > 0 ? "left" : "right");
}

/// Degrees by which a rotation that undoes `turn` turns, about whichever axis.
double angleOf(const Eigen::Matrix3d& turn)
{
    return std::acos(std::clamp((turn.trace() - 1) / 2, -1.0, 1.0)) * 180 / std::numbers::pi;
}

std::string describe(const Eigen::Matrix3d& turn)
{
    const bool upright = turn(2, 2) == 1;
    const bool mirrored = turn.determinant() < 0;
    std::string what;
    if (mirrored && upright && turn(0, 0) == -1)
        what = "mirrored, left and right exchanged";
    else if (mirrored && upright && turn(0, 0) == 1)
        what = "mirrored, front and back exchanged";
    else if (mirrored)
        what = turn(0, 0) == 1 && turn(1, 1) == 1 ? "mirrored, above and below exchanged"
                                                  : "mirrored and turned by 90 degrees";
    else if (upright) // the given places lie turned the other way about than `turn` turns them back
        what = angleText(-std::atan2(turn(1, 0), turn(0, 0)) * 180 / std::numbers::pi);
    else
        what = fmt::format("turned by {:.0f} degrees", angleOf(turn));
    return what + " (" + axesText(turn) + ")";
}

/// Of all rotations (`determinant` 1), or of all that mirror too (-1), the one that brings the given places nearest to
/// the named ones (Kabsch).
Eigen::Matrix3d nearest(const Pairs& pairs, int determinant)
{
    Eigen::Matrix3d sum = Eigen::Matrix3d::Zero();
    for (std::size_t i = 0; i < pairs.given.size(); ++i)
        sum += pairs.named[i] * pairs.given[i].transpose();
    const Eigen::JacobiSVD<Eigen::Matrix3d> svd(sum, Eigen::ComputeFullU | Eigen::ComputeFullV);
    const Eigen::Matrix3d plain = svd.matrixU() * svd.matrixV().transpose();
    const Eigen::Vector3d signs(1, 1, plain.determinant() * determinant < 0 ? -1 : 1);
    return svd.matrixU() * signs.asDiagonal() * svd.matrixV().transpose();
}

/// A mirror must fit clearly better: electrodes of one side of the head, or of its midline, hardly tell.
Eigen::Matrix3d bestTurn(const Pairs& pairs)
{
    constexpr double clearly = 0.06; // cosine; of real montages' subsets at most 0.058
    const Eigen::Matrix3d turned = nearest(pairs, 1), mirrored = nearest(pairs, -1);
    return agreement(pairs, mirrored) > agreement(pairs, turned) + clearly ? mirrored : turned;
}

Eigen::Matrix3d nearestConvention(const Eigen::Matrix3d& turn)
{
    const auto all = conventions();
    return *std::ranges::max_element(all, {}, [&](const Eigen::Matrix3d& one) {
        return one.determinant() * turn.determinant() > 0 ? one.cwiseProduct(turn).sum() : -3;
    });
}

/// What heads and measurements differ from an ideal cap that is only named otherwise: they tilt it, but hardly turn it.
bool isNear(const Eigen::Matrix3d& turn, const Eigen::Matrix3d& convention)
{
    constexpr double mostTilt = 15, mostAboutVertical = 7.5;
    const Eigen::AngleAxisd rest(Eigen::Matrix3d(turn * convention.transpose()));
    const double degrees = rest.angle() * 180 / std::numbers::pi;
    return degrees <= mostTilt && std::abs(degrees * rest.axis().z()) <= mostAboutVertical;
}

/// Degrees that correct places may seem turned by: caps on a head differ from the ideal, subsets of them more.
double plausibleDegrees(const Pairs& pairs)
{
    constexpr std::size_t many = 12;
    constexpr double oneSided = 0.9;
    Eigen::Vector3d sum = Eigen::Vector3d::Zero();
    for (const Eigen::Vector3d& place : pairs.named)
        sum += place;
    const auto count = static_cast<double>(pairs.named.size());
    return pairs.named.size() >= many && sum.norm() < oneSided * count ? 27 : 45;
}

std::string turnText(const Eigen::AngleAxisd& turn)
{
    constexpr double along = 0.94; // cosine of 20 degrees
    const Eigen::Vector3d& axis = turn.axis();
    const double degrees = turn.angle() * 180 / std::numbers::pi;
    if (std::abs(axis.z()) > along)
        return angleText(axis.z() > 0 ? degrees : -degrees);
    if (std::abs(axis.x()) > along)
        return fmt::format("tilted by {:.0f} degrees to the {}", degrees, axis.x() > 0 ? "back" : "front");
    if (std::abs(axis.y()) > along)
        return fmt::format("tilted by {:.0f} degrees to the {}", degrees, axis.y() > 0 ? "right" : "left");
    return fmt::format("turned by {:.0f} degrees about a slanting axis", degrees);
}

/// Of a matrix that takes the given places to the named ones, how they lie.
std::string describeOdd(const Eigen::Matrix3d& best)
{
    const Eigen::Matrix3d given = best.transpose();
    if (best.determinant() > 0)
        return turnText(Eigen::AngleAxisd(given));
    const Eigen::Matrix3d sides = Eigen::Vector3d(-1, 1, 1).asDiagonal();
    return "mirrored, left and right exchanged, and " + turnText(Eigen::AngleAxisd(Eigen::Matrix3d(given * sides)));
}

} // namespace

std::optional<AxesFinding> contradictedByNames(const std::vector<NamedPosition>& positions)
{
    constexpr std::size_t enough = 5;
    constexpr double alike = 0.7, better = 0.3, unlike = 0.3; // cosines
    constexpr double oddDegrees = 25;
    const Pairs pairs = pairsOf(positions);
    if (pairs.given.size() < enough)
        return std::nullopt;
    const double asGiven = agreement(pairs, Eigen::Matrix3d::Identity());
    const Eigen::Matrix3d best = bestTurn(pairs);
    if (agreement(pairs, best) < alike) {
        if (asGiven >= unlike)
            return std::nullopt;
        return AxesFinding { std::nullopt,
                             fmt::format("elsewhere, by {:.0f} degrees on average",
                                         std::acos(std::clamp(asGiven, -1.0, 1.0)) * 180 / std::numbers::pi) };
    }
    if (best.determinant() > 0 && angleOf(best) <= plausibleDegrees(pairs)
        && std::abs(angleAboutVertical(pairs)) <= oddDegrees)
        return std::nullopt;
    const Eigen::Matrix3d convention = nearestConvention(best);
    if (isNear(best, convention) && agreement(pairs, convention) >= asGiven + better)
        return AxesFinding { convention, describe(convention) };
    return AxesFinding { std::nullopt, describeOdd(best) };
}

void checkPositions(Recording& recording)
{
    std::vector<NamedPosition> positions;
    std::vector<std::string> labels;
    for (const Channel& channel : recording.channels) {
        labels.push_back(channel.label);
        if (channel.position && !channel.inventedName && channel.positionSource == "file")
            positions.emplace_back(withoutCopyNumber(channel.name), *channel.position);
    }
    const auto finding = numberedByLetter(labels) ? std::nullopt : contradictedByNames(positions);
    if (!finding)
        return;
    const bool turned = finding->turn && !recording.precut;
    if (turned)
        for (Channel& channel : recording.channels)
            if (channel.position && channel.positionSource == "file")
                channel.position = *finding->turn * *channel.position;
    recording.warnings.push_back(
        "the file's electrode positions contradict the electrodes' names: by the names they lie " + finding->said
        + (turned              ? "; they were turned back"
               : finding->turn ? "; they are left as they are, as the model was given them"
                               : "; they are left as they are: check them, or take another file's (--montage)"));
}

} // namespace maskscope
