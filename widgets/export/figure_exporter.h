// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/figures/figure.h"

namespace maskscope {

enum class ExportFormat { Svg, Pdf, Png, Csv };
enum class ExportStyle {
    Print, ///< small type and thin lines, for a journal page
    Screen, ///< the sizes of the window, for slides
    ScreenDark, ///< the same on a dark ground
};

struct ExportOptions {
    ExportFormat format = ExportFormat::Svg;
    double widthMm = 180; ///< one column: 85, two columns: 180
    double heightMm = 0; ///< 0: as the content asks
    int dpi = 300; ///< PNG only
    ExportStyle style = ExportStyle::Print;
};

/// "svg", "pdf", "png", "csv" in any case, with or without a leading dot.
[[nodiscard]] std::optional<ExportFormat> exportFormat(std::string_view name);
/// "svg" and so on: also the file's suffix.
[[nodiscard]] std::string_view exportFormatName(ExportFormat format);

/// Writes the picture that the screen shows, with caption and provenance at its foot; the file appears only when it
/// is whole. Needs a QApplication (any platform plugin, "offscreen" too).
class FigureExporter {
public:
    [[nodiscard]] static Result<void> exportFigure(const Figure& figure, const std::filesystem::path& path,
                                                   const ExportOptions& options);
};

} // namespace maskscope
