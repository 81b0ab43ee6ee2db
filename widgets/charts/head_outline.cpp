// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/head_outline.h"

#include <cmath>
#include <numbers>

namespace maskscope {

namespace {

QPointF onCircle(double degreesFromFront, double radius = 1)
{
    const double angle = degreesFromFront * std::numbers::pi / 180;
    return { radius * std::sin(angle), radius * std::cos(angle) };
}

/// The right ear; side -1 mirrors it.
void addEar(QPainterPath& path, double side)
{
    const auto at = [side](double x, double y) { return QPointF(side * x, y); };
    path.moveTo(at(0.988, 0.155));
    path.cubicTo(at(1.03, 0.215), at(1.085, 0.205), at(1.09, 0.13));
    path.cubicTo(at(1.095, 0.06), at(1.07, 0.02), at(1.08, -0.05));
    path.cubicTo(at(1.095, -0.14), at(1.085, -0.225), at(1.04, -0.22));
    path.cubicTo(at(1.015, -0.215), at(1.0, -0.19), at(0.982, -0.19));
}

} // namespace

QPainterPath headOutline()
{
    QPainterPath path;
    path.addEllipse(QPointF(0, 0), 1, 1);
    path.moveTo(onCircle(-10));
    path.lineTo(0, 1.13);
    path.lineTo(onCircle(10));
    addEar(path, 1);
    addEar(path, -1);
    return path;
}

} // namespace maskscope
