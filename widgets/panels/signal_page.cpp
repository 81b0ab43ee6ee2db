// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/signal_page.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QToolButton>

#include "widgets/signals/signal_view.h"
#include "widgets/signals/time_axis.h"

namespace maskscope {

namespace {

constexpr double scrollUnits = 1000; // of the scroll bar, for a screenful of time

QIcon swatch(const QColor& color)
{
    QPixmap pixmap(12, 12);
    pixmap.fill(color);
    return pixmap;
}

QToolButton* addButton(QHBoxLayout* bar, const QString& text, const QString& tip)
{
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    bar->addWidget(button);
    return button;
}

} // namespace

SignalPage::SignalPage(QWidget* parent)
    : QWidget(parent)
    , m_recordings(new QComboBox(this))
    , m_runs(new QComboBox(this))
    , m_spans(new QComboBox(this))
    , m_rowCounts(new QComboBox(this))
    , m_channels(nullptr)
    , m_amplitude(new QLabel(this))
    , m_note(new QLabel(this))
    , m_view(new SignalView(this))
    , m_time(new QScrollBar(Qt::Horizontal, this))
    , m_rows(new QScrollBar(Qt::Vertical, this))
{
    buildBar();
    m_view->setEmptyText(tr("Open a recording to look at its signals."));
    m_recordings->setObjectName(QStringLiteral("signalRecording"));
    m_runs->setObjectName(QStringLiteral("signalRun"));
    m_note->setObjectName(QStringLiteral("signalNote"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connectView();
}

void SignalPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    Q_EMIT shown();
}

void SignalPage::buildBar()
{
    auto* bar = new QHBoxLayout;
    m_recordings->setMinimumContentsLength(14);
    m_recordings->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_recordings->setToolTip(tr("The recording that is shown"));
    m_runs->setMinimumContentsLength(12);
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_runs->setToolTip(tr("The run whose tokens, masks and reconstruction are shown"));
    bar->addWidget(m_recordings);
    bar->addWidget(m_runs);
    m_channels = addButton(bar, tr("Channels…"), tr("What became of every channel's label: name, kind, electrode"));
    bar->addStretch(1);
    for (const double spanS : { 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 300.0, 1800.0, 3600.0 })
        m_spans->addItem(spanS < 60         ? tr("%1 s").arg(spanS)
                             : spanS < 3600 ? tr("%1 min").arg(spanS / 60)
                                            : tr("%1 h").arg(spanS / 3600),
                         spanS);
    m_spans->addItem(tr("all"), 0.0);
    m_spans->setToolTip(tr("How much time is shown (Ctrl and the wheel)"));
    bar->addWidget(m_spans);
    const std::vector<std::pair<QString, int>> counts {
        { tr("all rows"), 0 }, { tr("4 rows"), 4 }, { tr("8 rows"), 8 }, { tr("16 rows"), 16 }, { tr("32 rows"), 32 }
    };
    for (const auto& [text, count] : counts)
        m_rowCounts->addItem(text, count);
    m_rowCounts->setToolTip(tr("How many channels are shown (Shift and the wheel scrolls)"));
    bar->addWidget(m_rowCounts);
    auto* smaller = addButton(bar, QStringLiteral("−"), tr("Smaller traces (−, or Alt and the wheel)"));
    bar->addWidget(m_amplitude);
    auto* larger = addButton(bar, QStringLiteral("+"), tr("Larger traces (+, or Alt and the wheel)"));
    auto* fit = addButton(bar, tr("Fit"), tr("Fit the traces to their rows"));
    connect(smaller, &QToolButton::clicked, this,
            [this] { m_view->setUvPerRow(roundUp125(m_view->uvPerRow() * 1.01)); });
    connect(larger, &QToolButton::clicked, this,
            [this] { m_view->setUvPerRow(roundDown125(m_view->uvPerRow() * 0.99)); });
    connect(fit, &QToolButton::clicked, m_view, &SignalView::fitAmplitude);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(6, 6, 6, 4);
    grid->setSpacing(2);
    grid->addLayout(bar, 0, 0, 1, 2);
    grid->addWidget(m_view, 1, 0);
    grid->addWidget(m_rows, 1, 1);
    grid->addWidget(m_time, 2, 0);
    grid->addWidget(m_note, 3, 0, 1, 2);
    grid->setRowStretch(1, 1);
    grid->setColumnStretch(0, 1);
}

void SignalPage::connectView()
{
    connect(m_recordings, &QComboBox::activated, this, [this] { Q_EMIT recordingChosen(chosenRecording()); });
    connect(m_runs, &QComboBox::activated, this, [this] { Q_EMIT runChosen(chosenRun()); });
    connect(m_channels, &QToolButton::clicked, this, [this] { Q_EMIT channelsRequested(chosenRecording()); });
    connect(m_spans, &QComboBox::activated, this, [this] {
        const double spanS = m_spans->currentData().toDouble();
        const double middleS = m_view->fromS() + m_view->spanS() / 2;
        const double wanted = spanS > 0 ? spanS : m_view->durationS();
        m_view->setRange(m_view->fromS() <= 0 ? 0 : middleS - wanted / 2, wanted);
    });
    connect(m_rowCounts, &QComboBox::activated, this,
            [this] { m_view->setRows(m_view->firstRow(), m_rowCounts->currentData().toInt()); });
    connect(m_time, &QScrollBar::valueChanged, this,
            [this](int value) { m_view->setRange(value / scrollUnits * m_view->spanS(), m_view->spanS()); });
    connect(m_rows, &QScrollBar::valueChanged, this, [this](int value) { m_view->setRows(value, m_view->rowCount()); });
    connect(m_view, &SignalView::rangeChanged, this, &SignalPage::takeRange);
    connect(m_view, &SignalView::rowsChanged, this, &SignalPage::takeRows);
    connect(m_view, &SignalView::amplitudeChanged, this, &SignalPage::takeAmplitude);
    takeRange();
    takeRows();
    takeAmplitude();
}

void SignalPage::takeRange()
{
    const QSignalBlocker noEcho(m_time);
    const double screens = m_view->durationS() / m_view->spanS();
    const double most = std::clamp((screens - 1) * scrollUnits, 0.0, 2e9);
    m_time->setRange(0, static_cast<int>(std::ceil(most)));
    m_time->setPageStep(static_cast<int>(scrollUnits));
    m_time->setSingleStep(static_cast<int>(scrollUnits / 10));
    m_time->setValue(static_cast<int>(std::lround(std::min(2e9, m_view->fromS() / m_view->spanS() * scrollUnits))));
    int chosen = -1;
    for (int i = 0; i < m_spans->count(); ++i) {
        const double spanS = m_spans->itemData(i).toDouble();
        if (std::abs((spanS > 0 ? spanS : m_view->durationS()) - m_view->spanS()) < 1e-9)
            chosen = i;
    }
    const bool counts = m_view->countsSamples(); // no sampling rate: there are no seconds to choose
    m_spans->setEnabled(!counts);
    m_spans->setPlaceholderText(counts ? tr("%1 samples").arg(m_view->spanS(), 0, 'f', 0)
                                       : timeText(m_view->spanS(), m_view->spanS() < 10 ? 2 : 0));
    m_spans->setCurrentIndex(counts ? -1 : chosen);
}

void SignalPage::takeRows()
{
    const QSignalBlocker noEcho(m_rows);
    m_rows->setRange(0, std::max(0, m_view->rows() - m_view->rowCount()));
    m_rows->setPageStep(m_view->rowCount());
    m_rows->setValue(m_view->firstRow());
    m_rows->setVisible(m_view->rows() > m_view->rowCount());
    const bool all = m_view->rowCount() >= m_view->rows();
    m_rowCounts->setPlaceholderText(tr("%n row(s)", nullptr, m_view->rowCount()));
    const int known = m_rowCounts->findData(m_view->rowCount());
    m_rowCounts->setCurrentIndex(all && known <= 0 ? 0 : known);
}

void SignalPage::takeAmplitude() { m_amplitude->setText(tr("%1 µV a row").arg(m_view->uvPerRow(), 0, 'g', 3)); }

void SignalPage::setRecordings(const std::vector<SignalChoice>& recordings)
{
    const QString chosen = chosenRecording();
    m_recordings->clear();
    for (const SignalChoice& recording : recordings)
        m_recordings->addItem(recording.name, recording.path);
    m_recordings->setCurrentIndex(std::max(0, m_recordings->findData(chosen)));
    m_channels->setEnabled(!recordings.empty());
}

void SignalPage::setRuns(const std::vector<SignalChoice>& runs)
{
    const QString chosen = m_runs->currentText();
    const bool none = m_runs->currentIndex() <= 0 && m_runs->count() > 1;
    m_runs->clear();
    m_runs->addItem(runs.empty() ? tr("no run yet") : tr("no run"));
    for (const SignalChoice& run : runs)
        m_runs->addItem(swatch(run.color), run.name);
    const int known = none ? 0 : m_runs->findText(chosen);
    m_runs->setCurrentIndex(known > 0 ? known : none || runs.empty() ? 0 : 1);
    m_runs->setEnabled(!runs.empty());
}

void SignalPage::setContent(const std::shared_ptr<const SignalContent>& content) { m_view->setContent(content); }

void SignalPage::setOverlay(const std::shared_ptr<const SignalOverlay>& overlay) { m_view->setOverlay(overlay); }

void SignalPage::setRunNote(const QString& text)
{
    m_note->setText(text);
    m_note->setToolTip(text);
}

void SignalPage::setReading(double share)
{
    m_view->refresh();
    m_time->setToolTip(share < 1 ? tr("Reading: %1 %").arg(static_cast<int>(share * 100)) : QString());
}

void SignalPage::setEmptyText(const QString& text) { m_view->setEmptyText(text); }

void SignalPage::chooseRecording(const QString& path)
{
    if (const int index = m_recordings->findData(path); index >= 0)
        m_recordings->setCurrentIndex(index);
}

QString SignalPage::chosenRecording() const { return m_recordings->currentData().toString(); }

int SignalPage::chosenRun() const { return m_runs->currentIndex() - 1; }

} // namespace maskscope
