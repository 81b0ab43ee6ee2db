// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/progress_panel.h"

#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace maskscope {

ProgressPanel::ProgressPanel(QWidget* parent)
    : QWidget(parent)
    , m_stage(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_left(new QLabel(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_bar->setObjectName(QStringLiteral("progressBar"));
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(200);
    m_bar->setMaximumHeight(14);
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_left->setMinimumWidth(fontMetrics().horizontalAdvance(tr("about 88 min left")));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 2, 8, 2);
    layout->addWidget(m_stage);
    layout->addWidget(m_bar);
    layout->addWidget(m_left);
    layout->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        m_stage->setText(tr("Stopping…"));
        Q_EMIT cancelRequested();
    });
    setRunning(false);
}

void ProgressPanel::setRunning(bool running)
{
    m_cancel->setEnabled(running);
    m_bar->setValue(0);
    m_stage->clear();
    m_left->clear();
    setVisible(running);
}

void ProgressPanel::setProgress(const QString& stage, double fraction, double secondsLeft)
{
    if (!m_cancel->isEnabled())
        return; // stopping: the last word stays
    m_stage->setText(stage);
    m_bar->setValue(static_cast<int>(std::lround(1000 * fraction)));
    if (secondsLeft < 0)
        m_left->clear();
    else if (secondsLeft < 90)
        m_left->setText(tr("about %1 s left").arg(std::ceil(secondsLeft), 0, 'f', 0));
    else
        m_left->setText(tr("about %1 min left").arg(std::ceil(secondsLeft / 60), 0, 'f', 0));
}

} // namespace maskscope
