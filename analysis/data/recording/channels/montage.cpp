// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/montage.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <sstream>
#include <utility>
#include <vector>

#include "analysis/data/core/argument_file.h"
#include "analysis/data/recording/channels/montage_text.h"
#include "analysis/data/recording/channels/position_axes.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

std::string upperCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

struct LengthUnit {
    const char* name;
    double metres;
    double lowest, highest; // of the median distance from the centre
};
/// Heads are 5 to 15 cm in radius. What lies between is no length, or a sphere of another radius.
constexpr std::array<LengthUnit, 5> lengthUnits { {
    { "µm", 1e-6, 50'000, 150'000 },
    { "mm", 1e-3, 50, 150 },
    { "cm", 1e-2, 5, 15 },
    { "unit sphere", 1, 0.5, 1.5 },
    { "m", 1, 0.05, 0.15 },
} };

/// Positions in metres or on the unit sphere.
void normaliseLengths(MontageText& text, Montage& montage)
{
    std::vector<double> radii;
    for (const auto& [label, position] : text.electrodes)
        radii.push_back(position.norm());
    const LengthScale scale = lengthScale(std::move(radii), text.unit);
    montage.setUnit(scale.unit);
    for (auto& [label, position] : text.electrodes)
        position *= scale.factor;
}

/// The formats with x, y, z are documented with x right and y front; files with the nose along x (EEGLAB, CTF) exist,
/// and mirrored ones.
void turnToTheFront(MontageText& text, Montage& montage)
{
    const auto finding = contradictedByNames(text.electrodes);
    if (!finding)
        return;
    if (finding->turn)
        for (auto& [label, p] : text.electrodes)
            p = *finding->turn * p;
    montage.addWarning("montage " + montage.name() + ": by the names of its electrodes its places lie " + finding->said
                       + (finding->turn ? "; it was turned" : "; they are left as they are: check them"));
}

Result<std::vector<std::string>> readLines(const std::filesystem::path& path)
{
    constexpr std::size_t mostBytes = 8U << 20U;
    auto file = readArgumentFile(path, "the montage", mostBytes);
    if (!file)
        return tl::unexpected(file.error());
    std::istringstream in(std::move(file->bytes));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(std::move(line));
    return lines;
}

} // namespace

LengthScale lengthScale(std::vector<double> radii, std::string_view stated)
{
    if (radii.empty())
        return {};
    const auto middle = radii.begin() + static_cast<std::ptrdiff_t>(radii.size() / 2);
    std::nth_element(radii.begin(), middle, radii.end());
    auto unit = std::ranges::find_if(lengthUnits, [&](const LengthUnit& u) { return stated == u.name; });
    if (unit == lengthUnits.end())
        unit = std::ranges::find_if(lengthUnits,
                                    [&](const LengthUnit& u) { return *middle >= u.lowest && *middle <= u.highest; });
    if (unit != lengthUnits.end())
        return { unit->name, unit->metres };
    return { "sphere of another radius", *middle > 0 ? 1 / *middle : 1 };
}

void Montage::add(const std::string& electrode, const Eigen::Vector3d& position)
{
    m_positions.insert_or_assign(upperCase(electrode), position);
}

std::optional<Eigen::Vector3d> Montage::position(const std::string& electrode) const
{
    const auto found = m_positions.find(upperCase(electrode));
    return found == m_positions.end() ? std::nullopt : std::optional(found->second);
}

bool hasMontageSuffix(const std::filesystem::path& path) { return montageParser(path.extension().string()) != nullptr; }

Result<Montage> readMontageFile(const std::filesystem::path& path)
{
    const auto lines = readLines(path);
    if (!lines)
        return tl::unexpected(lines.error());
    const MontageParser parse = montageParser(path.extension().string());
    if (parse == nullptr)
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is no montage file that can be read",
                       ".elc, .locs, .loc, .ced, .csd, .sfp, .tsv (label, x, y, z) or .txt (Site, Theta, Phi)",
                       path.extension().string());
    MontageText text;
    if (!parse(*lines, text) || text.electrodes.empty())
        return failure(ErrorCode::CorruptInput, path.string(),
                       "its electrode lines do not fit the format that its suffix says");
    Montage montage(path.filename().string());
    if (text.cartesian)
        turnToTheFront(text, montage);
    normaliseLengths(text, montage);
    for (const auto& [label, position] : text.electrodes) {
        if (position.norm() > 0)
            montage.add(label, position);
    }
    if (montage.size() == 0)
        return failure(ErrorCode::CorruptInput, path.string(), "places all its electrodes at the centre of the head");
    return montage;
}

} // namespace maskscope
