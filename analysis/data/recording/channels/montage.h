// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include "analysis/data/core/error.h"

namespace maskscope {

/// Electrode directions by name. Names are compared in upper case; x right, y front, z up.
class Montage {
public:
    explicit Montage(std::string name)
        : m_name(std::move(name))
    {
    }
    [[nodiscard]] const std::string& name() const { return m_name; }
    /// Of the file it came from: "mm", "cm", "m", "unit sphere", or empty. Positions are in metres or on a unit sphere.
    [[nodiscard]] const std::string& unit() const { return m_unit; }
    void setUnit(std::string unit) { m_unit = std::move(unit); }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return m_warnings; }
    void addWarning(std::string text) { m_warnings.push_back(std::move(text)); }
    [[nodiscard]] std::size_t size() const { return m_positions.size(); }
    [[nodiscard]] const std::map<std::string, Eigen::Vector3d>& positions() const { return m_positions; }
    void add(const std::string& electrode, const Eigen::Vector3d& position);
    [[nodiscard]] std::optional<Eigen::Vector3d> position(const std::string& electrode) const;

private:
    std::string m_name;
    std::string m_unit;
    std::vector<std::string> m_warnings;
    std::map<std::string, Eigen::Vector3d> m_positions;
};

/// What turns lengths into metres (or those of a sphere into a unit sphere).
struct LengthScale {
    std::string unit; ///< "µm", "mm", "cm", "m", "unit sphere", "sphere of another radius"
    double factor = 1;
};
/// The unit that is stated, else the one in which the median of `radii` is 5 to 15 cm: that of a head.
[[nodiscard]] LengthScale lengthScale(std::vector<double> radii, std::string_view stated = {});

/// Reads .elc (ASA), .locs/.loc and .ced (EEGLAB), .csd (CSD toolbox), .sfp (BESA, EGI), .tsv (label, x, y, z) or .txt
/// (BioSemi and EasyCap: Site, Theta, Phi in degrees). The unit is the one the file states, else the one in which the
/// electrodes lie 5 to 15 cm from the file's own origin. Where the electrodes' names show that x points to the nose and
/// y to the left, x, y, z are turned, with a warning.
[[nodiscard]] Result<Montage> readMontageFile(const std::filesystem::path& path);

/// The suffix is one of those that readMontageFile() knows.
[[nodiscard]] bool hasMontageSuffix(const std::filesystem::path& path);
[[nodiscard]] std::vector<std::string_view> montageSuffixes(); ///< ".elc", ...

} // namespace maskscope
