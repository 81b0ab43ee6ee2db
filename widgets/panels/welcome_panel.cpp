// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/welcome_panel.h"

#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace maskscope {

WelcomePanel::WelcomePanel(QWidget* parent)
    : QWidget(parent)
{
    auto* icon = new QLabel(this);
    icon->setPixmap(QIcon(QStringLiteral(":/icons/maskscope.svg")).pixmap(96, 96));
    icon->setAlignment(Qt::AlignCenter);
    auto* title = new QLabel(tr("What did your masked EEG model really learn?"), this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    large.setBold(true);
    title->setFont(large);
    title->setAlignment(Qt::AlignCenter);
    title->setWordWrap(true);
    auto* steps = new QLabel(
        tr("Drop EEG recordings (EDF, BDF, HDF5) and PyTorch checkpoints here, several of each if you like,\n"
           "then press Run analysis. A result file (.h5) opens as it is."),
        this);
    steps->setAlignment(Qt::AlignCenter);
    steps->setWordWrap(true);
    auto* open = new QPushButton(tr("Open files…"), this);
    auto* demo = new QPushButton(tr("Open the demo"), this);
    demo->setObjectName(QStringLiteral("demoButton"));
    demo->setToolTip(
        tr("Three small models trained at mask ratio 1.0, 0.75 and 0.5, on recordings they have not seen"));
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton* button : { open, demo }) {
        button->setMinimumSize(150, 34);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(18);
    layout->addStretch(2);
    layout->addWidget(icon);
    layout->addWidget(title);
    layout->addWidget(steps);
    layout->addLayout(buttons);
    layout->addStretch(3);
    connect(open, &QPushButton::clicked, this, &WelcomePanel::openRequested);
    connect(demo, &QPushButton::clicked, this, &WelcomePanel::demoRequested);
}

} // namespace maskscope
