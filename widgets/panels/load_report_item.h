// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

namespace maskscope {

enum class ReportTone { Plain, Good, Caution, Bad };

/// A row of the load report: a name and what is said of it, or only the latter.
struct ReportRow {
    QString name;
    QString value;
    ReportTone tone = ReportTone::Plain;
};

struct ReportSection {
    QString title;
    std::vector<ReportRow> rows;
    bool open = true; ///< unfolded at first
};

/// What a checkpoint turned out to be, as plain values.
struct LoadReportItem {
    QString title; ///< the file's name
    QString verdict; ///< one sentence: can it be used, and as what
    ReportTone tone = ReportTone::Plain;
    std::vector<ReportSection> sections;
    QString text; ///< all of it, for the clipboard
};

} // namespace maskscope
