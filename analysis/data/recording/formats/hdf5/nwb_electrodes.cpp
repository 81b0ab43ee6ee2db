// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/nwb_electrodes.h"

#include <algorithm>
#include <array>
#include <set>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/channels/montage.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr std::int64_t mostRows = 100'000;

/// Rows of the table for the channels of the series.
struct Region {
    std::string table;
    std::vector<std::int64_t> rows; // [channel]
};

Result<std::int64_t> lengthOf(const Hdf5File& file, const std::string& dataset)
{
    const auto shape = file.datasetShape(dataset);
    if (!shape)
        return tl::unexpected(shape.error());
    if (shape->count > mostRows)
        return failure(ErrorCode::UnsupportedFormat, file.path().string() + ": " + dataset, "is too long",
                       "at most " + std::to_string(mostRows) + " electrodes", std::to_string(shape->count));
    return shape->count;
}

Result<Region> readRegion(const Hdf5File& file, const std::string& series)
{
    const std::string region = series + "/electrodes";
    Region found;
    if (const auto length = lengthOf(file, region); !length)
        return tl::unexpected(length.error());
    auto rows = file.read<std::int64_t>(region);
    if (!rows)
        return tl::unexpected(rows.error());
    found.rows = std::move(rows->values);
    found.table = file.referenceAttribute(region, "table").value_or("/general/extracellular_ephys/electrodes");
    return found;
}

/// A column of text for the channels; empty where the table has no such column.
Result<std::vector<std::string>> textColumn(const Hdf5File& file, const Region& region, const std::string& name)
{
    const std::string column = region.table + "/" + name;
    std::vector<std::string> texts;
    if (!file.isDataset(column))
        return texts;
    const auto length = lengthOf(file, column);
    if (!length)
        return tl::unexpected(length.error());
    const auto all = file.readStrings(column);
    if (!all)
        return texts; // of another kind: no names
    for (const std::int64_t row : region.rows) {
        if (row < 0 || row >= *length)
            return failure(ErrorCode::CorruptInput, file.path().string() + ": " + column,
                           "the series points beyond the electrode table", "rows 0 to " + std::to_string(*length - 1),
                           std::to_string(row));
        texts.push_back(toUtf8(trimmed((*all)[static_cast<std::size_t>(row)])));
    }
    return texts;
}

bool namesAll(const std::vector<std::string>& texts)
{
    const auto unknown = [](const std::string& text) {
        return text.empty() || text == "unknown" || text == "n/a" || text == "none" || text == "nan";
    };
    return !texts.empty() && std::ranges::none_of(texts, unknown);
}

Result<std::vector<std::string>> readLabels(const Hdf5File& file, const Region& region)
{
    for (const char* name : { "label", "channel_name", "electrode_name", "name" }) {
        auto texts = textColumn(file, region, name);
        if (!texts || namesAll(*texts))
            return texts;
    }
    auto places = textColumn(file, region, "location");
    if (!places)
        return places;
    if (namesAll(*places) && std::set(places->begin(), places->end()).size() == places->size())
        return places;
    std::vector<std::string> labels;
    const auto ids = file.isDataset(region.table + "/id") && lengthOf(file, region.table + "/id")
        ? file.read<std::int64_t>(region.table + "/id")
        : Result<Hdf5Array<std::int64_t>> {};
    for (const std::int64_t row : region.rows) {
        const bool known = ids && row >= 0 && static_cast<std::size_t>(row) < ids->values.size();
        labels.push_back("electrode " + std::to_string(known ? ids->values[static_cast<std::size_t>(row)] : row));
    }
    return labels;
}

