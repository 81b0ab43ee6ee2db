// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/figures/figure_csv.h"

#include <cmath>

#include <fmt/format.h>

#include "analysis/core/maker_mark.h"

namespace maskscope {

namespace {

std::string quoted(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
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
        csv += fmt::format("{},{},{},{},{},{},{}\n", panel, quoted(series.name),
                           named ? quoted(plot.x.categories[category]) : std::string(), number(series.x[i]),
                           number(series.y[i]), at(series.low, i), at(series.high, i));
    }
}

void addTable(std::string& csv, const std::string& panel, const TablePlot& table)
{
    const auto said = [](const std::optional<double>& value) { return value ? number(*value) : std::string(); };
    for (const TablePlot::Row& row : table.rows)
        for (std::size_t i = 0; i < row.cells.size() && i < table.columns.size(); ++i)
            csv += fmt::format("{},{},{},,{},{},{}\n", panel, quoted(row.name), quoted(table.columns[i]),
                               said(row.cells[i].value), said(row.cells[i].low), said(row.cells[i].high));
}

} // namespace

std::string figureCsv(const Figure& figure)
{
    std::string csv = "# " + figure.title + "\n# " + figure.caption + "\n";
    for (const std::string& line : figure.provenance)
        csv += "# " + line + "\n";
    csv += std::string(csvMakerLine) + "\npanel,series,label,x,y,low,high\n";
    for (const Panel& panel : figure.panels) {
        const std::string name = quoted(panel.title);
        if (const auto* plot = std::get_if<CartesianPlot>(&panel.plot))
            for (const Series& series : plot->series)
                addSeries(csv, name, *plot, series);
        else if (const auto* map = std::get_if<ScalpMapPlot>(&panel.plot))
            for (const ScalpElectrode& e : map->electrodes)
                csv += fmt::format("{},electrode value,{},,{},,\n", name, quoted(e.name), number(e.value));
        else
            addTable(csv, name, std::get<TablePlot>(panel.plot));
    }
    return csv;
}

} // namespace maskscope
