// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <Eigen/Core>

#include "analysis/core/error.h"

namespace maskscope {

/// Electrode directions by name. Names are compared in upper case; x right, y front, z up.
class Montage {
public:
    explicit Montage(std::string name)
        : m_name(std::move(name))
    {
    }
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] std::size_t size() const { return m_positions.size(); }
    [[nodiscard]] const std::map<std::string, Eigen::Vector3d>& positions() const { return m_positions; }
    void add(const std::string& electrode, const Eigen::Vector3d& position);
    [[nodiscard]] std::optional<Eigen::Vector3d> position(const std::string& electrode) const;

private:
    std::string m_name;
    std::map<std::string, Eigen::Vector3d> m_positions;
};

/// Reads .elc (ASA), .locs/.loc (EEGLAB), .sfp (BESA, EGI) or .txt (BioSemi and EasyCap: Site, Theta, Phi in degrees).
/// Lengths in mm, cm or m are recognised and do not matter further: only directions from the centre are used. The
/// centre of a file in millimetres or centimetres is the one it states (its own origin).
[[nodiscard]] Result<Montage> readMontageFile(const std::filesystem::path& path);

} // namespace maskscope
