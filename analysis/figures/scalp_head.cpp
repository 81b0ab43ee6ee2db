// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/figures/scalp_head.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "analysis/numerics/scalp/head_sphere.h"

namespace maskscope {

namespace {

struct SphereName {
    const char* option;
    const char* sentence;
};
/// In the order of ScalpSphere.
constexpr std::array<SphereName, 3> sphereNames { {
    { "default", "its default head sphere" },
    { "auto", "the sphere fitted to the electrodes (auto)" },
    { "eeglab", "EEGLAB's head sphere (through T7, T8, Fpz and Oz)" },
} };

using Place = std::optional<Eigen::Vector3d>;

bool sameName(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

Place placeOf(std::span<const PredictionChannel> channels, std::string_view name)
{
    for (const PredictionChannel& channel : channels)
        if (channel.position && sameName(channel.name, name))
            return electrodeInMetres(*channel.position);
    return std::nullopt;
}

ScalpHead headOf(ScalpSphere choice, const HeadSphere& sphere)
{
    return { choice, { sphere.centre.x(), sphere.centre.y(), sphere.centre.z() }, sphere.radius, {} };
}

ScalpHead noHead(ScalpSphere choice, std::string problem)
{
    ScalpHead head;
    head.choice = choice;
    head.problem = std::move(problem);
    return head;
}

ScalpHead fittedHead(std::span<const PredictionChannel> channels)
{
    std::vector<Eigen::Vector3d> places;
    for (const PredictionChannel& channel : channels)
        if (channel.position && channel.position->norm() > 0)
            places.push_back(electrodeInMetres(*channel.position));
    const auto sphere = fitHeadSphere(places);
    return sphere ? headOf(ScalpSphere::Auto, *sphere)
                  : noHead(ScalpSphere::Auto, "no sphere fits the electrodes that have a position");
}

ScalpHead eeglabHead(std::span<const PredictionChannel> channels)
{
    const Place t7 = placeOf(channels, "T7"), t8 = placeOf(channels, "T8"), oz = placeOf(channels, "Oz");
    Place fpz = placeOf(channels, "Fpz");
    if (!fpz && oz)
        fpz = Eigen::Vector3d(-oz->x(), -oz->y(), oz->z());
    if (!t7 || !t8 || !oz)
        return noHead(ScalpSphere::Eeglab, "EEGLAB's sphere needs positions of T7, T8 and Oz");
    const double radius = (std::abs(t7->x()) + std::abs(t8->x()) + std::abs(fpz->y()) + std::abs(oz->y())) / 4;
    return headOf(ScalpSphere::Eeglab, { (*t7 + *t8 + *fpz + *oz) / 4, radius });
}

std::string numbers(const ScalpHead& head)
{
    const auto mm = [](double metres) { return std::round(metres * 1e4) / 10 + 0.0; }; // no "-0.0"
    return fmt::format("radius {:.1f} mm about ({:.1f}, {:.1f}, {:.1f}) mm", mm(head.radius), mm(head.centre[0]),
                       mm(head.centre[1]), mm(head.centre[2]));
}

} // namespace

std::optional<ScalpSphere> scalpSphereFromName(std::string_view name)
{
    for (std::size_t i = 0; i < sphereNames.size(); ++i)
        if (name == sphereNames.at(i).option)
            return static_cast<ScalpSphere>(i);
    return std::nullopt;
}

ScalpHead scalpHead(ScalpSphere choice, std::span<const PredictionChannel> channels)
{
    if (choice == ScalpSphere::Auto)
        return fittedHead(channels);
    return choice == ScalpSphere::Eeglab ? eeglabHead(channels) : headOf(choice, HeadSphere {});
}

std::string sphereSentence(const Figure& figure)
{
    const ScalpHead* first = nullptr;
    std::vector<std::string> all; // runs on other recordings have electrodes elsewhere
    for (const Panel& panel : figure.panels)
        if (const auto* map = std::get_if<ScalpMapPlot>(&panel.plot); map != nullptr && map->message.empty()) {
            first = first != nullptr ? first : &map->head;
            if (const std::string text = numbers(map->head); std::ranges::find(all, text) == all.end())
                all.push_back(text);
        }
    if (first == nullptr)
        return {};
    return fmt::format("Electrodes are projected as MNE-Python does with {}: {}.",
                       sphereNames.at(static_cast<std::size_t>(first->choice)).sentence, fmt::join(all, "; "));
}

} // namespace maskscope
