// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/figure_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/charts/figure_view.h"

namespace maskscope {

FigurePanel::FigurePanel(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(title, this))
    , m_export(new QToolButton(this))
    , m_maximise(new QToolButton(this))
    , m_view(new FigureView(this))
    , m_caption(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("Write this figure as SVG, PDF, PNG, or its numbers as CSV"));
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setAutoRaise(true);
    m_export->setEnabled(false);
    auto* menu = new QMenu(m_export);
    for (const char* format : { "svg", "pdf", "png", "csv" })
        menu->addAction(QString::fromLatin1(format).toUpper(), this,
                        [this, format] { requestExport(QString::fromLatin1(format)); });
    m_export->setMenu(menu);
    m_maximise->setAutoRaise(true);
    setMaximised(false);
    m_caption->setWordWrap(true);
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    m_caption->hide();
    m_view->setTitleVisible(false);
    m_view->setCaptionVisible(false);
    m_view->setFrameShape(QFrame::NoFrame);

    auto* header = new QHBoxLayout;
    header->addWidget(m_title);
    header->addStretch();
    header->addWidget(m_export);
    header->addWidget(m_maximise);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 6);
    layout->setSpacing(2);
    layout->addLayout(header);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_caption);
    connect(m_maximise, &QToolButton::clicked, this, &FigurePanel::maximiseToggled);
    connect(m_view, &FigureView::exportRequested, this, &FigurePanel::requestExport);
}

QString FigurePanel::title() const { return m_title->text(); }

void FigurePanel::setFigure(const Figure& figure)
{
    m_view->setFigure(figure);
    m_caption->setText(QString::fromStdString(figure.caption));
    m_title->setToolTip(m_caption->text());
    m_export->setEnabled(true);
}

void FigurePanel::clear(const QString& emptyText)
{
    m_view->clearFigure();
    m_view->setEmptyText(emptyText);
    m_caption->clear();
    m_title->setToolTip({});
    m_export->setEnabled(false);
}

void FigurePanel::setDark(bool dark) { m_view->setDark(dark); }

void FigurePanel::setMaximised(bool maximised)
{
    // Small panels leave the room to the plot: the caption is the title's tool tip there.
    m_caption->setVisible(maximised);
    m_maximise->setText(maximised ? tr("Show all") : tr("Enlarge"));
}

void FigurePanel::requestExport(const QString& format)
{
    if (m_view->figure())
        Q_EMIT exportRequested(*m_view->figure(), format);
}

} // namespace maskscope
