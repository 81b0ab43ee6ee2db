// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/eeglab/eeglab_channels.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <initializer_list>
#include <numbers>

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr std::array<std::string_view, 7> names { "labels", "type", "X", "Y", "Z", "theta", "radius" };
using Columns = std::vector<std::vector<MatlabScalar>>;

std::optional<double> numberAt(const Columns& columns, std::size_t column, std::size_t i)
{
    const auto& values = columns[column];
    const double* number = i < values.size() ? std::get_if<double>(&values[i]) : nullptr;
    return number != nullptr && std::isfinite(*number) ? std::optional(*number) : std::nullopt;
}

std::string textAt(const Columns& columns, std::size_t column, std::size_t i)
{
    const auto& values = columns[column];
    if (i >= values.size())
        return {};
    if (const auto* text = std::get_if<std::string>(&values[i]))
        return *text;
    const auto number = numberAt(columns, column, i);
    return number ? std::to_string(static_cast<long long>(std::clamp(*number, -1e15, 1e15))) : std::string();
}

/// What EEG.chanlocs.type says; unknown and absent types leave it to the label.
ChannelKind kindOf(std::string type)
{
    std::ranges::transform(type, type.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const auto oneOf = [&](std::initializer_list<std::string_view> words) {
        return std::ranges::find(words, std::string_view(type)) != words.end();
    };
    return oneOf({ "EOG", "HEOG", "VEOG" })                                    ? ChannelKind::Eog
        : oneOf({ "ECG", "EKG" })                                              ? ChannelKind::Ecg
        : type == "EMG"                                                        ? ChannelKind::Emg
        : oneOf({ "REF", "REFERENCE" })                                        ? ChannelKind::Reference
        : oneOf({ "TRIG", "TRIGGER", "STIM", "STI", "EVENT" })                 ? ChannelKind::Trigger
        : oneOf({ "MISC", "AUX", "GSR", "RESP", "BIO", "ACC", "MEG", "NIRS" }) ? ChannelKind::Other
                                                                               : ChannelKind::Eeg;
}

/// To x right, y front, from axes of which `noseDirection` points to the nose.
Eigen::Vector3d turned(const Eigen::Vector3d& p, const std::string& noseDirection)
{
    if (noseDirection == "+Y")
        return p;
    if (noseDirection == "-Y")
        return { -p.x(), -p.y(), p.z() };
    if (noseDirection == "-X")
        return { p.y(), -p.x(), p.z() };
    return { -p.y(), p.x(), p.z() };
}

std::optional<Eigen::Vector3d> positionAt(const Columns& columns, std::size_t i, const std::string& noseDirection)
{
    const auto x = numberAt(columns, 2, i);
    const auto y = numberAt(columns, 3, i);
    const auto z = numberAt(columns, 4, i);
    if (x && y && z) {
        const Eigen::Vector3d position(*x, *y, *z);
        return position.norm() > 0 ? std::optional(turned(position, noseDirection)) : std::nullopt;
    }
    const auto theta = numberAt(columns, 5, i); // degrees clockwise from the nose
    const auto radius = numberAt(columns, 6, i); // 0.5 is the equator
    if (!theta || !radius)
        return std::nullopt;
    const double azimuth = *theta * std::numbers::pi / 180;
    const double elevation = (0.5 - *radius) * std::numbers::pi;
    return Eigen::Vector3d(std::cos(elevation) * std::sin(azimuth), std::cos(elevation) * std::cos(azimuth),
                           std::sin(elevation));
}

std::string noseDirectionOf(const EeglabContainer& set)
{
    constexpr std::array<std::string_view, 1> name { "nosedir" };
    const auto columns = set.columns("chaninfo", name);
    const auto* text
        = columns && !columns->front().empty() ? std::get_if<std::string>(&columns->front().front()) : nullptr;
    return text == nullptr ? std::string("+X") : *text;
}

} // namespace

Result<std::vector<Channel>> readEeglabChannels(const EeglabContainer& set, std::int64_t channels,
                                                double samplingRateHz, std::vector<std::string>& warnings)
{
    auto columns = set.columns("chanlocs", names);
    if (!columns)
        return tl::unexpected(columns.error());
    const std::size_t described = columns->front().size();
    if (static_cast<std::int64_t>(described) != channels) { // EEGLAB too drops a list of another length
        warnings.push_back((described == 0 ? "the dataset names no channels"
                                           : "EEG.chanlocs lists " + std::to_string(described)
                                    + " channels, the data have " + std::to_string(channels))
                           + std::string(": they are called E1 to E") + std::to_string(channels));
        columns->assign(names.size(), {});
    }
    const std::string noseDirection = noseDirectionOf(set);
    std::vector<Channel> list;
    for (std::size_t i = 0; i < static_cast<std::size_t>(channels); ++i) {
        Channel channel;
        channel.label = textAt(*columns, 0, i);
        channel.inventedName = channel.label.empty();
        if (channel.inventedName)
            channel.label = "E" + std::to_string(i + 1);
        const std::string type = textAt(*columns, 1, i);
        channel.kind = kindOf(type);
        channel.kindStated = type == "EEG" || type == "eeg";
        const bool voltage = channel.kind != ChannelKind::Trigger && channel.kind != ChannelKind::Other;
        channel.unit = voltage ? microvoltUnit : std::string_view();
        channel.samplingRateHz = samplingRateHz;
        channel.position = positionAt(*columns, i, noseDirection);
        channel.positionSource = channel.position ? "file" : "";
        list.push_back(std::move(channel));
    }
    return list;
}

} // namespace maskscope
