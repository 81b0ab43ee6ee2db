// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/figures/figure_csv.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "analysis/data/core/maker_mark.h"
#include "analysis/data/core/table_cell.h"

namespace maskscope {

namespace {

std::string cell(const std::string& text)
{
    std::string line = noFormula(oneLine(text));
    if (line.find_first_of(",;\"") == std::string::npos)
        return line;
    std::string out = "\"";
    for (const char c : line)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

/// A line before the table. Spreadsheets cut it at its commas, too.
std::string comment(const std::string& text)
{
    const std::string line = oneLine(text);
    std::string out = "# ";
    for (std::size_t at = 0; at <= line.size();) {
        const std::size_t end = std::min(line.find_first_of(",;", at), line.size());
        const std::string_view piece = std::string_view(line).substr(at, end - at);
        out += at == 0 ? std::string(piece) : noFormula(piece); // "# " stands before the first
        if (end < line.size())
            out += line[end];
        at = end + 1;
    }
    return out + "\n";
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.17g}", value) : std::string(); }

std::string at(const std::vector<double>& values, std::size_t i)
{
    return i < values.size() ? number(values[i]) : std::string();
}

void addSeries(std::string& csv, const std::string& panel, const CartesianPlot& plot, const Series& series)
{
    for (std::size_t i = 0; i < series.x.size() && i < series.y.size(); ++i) {
        const auto category = static_cast<std::size_t>(std::max(0.0, series.x[i]));
        const bool named = plot.x.scale == AxisScale::Categories && category < plot.x.categories.size();
        csv += fmt::format("{},{},{},{},{},{},{}\n", panel, cell(series.name),
                           named ? cell(plot.x.categories[category]) : std::string(), number(series.x[i]),
                           number(series.y[i]), at(series.low, i), at(series.high, i));
    }
}

void addElectrodes(std::string& csv, const std::string& panel, const ScalpMapPlot& map)
{
    for (const ScalpElectrode& e : map.electrodes)
        csv += fmt::format("{},electrode value,{},,{},,\n", panel, cell(e.name), number(e.value));
}

/// Places of the electrodes, and the map inside the head circle; rows of one cell more.
void addPlaces(std::string& csv, const std::string& panel, const ScalpMapPlot& map)
{
    for (const ScalpElectrode& e : map.electrodes)
        csv += fmt::format("{},electrode position,{},{},{},,,{}\n", panel, cell(e.name), number(e.at.x), number(e.at.y),
                           number(e.value));
    const auto nodes = static_cast<std::size_t>(map.grid.nodes);
    const auto place = [&](std::size_t node) {
        return map.grid.extent * (2 * static_cast<double>(node) / static_cast<double>(nodes - 1) - 1);
    };
    for (std::size_t i = 0; i < map.grid.values.size(); ++i) {
        const double x = place(i % nodes), y = place(i / nodes), value = map.grid.values[i];
        if (std::hypot(x, y) <= 1 && std::isfinite(value))
            csv += fmt::format("{},map,,{:.12g},{:.12g},,,{:.12g}\n", panel, x, y, value);
    }
}

bool hasGrid(const Panel& panel)
{
    const auto* map = std::get_if<ScalpMapPlot>(&panel.plot);
    return map != nullptr && map->grid.nodes > 1;
}

/// Every row with an empty cell at its end.
std::string widened(const std::string& rows)
{
    std::string out;
    for (const char c : rows)
        out += c == '\n' ? std::string(",\n") : std::string(1, c);
    return out;
}

void addTable(std::string& csv, const std::string& panel, const TablePlot& table)
{
    const auto said = [](const std::optional<double>& value) { return value ? number(*value) : std::string(); };
    for (const TablePlot::Row& row : table.rows)
        for (std::size_t i = 0; i < row.cells.size() && i < table.columns.size(); ++i)
            csv += fmt::format("{},{},{},,{},{},{}\n", panel, cell(row.name), cell(table.columns[i]),
                               said(row.cells[i].value), said(row.cells[i].low), said(row.cells[i].high));
}

} // namespace

std::string figureCsv(const Figure& figure)
{
    std::string csv = comment(figure.title) + comment(figure.caption);
    for (const std::string& line : figure.provenance)
        csv += comment(line);
    const bool wide = std::ranges::any_of(figure.panels, hasGrid);
    csv += std::string(csvMakerLine) + "\npanel,series,label,x,y,low,high" + (wide ? ",value\n" : "\n");
    for (const Panel& panel : figure.panels) {
        const std::string name = cell(panel.title);
        std::string rows;
        if (const auto* plot = std::get_if<CartesianPlot>(&panel.plot))
            for (const Series& series : plot->series)
                addSeries(rows, name, *plot, series);
        else if (const auto* map = std::get_if<ScalpMapPlot>(&panel.plot))
            addElectrodes(rows, name, *map);
        else
            addTable(rows, name, std::get<TablePlot>(panel.plot));
        csv += wide ? widened(rows) : rows;
        if (hasGrid(panel))
            addPlaces(csv, name, std::get<ScalpMapPlot>(panel.plot));
    }
    return csv;
}

} // namespace maskscope
