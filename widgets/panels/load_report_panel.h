// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/panels/load_report_item.h"

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QToolButton;
class QTreeWidget;

namespace maskscope {

/// What the selected file holds: a checkpoint's load report as a tree of sections, a recording's account as text.
class LoadReportPanel : public QWidget {
    Q_OBJECT
public:
    explicit LoadReportPanel(QWidget* parent = nullptr);

    void setReport(const LoadReportItem& report);
    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_copied; } ///< what the copy button puts on the clipboard

private:
    void addSection(const ReportSection& section);
    [[nodiscard]] QColor toneColor(ReportTone tone) const;

    QStackedWidget* m_pages;
    QPlainTextEdit* m_text;
    QLabel* m_title;
    QLabel* m_verdict;
    QTreeWidget* m_tree;
    QToolButton* m_copy;
    QString m_copied;
};

} // namespace maskscope
