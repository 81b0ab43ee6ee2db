// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <Eigen/Core>

namespace maskscope {

/// The sphere that stands for the head when electrodes are laid flat; metres, in the frame of their coordinates.
struct HeadSphere {
    Eigen::Vector3d centre = Eigen::Vector3d::Zero();
    double radius = 0.095; ///< MNE-Python's default (HEAD_SIZE_DEFAULT)
    friend bool operator==(const HeadSphere&, const HeadSphere&) = default;
};

/// Electrodes are stored in metres or on a unit sphere: what lies further than half a metre from the origin is a
/// direction, and put on a head of the default radius.
[[nodiscard]] Eigen::Vector3d electrodeInMetres(const Eigen::Vector3d& position);

/// Where an electrode lies on a flat map, metres, x right, y front: the azimuthal equidistant projection about the
/// sphere's centre c, c_xy + (cos φ, sin φ) r θ / (π/2) with the electrode's own distance r, azimuth φ and polar angle
/// θ as seen from c (MNE-Python, mne.channels.layout._auto_topomap_coords). Those on the sphere and level with its
/// centre land on the circle of its radius. An electrode at the centre itself has no direction: c_xy.
[[nodiscard]] Eigen::Vector2d projectElectrode(const Eigen::Vector3d& electrode, const HeadSphere& sphere = {});

/// The same place in radii of the sphere, from its centre: the head is the unit circle.
[[nodiscard]] inline Eigen::Vector2d inHeadRadii(const Eigen::Vector2d& place, const HeadSphere& sphere)
{
    return (place - sphere.centre.head<2>()) / sphere.radius;
}

/// The sphere with the least sum of squared distances Σ(|p − c| − r)² from electrodes in metres, without those in the
/// face (z < 0 and y > 0): MNE-Python's sphere='auto' (mne.bem.fit_sphere_to_headshape), by Gauss-Newton steps to the
/// minimum, where its search stops within some 2e-6 radii of it. Nothing where fewer than four electrodes are left, or
/// no sphere smaller than half a metre fits.
[[nodiscard]] std::optional<HeadSphere> fitHeadSphere(const std::vector<Eigen::Vector3d>& electrodes);

} // namespace maskscope
