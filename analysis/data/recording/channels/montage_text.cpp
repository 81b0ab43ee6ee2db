// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/montage_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numbers>
#include <optional>
#include <sstream>

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

using Fields = std::vector<std::string>;
constexpr double radians = std::numbers::pi / 180;

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

Fields fieldsOf(const std::string& line)
{
    std::istringstream in(line);
    Fields fields;
    for (std::string field; in >> field;)
        fields.push_back(std::move(field));
    return fields;
}

/// Fields between tabs, empty ones among them.
Fields tabFieldsOf(const std::string& line)
{
    Fields fields { {} };
    for (const char c : line) {
        if (c == '\t')
            fields.emplace_back();
        else
            fields.back() += c;
    }
    for (std::string& field : fields)
        field = std::string(trimmed(field));
    return fields;
}

std::optional<Eigen::Vector3d> vectorOf(const Fields& fields, const std::array<std::size_t, 3>& columns)
{
    Eigen::Vector3d vector;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const auto value = columns[axis] < fields.size() ? parseNumber(fields[columns[axis]]) : std::nullopt;
        if (!value)
            return std::nullopt;
        vector[static_cast<Eigen::Index>(axis)] = *value;
    }
    return vector;
}

/// ASA: "Positions" with one "x y z" (or "name : x y z") a line, then "Labels". x right, y front (measured: T8 and
/// Fpz).
bool parseElc(const std::vector<std::string>& lines, MontageText& out)
{
    std::vector<Eigen::Vector3d> positions;
    std::vector<std::string> labels;
    enum class Part { Head, Positions, Labels } part = Part::Head;
    for (const std::string& line : lines) {
        Fields fields = fieldsOf(line);
        if (fields.empty() || fields.front().starts_with('#'))
            continue;
        if (fields.front() == "UnitPosition" && fields.size() > 1) {
            out.unit = lowerCase(fields[1]);
        } else if (fields.front() == "Positions" || fields.front() == "Labels") {
            part = fields.front() == "Positions" ? Part::Positions : Part::Labels;
        } else if (part == Part::Positions) {
            const auto colon = std::ranges::find(fields, ":");
            if (colon != fields.end()) {
                labels.push_back(fields.front());
                fields.erase(fields.begin(), colon + 1);
            }
            const auto position = vectorOf(fields, { 0, 1, 2 });
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
        out.electrodes.emplace_back(labels[i], positions[i]);
    out.cartesian = true;
    return true;
}

std::string withoutDots(std::string label)
{
    label.erase(std::find_if(label.rbegin(), label.rend(), [](char c) { return c != '.'; }).base(), label.end());
    return label;
}

/// EEGLAB: number, angle (degrees clockwise from the nose), radius (0.5 is the equator), label.
bool parseLocs(const std::vector<std::string>& lines, MontageText& out)
{
    for (const std::string& line : lines) {
        const Fields fields = fieldsOf(line);
        if (fields.empty())
            continue;
        const auto angle = fields.size() < 4 ? std::nullopt : parseNumber(fields[1]);
        const auto radius = fields.size() < 4 ? std::nullopt : parseNumber(fields[2]);
        if (!angle || !radius)
            return false;
        const double azimuth = *angle * radians;
        const double elevation = (0.5 - *radius) * std::numbers::pi;
        out.electrodes.emplace_back(withoutDots(fields[3]),
                                    Eigen::Vector3d(std::cos(elevation) * std::sin(azimuth),
                                                    std::cos(elevation) * std::cos(azimuth), std::sin(elevation)));
    }
    return true;
}

/// BESA and EGI: label x y z, x right, y front.
bool parseSfp(const std::vector<std::string>& lines, MontageText& out)
{
    for (const std::string& line : lines) {
        const Fields fields = fieldsOf(line);
        if (fields.empty())
            continue;
        const auto position = vectorOf(fields, { 1, 2, 3 });
        if (!position)
            return false;
        out.electrodes.emplace_back(fields.front(), *position);
    }
    out.cartesian = true;
    return true;
}

/// BioSemi and EasyCap: Site, Theta (inclination from the vertex, negative on the left), Phi (from the right ear
/// towards the nose), in degrees, below one heading line.
bool parseThetaPhi(const std::vector<std::string>& lines, MontageText& out)
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
        const double t = *theta * radians;
        const double p = *phi * radians;
        out.electrodes.emplace_back(fields.front(),
                                    Eigen::Vector3d(std::sin(t) * std::cos(p), std::sin(t) * std::sin(p), std::cos(t)));
    }
    return true;
}

