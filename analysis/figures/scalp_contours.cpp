// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/figures/scalp_contours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_map>

#include "analysis/numerics/scalp/scalp_interpolator.h"

namespace maskscope {

namespace {

constexpr int nodes = ScalpInterpolator::nodes;

/// How far a node is inside, in the level and in the disc; inside where both are at or above 0.
struct Depth {
    double level, disc;
    [[nodiscard]] bool inside() const { return level >= 0 && disc >= 0; }
};

class Marcher {
public:
    Marcher(const Eigen::VectorXd& grid, double level)
        : m_grid(grid)
        , m_level(level)
    {
    }

    std::vector<ScalpRing> rings()
    {
        for (int row = 0; row + 1 < nodes; ++row)
            for (int column = 0; column + 1 < nodes; ++column)
                addCell(row, column);
        std::vector<ScalpRing> all;
        while (!m_next.empty())
            all.push_back(takeRing());
        return all;
    }

private:
    using Edge = std::int64_t; // two numbers a node: the edge to the right of it and the one above it

    [[nodiscard]] Depth depth(int row, int column) const
    {
        const double value = m_grid(Eigen::Index { row } * nodes + column);
        const double disc = 1 - std::hypot(ScalpInterpolator::coordinate(column), ScalpInterpolator::coordinate(row));
        return { std::isnan(value) ? -std::numeric_limits<double>::max() : value - m_level, disc };
    }

    /// Where the way from an inside to an outside node leaves: the first of its two crossings.
    [[nodiscard]] ScalpPoint crossing(int rowA, int columnA, int rowB, int columnB) const
    {
        Depth a = depth(rowA, columnA), b = depth(rowB, columnB);
        if (!a.inside()) {
            std::swap(a, b);
            std::swap(rowA, rowB);
            std::swap(columnA, columnB);
        }
        const auto leave = [](double from, double to) { return to < 0 ? from / (from - to) : 1.0; };
        const double t = std::min(leave(a.level, b.level), leave(a.disc, b.disc));
        const auto mix = [t](int from, int to) {
            return (1 - t) * ScalpInterpolator::coordinate(from) + t * ScalpInterpolator::coordinate(to);
        };
        return { mix(columnA, columnB), mix(rowA, rowB) };
    }

    Edge edge(int row, int column, int side) // 0 bottom, 1 right, 2 top, 3 left of the cell
    {
        const int r = row + (side == 2 ? 1 : 0), c = column + (side == 1 ? 1 : 0);
        const bool horizontal = side == 0 || side == 2;
        const Edge id = 2 * (Edge { r } * nodes + c) + (horizontal ? 0 : 1);
        if (!m_points.contains(id))
            m_points[id] = horizontal ? crossing(r, c, r, c + 1) : crossing(r, c, r + 1, c);
        return id;
    }

    void addCell(int row, int column)
    {
        const std::array corners { depth(row, column), depth(row, column + 1), depth(row + 1, column + 1),
                                   depth(row + 1, column) };
        std::array<bool, 4> in {};
        int count = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            in.at(i) = corners.at(i).inside();
            count += in.at(i) ? 1 : 0;
        }
        if (count == 0 || count == 4)
            return;
        // Side i runs from corner i to corner i + 1. Walking with the inside on the left, a line enters through a side
        // that goes from inside to outside and leaves through one that goes from outside to inside.
        const bool saddle = count == 2 && in[0] == in[2];
        const bool joined = saddle && centreInside(corners);
        for (int i = 0; i < 4; ++i) {
            if (!(in.at(static_cast<std::size_t>(i)) && !in.at(static_cast<std::size_t>((i + 1) % 4))))
                continue;
            int to = (i + 1) % 4;
            if (saddle && !joined)
                to = (i + 3) % 4;
            while (!saddle && !(!in.at(static_cast<std::size_t>(to)) && in.at(static_cast<std::size_t>((to + 1) % 4))))
                to = (to + 1) % 4;
            m_next[edge(row, column, i)] = edge(row, column, to);
        }
    }

    static bool centreInside(const std::array<Depth, 4>& corners)
    {
        double level = 0, disc = 0;
        for (const Depth& corner : corners) {
            level += corner.level;
            disc += corner.disc;
        }
        return level >= 0 && disc >= 0;
    }

    ScalpRing takeRing()
    {
        ScalpRing ring;
        Edge at = m_next.begin()->first;
        for (auto found = m_next.find(at); found != m_next.end(); found = m_next.find(at)) {
            ring.push_back(m_points[at]);
            at = found->second;
            m_next.erase(found);
        }
        return ring;
    }

    const Eigen::VectorXd& m_grid;
    double m_level;
    std::unordered_map<Edge, ScalpPoint> m_points;
    std::unordered_map<Edge, Edge> m_next;
};

bool onCircle(const ScalpPoint& p) { return std::hypot(p.x, p.y) > 1 - 2e-3; }

} // namespace

std::vector<ScalpRing> areaAbove(const Eigen::VectorXd& grid, double level) { return Marcher(grid, level).rings(); }

std::vector<std::vector<ScalpPoint>> contourLines(const std::vector<ScalpRing>& area)
{
    std::vector<std::vector<ScalpPoint>> lines;
    for (const ScalpRing& ring : area) {
        const auto outside = std::find_if(ring.begin(), ring.end(), onCircle);
        if (outside == ring.end()) { // a closed line inside the head
            lines.push_back(ring);
            lines.back().push_back(ring.front());
            continue;
        }
        // Start on the circle and cut there; one point on the circle ends a line, so that it meets the outline.
        ScalpRing turned(outside, ring.end());
        turned.insert(turned.end(), ring.begin(), outside + 1);
        std::vector<ScalpPoint> line;
        for (std::size_t i = 0; i + 1 < turned.size(); ++i) {
            if (onCircle(turned[i]) && onCircle(turned[i + 1]))
                continue;
            if (line.empty())
                line.push_back(turned[i]);
            line.push_back(turned[i + 1]);
            if (onCircle(turned[i + 1])) {
                lines.push_back(std::move(line));
                line = {};
            }
        }
    }
    return lines;
}

} // namespace maskscope
