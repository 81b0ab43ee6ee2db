// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/figure_exporter.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include <QPainter>

#include "analysis/data/core/atomic_file.h"
#include "analysis/figures/figure_csv.h"
#include "widgets/export/figure_page.h"

namespace maskscope {

namespace {

constexpr double smallestMm = 40, largestMm = 2000;
constexpr double largestPixels = 20000; // a side of a PNG

FigureStyle styleOf(ExportStyle style)
{
    return style == ExportStyle::Print ? FigureStyle::print() : FigureStyle::screen(style == ExportStyle::ScreenDark);
}

Result<void> checked(const ExportOptions& options, const std::string& file)
{
    const auto refuse = [&](const char* what, const std::string& expected, double found) {
        return failure(ErrorCode::InvalidArgument, file, what, expected, std::to_string(std::lround(found)));
    };
    const auto isSize = [](double mm) { return std::isfinite(mm) && mm >= smallestMm && mm <= largestMm; };
    if (!isSize(options.widthMm))
        return refuse("the figure's width in millimetres is out of range", "40 to 2000", options.widthMm);
    if (options.heightMm != 0 && !isSize(options.heightMm))
        return refuse("the figure's height in millimetres is out of range", "0 or 40 to 2000", options.heightMm);
    if (options.format == ExportFormat::Png && (options.dpi < 30 || options.dpi > 2400))
        return refuse("the resolution in dots an inch is out of range", "30 to 2400", options.dpi);
    return {};
}

Result<QByteArray> rendered(const FigurePage& page, const ExportOptions& options, const std::string& file)
{
    const double longest = std::max(page.widthMm, page.heightMm) / 25.4 * options.dpi;
    if (options.format == ExportFormat::Png && longest > largestPixels)
        return failure(ErrorCode::InvalidArgument, file, "the picture has too many pixels", "at most 20000 a side",
                       std::to_string(std::lround(longest)));
    QByteArray bytes = options.format == ExportFormat::Svg ? svgOf(page)
        : options.format == ExportFormat::Pdf              ? pdfOf(page)
                                                           : pngOf(page, options.dpi);
    if (bytes.isEmpty())
        return failure(ErrorCode::OutOfMemory, file, "the picture could not be drawn");
    return bytes;
}

/// A page too small for the content at its own size takes it laid out on a larger page, to be drawn smaller.
std::unique_ptr<FigureScene> sceneFor(const Figure& figure, const FigureStyle& style, QSizeF size, ExportFormat format)
{
    // SVG names its fonts and does not hold them: where none of the narrow ones is installed, DejaVu Sans takes 15 %
    // more.
    const double footShare = format == ExportFormat::Svg ? 0.85 : 1;
    std::unique_ptr<FigureScene> scene;
    for (const double factor : { 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0 }) {
        const QSizeF larger = size * factor;
        scene
            = std::make_unique<FigureScene>(figure, style, larger, FigureParts { true, true, 0, true, {}, footShare });
        const bool fits = scene->width() <= larger.width() + 1e-6;
        if (fits && (size.height() == 0 || scene->height() <= larger.height() + 1e-6))
            break;
    }
    return scene;
}

Result<void> exportPicture(const Figure& figure, const std::filesystem::path& path, const ExportOptions& options)
{
    if (auto ok = checked(options, path.string()); !ok)
        return ok;
    const QSizeF size(options.widthMm * pointsPerMm, options.heightMm * pointsPerMm);
    FigureStyle style = styleOf(options.style);
    style.pixel = 0; // paper has no pixels
    const auto scene = sceneFor(figure, style, size, options.format);
    // A tenth of a millimetre is as exact as a height by content needs to be.
    const double heightMm = options.heightMm > 0
        ? options.heightMm
        : std::ceil(scene->height() * size.width() / scene->width() / pointsPerMm * 10) / 10;
    const auto bytes = rendered({ figure, *scene, options.widthMm, heightMm }, options, path.string());
    if (!bytes)
        return tl::unexpected(bytes.error());
    return writeTextFile(path, { bytes->constData(), static_cast<std::size_t>(bytes->size()) });
}

} // namespace

void FigurePage::paint(QPainter& painter) const
{
    const QSizeF page = sizePt();
    const double scale = std::min(page.width() / scene.width(), page.height() / scene.height());
    painter.scale(std::min(scale, 1.0), std::min(scale, 1.0));
    scene.paint(painter);
}

std::optional<ExportFormat> exportFormat(std::string_view name)
{
    const QString wanted = QString::fromUtf8(name.data(), qsizetype(name.size())).toLower();
    for (const ExportFormat format : { ExportFormat::Svg, ExportFormat::Pdf, ExportFormat::Png, ExportFormat::Csv }) {
        const std::string_view known = exportFormatName(format);
        const QString suffix = QString::fromLatin1(known.data(), qsizetype(known.size()));
        if (wanted == suffix || wanted == QLatin1Char('.') + suffix)
            return format;
    }
    return std::nullopt;
}

std::string_view exportFormatName(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Svg:
        return "svg";
    case ExportFormat::Pdf:
        return "pdf";
    case ExportFormat::Png:
        return "png";
    case ExportFormat::Csv:
        return "csv";
    }
    return {};
}

Result<void> FigureExporter::exportFigure(const Figure& figure, const std::filesystem::path& path,
                                          const ExportOptions& options)
{
    if (options.format == ExportFormat::Csv)
        return writeTextFile(path, figureCsv(figure));
    return exportPicture(figure, path, options);
}

} // namespace maskscope
