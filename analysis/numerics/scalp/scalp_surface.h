// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include <Eigen/Core>

#include "analysis/numerics/scalp/scalp_clough_tocher.h"

namespace maskscope {

/// The surface over the head that MNE-Python's scalp maps show (extrapolate='head', border='mean',
/// image_interp='cubic'; mne.viz.topomap): a ring of points outside the electrodes, each with the mean of the
/// electrodes that are its Delaunay neighbours, and Clough-Tocher in between. It is linear in the electrodes' values:
/// rows of weights.
class ScalpSurface {
public:
    using Point = Eigen::Vector2d;

    /// `electrodes`: at least 4 distinct places that do not lie on one line, metres, as projectElectrode() gives them;
    /// `headRadius`: of the sphere they were projected with.
    ScalpSurface(const std::vector<Point>& electrodes, double headRadius);

    /// [place, electrode], places in metres; a row of NaN where nothing can be said (beyond the ring, or no triangles).
    [[nodiscard]] Eigen::MatrixXd weights(std::span<const Point> places) const;

    /// Electrodes, then the ring.
    [[nodiscard]] const std::vector<Point>& points() const { return m_points; }
    [[nodiscard]] const Triangulation& triangulation() const { return m_triangulation; }

private:
    std::vector<Point> m_points;
    Triangulation m_triangulation;
    CloughTocher m_element;
    Eigen::MatrixXd m_extension; // [point, electrode]
};

} // namespace maskscope
