// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/montage.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <numbers>
#include <sstream>
#include <vector>

#include "analysis/recording/units.h"

namespace maskscope {

namespace {

using Fields = std::vector<std::string>;

std::string upperCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

Fields fieldsOf(const std::string& line)
{
    std::istringstream in(line);
    Fields fields;
    for (std::string field; in >> field;)
        fields.push_back(std::move(field));
    return fields;
}

std::optional<Eigen::Vector3d> vectorOf(const Fields& fields, std::size_t first)
{
    if (fields.size() < first + 3)
        return std::nullopt;
    const auto x = parseNumber(fields[first]);
    const auto y = parseNumber(fields[first + 1]);
    const auto z = parseNumber(fields[first + 2]);
    if (!x || !y || !z)
        return std::nullopt;
    return Eigen::Vector3d(*x, *y, *z);
}

/// ASA: "Positions" with one "x y z" (or "name : x y z") a line, then "Labels". x right, y front (measured: T8 and
/// Fpz).
bool readElc(const std::vector<std::string>& lines, Montage& montage)
{
    std::vector<Eigen::Vector3d> positions;
    std::vector<std::string> labels;
    enum class Part { Head, Positions, Labels } part = Part::Head;
    for (const std::string& line : lines) {
        Fields fields = fieldsOf(line);
        if (fields.empty() || fields.front().starts_with('#'))
            continue;
        if (fields.front() == "Positions" || fields.front() == "Labels") {
            part = fields.front() == "Positions" ? Part::Positions : Part::Labels;
        } else if (part == Part::Positions) {
            const auto colon = std::ranges::find(fields, ":");
            if (colon != fields.end()) {
                labels.push_back(fields.front());
                fields.erase(fields.begin(), colon + 1);
            }
            const auto position = vectorOf(fields, 0);
            if (!position)
                return false;
            positions.push_back(*position);
        } else if (part == Part::Labels) {
            labels.insert(labels.end(), fields.begin(), fields.end());
        }
    }
    if (labels.size() != positions.size())
        return false;
    for (std::size_t i = 0; i < labels.size(); ++i)
        montage.add(labels[i], positions[i]);
    return true;
}

/// EEGLAB: number, angle (degrees clockwise from the nose), radius (0.5 is the equator), label.
bool readLocs(const std::vector<std::string>& lines, Montage& montage)
{
    for (const std::string& line : lines) {
        const Fields fields = fieldsOf(line);
        if (fields.empty())
            continue;
        const auto angle = fields.size() < 4 ? std::nullopt : parseNumber(fields[1]);
        const auto radius = fields.size() < 4 ? std::nullopt : parseNumber(fields[2]);
        if (!angle || !radius)
            return false;
        const double azimuth = *angle * std::numbers::pi / 180;
        const double elevation = (0.5 - *radius) * std::numbers::pi;
        std::string label = fields[3];
        label.erase(std::find_if(label.rbegin(), label.rend(), [](char c) { return c != '.'; }).base(), label.end());
        montage.add(
            label,
            { std::cos(elevation) * std::sin(azimuth), std::cos(elevation) * std::cos(azimuth), std::sin(elevation) });
    }
    return true;
}

/// BESA and EGI: label x y z, x right, y front.
bool readSfp(const std::vector<std::string>& lines, Montage& montage)
{
    for (const std::string& line : lines) {
        const Fields fields = fieldsOf(line);
        if (fields.empty())
            continue;
        const auto position = vectorOf(fields, 1);
        if (!position)
            return false;
        montage.add(fields.front(), *position);
    }
    return true;
}

/// BioSemi and EasyCap: Site, Theta (inclination from the vertex, negative on the left), Phi (from the right ear
/// towards the nose), in degrees, below one heading line.
bool readThetaPhi(const std::vector<std::string>& lines, Montage& montage)
{
    bool heading = true;
    for (const std::string& line : lines) {
        const Fields fields = fieldsOf(line);
        if (fields.empty() || std::exchange(heading, false))
            continue;
        const auto theta = fields.size() < 3 ? std::nullopt : parseNumber(fields[1]);
        const auto phi = fields.size() < 3 ? std::nullopt : parseNumber(fields[2]);
        if (!theta || !phi)
            return false;
        const double t = *theta * std::numbers::pi / 180;
        const double p = *phi * std::numbers::pi / 180;
        montage.add(fields.front(), { std::sin(t) * std::cos(p), std::sin(t) * std::sin(p), std::cos(t) });
    }
    return true;
}

} // namespace

void Montage::add(const std::string& electrode, const Eigen::Vector3d& position)
{
    m_positions.insert_or_assign(upperCase(electrode), position);
}

std::optional<Eigen::Vector3d> Montage::position(const std::string& electrode) const
{
    const auto found = m_positions.find(upperCase(electrode));
    return found == m_positions.end() ? std::nullopt : std::optional(found->second);
}

Result<Montage> readMontageFile(const std::filesystem::path& path)
{
    std::error_code ec;
    if (!std::filesystem::is_regular_file(path, ec))
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read as a montage", "a file",
                       std::filesystem::is_directory(path, ec) ? "a folder" : "no such file");
    constexpr std::uintmax_t mostBytes = 8U << 20U;
    if (std::filesystem::file_size(path, ec) > mostBytes)
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is too large for a montage",
                       "at most 8 MiB of text");
    std::ifstream in(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(std::move(line));
    const std::string suffix = upperCase(path.extension().string());
    Montage montage(path.filename().string());
    const auto reader = suffix == ".ELC"        ? readElc
        : suffix == ".LOCS" || suffix == ".LOC" ? readLocs
        : suffix == ".SFP"                      ? readSfp
        : suffix == ".TXT"                      ? readThetaPhi
                                                : nullptr;
    if (reader == nullptr)
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is no montage file that can be read",
                       ".elc, .locs, .loc, .sfp or .txt (Site, Theta, Phi)", path.extension().string());
    if (!reader(lines, montage) || montage.size() == 0)
        return failure(ErrorCode::CorruptInput, path.string(),
                       "its electrode lines do not fit the format that its suffix says");
    return montage;
}

} // namespace maskscope
