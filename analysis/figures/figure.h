// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace maskscope {

struct Rgb {
    std::uint8_t r = 0, g = 0, b = 0;
    friend bool operator==(const Rgb&, const Rgb&) = default;
};

/// Colour of the i-th of n runs: Okabe-Ito up to four, a sequential ramp above.
[[nodiscard]] Rgb runColor(std::size_t index, std::size_t count);
/// A colour that does not depend on how many runs there are: hue of the checkpoint, tone of its `tone`-th mask ratio.
[[nodiscard]] Rgb runColorForLife(std::size_t checkpoint, std::size_t tone);

enum class AxisScale { Linear, Log10, Categories };

/// `low` and `high` are data values (Log10: of the data, not exponents). Categories sit at 0, 1, 2, ...
struct Axis {
    std::string title; ///< with the unit in parentheses: "Mean prediction (µV)"
    AxisScale scale = AxisScale::Linear;
    double low = 0;
    double high = 1;
    std::vector<std::pair<double, std::string>> ticks; ///< empty: the renderer picks nice ones
    std::vector<std::string> categories;
    bool channels = false; ///< the categories are names of channels
};

enum class SeriesStyle { Line, DashedLine, DottedLine, Dots };

/// One curve or set of dots. NaN in y makes a gap. low/high: a band under a line, error bars on dots.
struct Series {
    std::string name;
    Rgb color;
    SeriesStyle style = SeriesStyle::Line;
    bool secondAxis = false; ///< drawn against CartesianPlot::y2
    std::vector<double> x, y;
    std::vector<double> low, high; ///< empty, or one per point
    std::vector<std::string> hover; ///< empty, or one per point: what hovering says
};

/// A horizontal or vertical line, e.g. zero.
struct ReferenceLine {
    bool horizontal = true;
    double at = 0;
    std::string name;
};

struct CartesianPlot {
    Axis x, y;
    std::optional<Axis> y2;
    std::vector<Series> series;
    std::vector<ReferenceLine> references;
};

/// Coordinates of a scalp map: head circle = unit circle (radii of its sphere, from its centre), x right, y front.
struct ScalpPoint {
    double x = 0, y = 0;
};
using ScalpRing = std::vector<ScalpPoint>; // closed: the last point joins the first

/// Area of the head at or above `low`, to be filled by the even-odd rule. Bands come in ascending order and overlap:
/// each is painted over the ones before it, so that no seam shows between neighbours.
struct ScalpBand {
    double low = 0, high = 0;
    std::vector<ScalpRing> rings;
};

struct ScalpContour {
    double level = 0;
    std::vector<std::vector<ScalpPoint>> lines;
};

struct ScalpElectrode {
    std::string name;
    ScalpPoint at;
    double value = 0;
    bool outsideHead = false; ///< projected beyond the head circle; drawn hollow
};

enum class ColorMap { Viridis, RdBuReversed };
/// Colour of a value in [0, 1]; clamps.
[[nodiscard]] Rgb mapColor(ColorMap map, double unit);

struct ColorScale {
    std::string title; ///< with unit
    double low = 0, high = 1;
    ColorMap map = ColorMap::Viridis;
    int bands = 16;
};

/// Which sphere electrodes are projected with: MNE-Python's `sphere` of None (and no head shape), "auto" and "eeglab".
enum class ScalpSphere { Default, Auto, Eeglab };

/// The sphere of a map; metres, in the frame of the electrodes' coordinates.
struct ScalpHead {
    ScalpSphere choice = ScalpSphere::Default;
    std::array<double, 3> centre {};
    double radius = 0.095;
    std::string problem; ///< not empty: there is no such sphere for these electrodes, and why
};

/// What bands and contours are drawn from: values over the square [-extent, extent]² in head radii.
struct ScalpGrid {
    int nodes = 0; ///< per side
    double extent = 0;
    std::vector<double> values; ///< [row * nodes + column], row along y upwards; NaN where nothing can be said
};

struct ScalpMapPlot {
    std::vector<ScalpBand> bands;
    std::vector<ScalpContour> contours;
    std::vector<ScalpElectrode> electrodes;
    std::string message; ///< said in place of a map, e.g. "fewer than 4 electrodes have a position"
    ScalpHead head; ///< what the electrodes were projected with
    ScalpGrid grid; ///< no nodes: there is no map, or it was not kept
};

/// A short text in a table, and what it says in full.
struct TableCell {
    std::string text; ///< "70 %"
    std::string below; ///< smaller, under it: "[65, 74]"
    double tint = 0; ///< 0 to 1, how strongly the cell is coloured
    bool quiet = false; ///< says that there is nothing to say
    std::string hover;
    std::optional<double> value, low, high; ///< behind the text, for CSV files
};

/// Short texts in rows and columns, a row a run.
struct TablePlot {
    struct Row {
        std::string name;
        Rgb color;
        std::vector<TableCell> cells; ///< [column]
    };
    std::vector<std::string> columns;
    std::vector<Row> rows;
};

struct Panel {
    std::string title; ///< the run's label
    Rgb titleColor;
    int row = 0, column = 0;
    std::variant<CartesianPlot, ScalpMapPlot, TablePlot> plot;
};

/// Plain data: everything the screen, the export and the report draw. Panels on a grid; panels of a row share their y
/// axis, panels of a column their x axis, where shareX/shareY say so (then only the outer ones carry labels).
struct Figure {
    std::string metric; ///< Metric::id
    std::string title;
    std::string caption; ///< one or two sentences: what is shown, n, what a band or bar is, what it cannot show
    std::vector<Panel> panels;
    bool shareX = true;
    bool shareY = true;
    std::optional<ColorScale> colorScale; ///< of all scalp maps in the figure
    std::vector<std::string> provenance; ///< seed, mask, device, versions, hashes; stands on every export
};

} // namespace maskscope
