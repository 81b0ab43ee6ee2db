// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/position_axes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <Eigen/LU>
#include <fmt/format.h>

#include "analysis/recording/built_in_montage.h"
#include "analysis/recording/channel_dictionary.h"
#include "analysis/recording/channel_label.h"

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

/// The reading of the axes that fits the names best; the given one where none is better.
Eigen::Matrix3d bestConvention(const Pairs& pairs)
{
    Eigen::Matrix3d best = Eigen::Matrix3d::Identity();
    double bestAgreement = agreement(pairs, best);
    for (const Eigen::Matrix3d& turn : conventions()) {
        const double fits = agreement(pairs, turn);
        if (fits > bestAgreement + 1e-9) {
            bestAgreement = fits;
            best = turn;
        }
    }
    return best;
}

Eigen::Matrix3d turnedBack(double degrees)
{
    const double radians = -degrees * std::numbers::pi / 180;
    Eigen::Matrix3d turn = Eigen::Matrix3d::Identity();
    turn.topLeftCorner<2, 2>() << std::cos(radians), -std::sin(radians), std::sin(radians), std::cos(radians);
    return turn;
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
    const Eigen::Matrix3d best = bestConvention(pairs);
    const double fits = agreement(pairs, best);
    if (fits >= alike && fits >= asGiven + better)
        return AxesFinding { best, describe(best) };
    const double degrees = angleAboutVertical(pairs);
    if (std::abs(degrees) > oddDegrees && agreement(pairs, turnedBack(degrees)) >= alike)
        return AxesFinding { std::nullopt, angleText(degrees) };
    if (asGiven < unlike)
        return AxesFinding { std::nullopt,
                             fmt::format("elsewhere, by {:.0f} degrees on average",
                                         std::acos(std::clamp(asGiven, -1.0, 1.0)) * 180 / std::numbers::pi) };
    return std::nullopt;
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
