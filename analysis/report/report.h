// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/figures/figure.h"
#include "analysis/verdict/verdict.h"

namespace maskscope {

enum class CellKind { Text, Number, Code };

struct ReportCell {
    std::string text;
    std::string quiet = {}; ///< smaller lines below: unit, null, note
    CellKind kind = CellKind::Text;
    std::optional<Finding> finding = {}; ///< an answer: shown by its name and a colour
    bool repeats = false; ///< the same as the cell above: shown where that one is out of sight
};

struct ReportColumn {
    std::string title;
    bool number = false; ///< set flush right
    std::optional<Rgb> color = {}; ///< of a run
};

struct ReportTable {
    std::string title; ///< empty: none
    std::vector<ReportColumn> columns;
    std::vector<std::vector<ReportCell>> rows;
};

enum class ParagraphTone { Plain, Lead, Quiet }; ///< Lead: stays with what follows
struct ReportParagraph {
    std::string text;
    ParagraphTone tone = ParagraphTone::Plain;
};

struct ReportList {
    std::vector<std::string> items;
    bool numbered = false;
};

/// A question with its answer, above its evidence.
struct ReportAnswer {
    std::string question;
    Finding finding = Finding::TooLittleData;
    std::string reason;
    std::string answer; ///< how the finding is said
};

/// A step of an argument and the steps below it.
struct ReportStep {
    Finding finding = Finding::TooLittleData; ///< whether `text` holds
    std::string text;
    std::string numbers; ///< "diag.v1.position_gain = 0.177 [0.116, 0.237]"
    std::vector<ReportStep> children;
};

struct ReportTree {
    std::vector<ReportStep> steps;
};

struct ReportFigure {
    Figure figure; ///< its title and caption are text of the report, not of the picture
};

/// A long list of numbers: whole where there is room, its beginning on paper.
struct ReportNumbers {
    std::string title;
    std::vector<double> values;
};

using ReportBlock
    = std::variant<ReportParagraph, ReportList, ReportTable, ReportAnswer, ReportTree, ReportFigure, ReportNumbers>;

/// A heading and what follows it. Level 2 begins a part, 3 and 4 stand below.
struct ReportChapter {
    int level = 2;
    std::string title;
    std::vector<ReportBlock> blocks;
};

/// The whole report as plain data; HTML, Markdown and PDF are three ways to write it. Everything is text as a person
/// reads it, unescaped.
struct Report {
    std::string title;
    std::string subtitle; ///< what was compared
    std::string origin; ///< program, version, date
    std::vector<ReportChapter> chapters;
};

} // namespace maskscope
