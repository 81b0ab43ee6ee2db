// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/built_in_montage.h"

#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include <Eigen/Geometry>

namespace maskscope {

namespace {

constexpr double stepDegrees = 9; // 5 % of the half circle from nasion over vertex to inion
constexpr double radians = std::numbers::pi / 180;

/// Direction `azimuth` degrees from the front towards the left, `elevation` above the equator.
Eigen::Vector3d onRing(double azimuth, double elevation)
{
    const double a = azimuth * radians;
    const double e = elevation * radians;
    return { -std::sin(a) * std::cos(e), std::cos(a) * std::cos(e), std::sin(e) };
}

Eigen::Vector3d onMidline(double degreesFromNasion)
{
    return { 0, std::cos(degreesFromNasion * radians), std::sin(degreesFromNasion * radians) };
}

/// Point at `fraction` of the way from `left` to `middle` along the circle through `left`, `middle` and left's mirror.
Eigen::Vector3d onArc(const Eigen::Vector3d& left, const Eigen::Vector3d& middle, double fraction)
{
    const Eigen::Vector3d right(-left.x(), left.y(), left.z());
    const Eigen::Vector3d normal = (middle - left).cross(right - left).normalized();
    const Eigen::Vector3d centre = normal * normal.dot(left);
    const Eigen::Vector3d u = left - centre;
    const Eigen::Vector3d v = normal.cross(u);
    const Eigen::Vector3d m = middle - centre;
    const double angle = std::atan2(m.dot(v), m.dot(u)) * fraction;
    return centre + std::cos(angle) * u + std::sin(angle) * v;
}

/// Adds an electrode of the left side and its mirror: F7 brings F8, C5h brings C6h.
void addPair(Montage& montage, const std::string& row, int number, bool half, const Eigen::Vector3d& left)
{
    const std::string suffix = half ? "h" : "";
    montage.add(row + std::to_string(number) + suffix, left);
    montage.add(row + std::to_string(number + 1) + suffix, { -left.x(), left.y(), left.z() });
}

struct Row {
    std::string_view medial; // name up to the 5s
    std::string_view lateral; // name of the 7s and 9s: C3 but T7
};
constexpr std::array<Row, 15> rows { { { "AFp", "AFp" },
                                       { "AF", "AF" },
                                       { "AFF", "AFF" },
                                       { "F", "F" },
                                       { "FFC", "FFT" },
                                       { "FC", "FT" },
                                       { "FCC", "FTT" },
                                       { "C", "T" },
                                       { "CCP", "TTP" },
                                       { "CP", "TP" },
                                       { "CPP", "TPP" },
                                       { "P", "P" },
                                       { "PPO", "PPO" },
                                       { "PO", "PO" },
                                       { "POO", "POO" } } };

void addRow(Montage& montage, const Row& row, double degreesFromNasion)
{
    const std::string medial(row.medial);
    const std::string lateral(row.lateral);
    const Eigen::Vector3d middle = onMidline(degreesFromNasion);
    const Eigen::Vector3d left = onRing(degreesFromNasion, 2 * stepDegrees); // on the 10 % ring Fpz-T7-Oz
    montage.add(medial + "z", middle);
    int eighth = 0; // eighths of the arc from the 10 % ring to the midline: 7, 7h, 5, 5h, 3, 3h, 1, 1h
    for (const int number : { 7, 5, 3, 1 }) {
        const std::string& name = number == 7 ? lateral : medial;
        addPair(montage, name, number, false, onArc(left, middle, eighth++ / 8.0));
        addPair(montage, name, number, true, onArc(left, middle, eighth++ / 8.0));
    }
    addPair(montage, lateral, 9, true, onRing(degreesFromNasion, stepDegrees));
    addPair(montage, lateral, 9, false, onRing(degreesFromNasion, 0));
}

/// Fp, NFp, N at the front and O, OI, I at the back: one electrode 10 % and one 5 % from the midline, on three rings.
void addPole(Montage& montage, const std::array<const char*, 3>& names, double azimuth, double towardsSide)
{
    double elevation = 2 * stepDegrees;
    for (const char* name : names) {
        montage.add(std::string(name) + "z", onRing(azimuth, elevation));
        addPair(montage, name, 1, false, onRing(azimuth + 2 * towardsSide, elevation));
        addPair(montage, name, 1, true, onRing(azimuth + towardsSide, elevation));
        elevation -= stepDegrees;
    }
}

/// Azimuths as in EEGLAB's sample files (sccn/eeglab, sample_locs). CB1 and CB2, "Standard-10-20-Cap81.ced": 135
/// degrees from the nose, 40 below the equator, 15 below Iz; of the 23 degrees from Oz to Iz there 18 are left here, so
/// 12 below Iz. HEOG and VEOG, "32ch_quikcap.sfp": at the azimuth of Fp1 and Fp2 (18 degrees), 12 below them. Bipolar
/// eye channels lie at no one point: the place serves their mark on a map, they are left out of analysis.
void addExtras(Montage& montage)
{
    montage.add("CB1", onRing(135, -12));
    montage.add("CB2", onRing(-135, -12));
    montage.add("HEOG", onRing(18, 6));
    montage.add("VEOG", onRing(-18, 6));
}

/// Without the rounding of sin(pi): the midline has x = 0, the coronal plane y = 0.
Montage withoutRounding(const Montage& montage)
{
    Montage clean(montage.name());
    for (const auto& [name, position] : montage.positions())
        clean.add(name, position.unaryExpr([](double v) { return std::abs(v) < 1e-12 ? 0.0 : v; }));
    return clean;
}

Montage construct()
{
    Montage montage("built-in 10-05");
    addPole(montage, { "Fp", "NFp", "N" }, 0, stepDegrees);
    double degrees = 3 * stepDegrees;
    for (const Row& row : rows) {
        addRow(montage, row, degrees);
        degrees += stepDegrees;
    }
    addPole(montage, { "O", "OI", "I" }, 180, -stepDegrees);
    addExtras(montage);
    return withoutRounding(montage);
}

} // namespace

const Montage& builtInMontage()
{
    static const Montage montage = construct();
    return montage;
}

} // namespace maskscope
