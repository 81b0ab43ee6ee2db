// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/load_report_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace maskscope {

LoadReportPanel::LoadReportPanel(QWidget* parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_text(new QPlainTextEdit(m_pages))
    , m_title(new QLabel(m_pages))
    , m_verdict(new QLabel(m_pages))
    , m_tree(new QTreeWidget(m_pages))
    , m_copy(new QToolButton(m_pages))
{
    m_text->setReadOnly(true);
    m_text->setPlaceholderText(tr("Select a checkpoint or a recording to read what it holds."));
    m_text->setFont(QFont(QStringLiteral("monospace")));
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_verdict->setObjectName(QStringLiteral("loadVerdict"));
    m_verdict->setWordWrap(true);
    m_tree->setObjectName(QStringLiteral("loadReportTree"));
    m_tree->setAccessibleName(tr("Load report"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->setWordWrap(true);
    m_tree->header()->setStretchLastSection(true);
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the whole report as text"));
    connect(m_copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_copied); });
    auto* page = new QWidget(m_pages);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_copy);
    auto* layout = new QVBoxLayout(page);
    layout->addLayout(head);
    layout->addWidget(m_verdict);
    layout->addWidget(m_tree, 1);
    m_pages->addWidget(m_text);
    m_pages->addWidget(page);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_pages);
}

void LoadReportPanel::setText(const QString& text)
{
    m_copied = text;
    m_text->setPlainText(text);
    m_pages->setCurrentIndex(0);
}

void LoadReportPanel::setReport(const LoadReportItem& report)
{
    m_copied = report.text;
    m_title->setText(report.title);
    m_verdict->setText(report.verdict);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, toneColor(report.tone));
    m_verdict->setPalette(colors);
    m_tree->clear();
    for (const ReportSection& section : report.sections)
        addSection(section);
    m_tree->resizeColumnToContents(0);
    m_tree->setColumnWidth(0, std::min(m_tree->columnWidth(0), 340));
    m_pages->setCurrentIndex(1);
}

void LoadReportPanel::addSection(const ReportSection& section)
{
    if (section.rows.empty())
        return;
    auto* group = new QTreeWidgetItem(m_tree, { section.title });
    group->setFirstColumnSpanned(true);
    QFont bold = font();
    bold.setBold(true);
    group->setFont(0, bold);
    for (const ReportRow& row : section.rows) {
        auto* item = new QTreeWidgetItem(group, { row.name.isEmpty() ? row.value : row.name, row.value });
        item->setFirstColumnSpanned(row.name.isEmpty());
        item->setToolTip(row.name.isEmpty() ? 0 : 1, row.value);
        for (int column = 0; column < 2 && row.tone != ReportTone::Plain; ++column)
            item->setForeground(column, toneColor(row.tone));
    }
    group->setExpanded(section.open);
}

QColor LoadReportPanel::toneColor(ReportTone tone) const
{
    // Okabe-Ito's green, orange and vermilion; lighter on dark ground.
    const bool dark = palette().color(QPalette::Base).lightness() < 128;
    switch (tone) {
    case ReportTone::Good:
        return dark ? QColor(0x3CC99F) : QColor(0x007A59);
    case ReportTone::Caution:
        return dark ? QColor(0xF0B84A) : QColor(0x8A5A00);
    case ReportTone::Bad:
        return dark ? QColor(0xFF8A5C) : QColor(0xB34700);
    case ReportTone::Plain:
        break;
    }
    return palette().color(QPalette::Text);
}

} // namespace maskscope