/// CSD toolbox: label, theta (from the right ear towards the nose), phi (above the equator), radius, x, y, z, error;
/// comments begin with "//". x right, y front.
bool parseCsd(const std::vector<std::string>& lines, MontageText& out)
{
    for (const std::string& line : lines) {
        const Fields fields = fieldsOf(line);
        if (fields.empty() || fields.front().starts_with("//"))
            continue;
        const auto position = vectorOf(fields, { 4, 5, 6 });
        if (!position)
            return false;
        out.electrodes.emplace_back(fields.front(), *position);
    }
    out.cartesian = true;
    return true;
}

std::size_t columnOf(const Fields& heading, std::initializer_list<std::string_view> names)
{
    const auto found = std::ranges::find_if(
        heading, [&](const std::string& field) { return std::ranges::find(names, lowerCase(field)) != names.end(); });
    return static_cast<std::size_t>(std::distance(heading.begin(), found));
}

/// Rows below a heading that names the columns. Rows without numbers ("n/a", empty) have no place and are passed over.
bool parseTable(const std::vector<std::string>& lines, const std::array<const char*, 3>& axes, MontageText& out)
{
    if (lines.empty())
        return false;
    const Fields heading = tabFieldsOf(lines.front());
    const std::size_t name = columnOf(heading, { "label", "labels", "name", "site" });
    const std::array<std::size_t, 3> columns { columnOf(heading, { axes[0] }), columnOf(heading, { axes[1] }),
                                               columnOf(heading, { axes[2] }) };
    if (name == heading.size() || std::ranges::find(columns, heading.size()) != columns.end())
        return false;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const Fields fields = tabFieldsOf(lines[i]);
        const auto position = vectorOf(fields, columns);
        if (position && name < fields.size() && !fields[name].empty())
            out.electrodes.emplace_back(withoutDots(fields[name]), *position);
    }
    return true;
}

/// MNE-Python's and BIDS' tables: label (or name), x, y, z; x right, y front.
bool parseTsv(const std::vector<std::string>& lines, MontageText& out)
{
    out.cartesian = true;
    return parseTable(lines, { "x", "y", "z" }, out);
}

/// EEGLAB: X towards the nose, Y towards the left ear. Older files lack X, Y, Z: then the polar angles tell.
bool parseCed(const std::vector<std::string>& lines, MontageText& out)
{
    if (parseTable(lines, { "x", "y", "z" }, out) && !out.electrodes.empty()) {
        for (auto& [label, p] : out.electrodes)
            p = Eigen::Vector3d(-p.y(), p.x(), p.z());
        return true;
    }
    out.electrodes.clear();
    if (!parseTable(lines, { "theta", "radius", "radius" }, out))
        return false;
    for (auto& [label, p] : out.electrodes) {
        const double azimuth = p.x() * radians;
        const double elevation = (0.5 - p.y()) * std::numbers::pi;
        p = { std::cos(elevation) * std::sin(azimuth), std::cos(elevation) * std::cos(azimuth), std::sin(elevation) };
    }
    return true;
}

constexpr std::array<std::pair<std::string_view, MontageParser>, 9> parsers { { { ".elc", parseElc },
                                                                                { ".locs", parseLocs },
                                                                                { ".loc", parseLocs },
                                                                                { ".eloc", parseLocs },
                                                                                { ".ced", parseCed },
                                                                                { ".csd", parseCsd },
                                                                                { ".tsv", parseTsv },
                                                                                { ".sfp", parseSfp },
                                                                                { ".txt", parseThetaPhi } } };

} // namespace

MontageParser montageParser(std::string_view suffix)
{
    const std::string lower = lowerCase(suffix);
    const auto found = std::ranges::find(parsers, lower, &std::pair<std::string_view, MontageParser>::first);
    return found == parsers.end() ? nullptr : found->second;
}

std::vector<std::string_view> montageSuffixes()
{
    std::vector<std::string_view> suffixes;
    for (const auto& [suffix, parser] : parsers)
        suffixes.push_back(suffix);
    return suffixes;
}

} // namespace maskscope