/// Columns x, y, z as they stand; empty where one is absent or no channel has a place.
std::vector<std::optional<Eigen::Vector3d>> readXyz(const Hdf5File& file, const Region& region)
{
    std::vector<std::optional<Eigen::Vector3d>> points(region.rows.size());
    std::array<std::vector<double>, 3> columns;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::string column = region.table + "/" + std::string(1, static_cast<char>('x' + axis));
        auto values = file.isDataset(column) && lengthOf(file, column) ? file.read<double>(column)
                                                                       : Result<Hdf5Array<double>> {};
        if (!values || values->values.empty())
            return {};
        columns[axis] = std::move(values->values);
    }
    bool any = false;
    for (std::size_t c = 0; c < points.size(); ++c) {
        const auto row = static_cast<std::size_t>(region.rows[c]);
        if (row >= columns[0].size() || row >= columns[1].size() || row >= columns[2].size())
            continue;
        const Eigen::Vector3d point(columns[0][row], columns[1][row], columns[2][row]);
        if (point.allFinite() && point.norm() > 0)
            points[c] = point;
        any = any || points[c];
    }
    return any ? points : std::vector<std::optional<Eigen::Vector3d>> {};
}

/// NWB's schema says x towards the back, y down, z right; most EEG files hold x right, y front, z up instead.
Eigen::Vector3d fromSchemaAxes(const Eigen::Vector3d& p) { return { p.z(), -p.x(), -p.y() }; }

/// Mean cosine between the points and where the electrodes of these names sit; below -1 where no name is known.
double agreement(const NwbElectrodes& electrodes, bool schemaAxes)
{
    double sum = 0;
    int known = 0;
    const auto identities = identifyChannels(electrodes.labels);
    for (std::size_t c = 0; c < identities.size(); ++c) {
        const auto place = builtInMontage().position(identities[c].name);
        if (!place || !electrodes.positions[c])
            continue;
        const Eigen::Vector3d point = schemaAxes ? fromSchemaAxes(*electrodes.positions[c]) : *electrodes.positions[c];
        sum += point.normalized().dot(*place);
        ++known;
    }
    return known > 0 ? sum / known : -2;
}

/// In metres or on a unit sphere: the schema asks for micrometres, files hold any unit.
void normaliseLengths(std::vector<std::optional<Eigen::Vector3d>>& points)
{
    std::vector<double> radii;
    for (const auto& point : points) {
        if (point)
            radii.push_back(point->norm());
    }
    const double factor = lengthScale(std::move(radii)).factor;
    for (auto& point : points) {
        if (point)
            *point *= factor;
    }
}

/// Turns the points to x right, y front, z up where the names tell which way they are given; else drops them.
void orient(NwbElectrodes& electrodes)
{
    constexpr double alike = 0.7; // cosine: 45 degrees, more than separates head shapes
    const double head = agreement(electrodes, false);
    const double schema = agreement(electrodes, true);
    if (std::max(head, schema) < alike) {
        electrodes.warnings.emplace_back(
            schema < -1 ? "the electrode table has x, y, z, but no electrode of a known name tells which way their "
                          "axes point: they are not used; give a montage file"
                        : "the electrode table's x, y, z do not fit the names of the electrodes: they are not used");
        electrodes.positions.assign(electrodes.labels.size(), std::nullopt);
    } else if (schema > head) {
        for (auto& point : electrodes.positions) {
            if (point)
                point = fromSchemaAxes(*point);
        }
        electrodes.warnings.emplace_back("the electrode table's x, y, z point to the back, down and to the right, as "
                                         "NWB's schema says: they were turned");
    }
}

} // namespace

Result<NwbElectrodes> readNwbElectrodes(const Hdf5File& file, const std::string& series)
{
    NwbElectrodes electrodes;
    if (!file.isDataset(series + "/electrodes"))
        return electrodes;
    const auto region = readRegion(file, series);
    if (!region)
        return tl::unexpected(region.error());
    if (!file.isGroup(region->table)) {
        electrodes.warnings.push_back("there is no electrode table at " + region->table);
        return electrodes;
    }
    auto labels = readLabels(file, *region);
    if (!labels)
        return tl::unexpected(labels.error());
    electrodes.labels = std::move(*labels);
    electrodes.positions = readXyz(file, *region);
    if (electrodes.positions.empty())
        electrodes.positions.assign(electrodes.labels.size(), std::nullopt);
    else
        orient(electrodes);
    normaliseLengths(electrodes.positions);
    return electrodes;
}

} // namespace maskscope
