// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace maskscope {

/// What the files that we write say about themselves, so that a later run may replace them and nothing else.
/// Comment of SVG, HTML and Markdown; `kind` is "figure", "report" or "table".
[[nodiscard]] std::string makerComment(std::string_view kind);
inline constexpr std::string_view csvMakerLine = "# Made by Maskscope"; ///< among a table's first lines
inline constexpr std::string_view makerName = "Maskscope"; ///< PDF: Creator; PNG: Software

/// Whether the file carries the mark of a figure (SVG, PDF, PNG, CSV), a report (HTML, PDF, Markdown) or a table
/// (Markdown) of ours.
[[nodiscard]] bool isOwnDocument(const std::filesystem::path& path, std::string_view kind);

inline constexpr std::string_view metricsMark = R"("schema": "maskscope.metrics/)";
inline constexpr std::string_view inspectionMark = R"("written_by": "maskscope-cli inspect")";
/// Whether the file is JSON text that holds the mark.
[[nodiscard]] bool isOwnJson(const std::filesystem::path& path, std::string_view mark);

} // namespace maskscope
