// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The view's mouse and keyboard.
#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include "widgets/signals/signal_view.h"
#include "widgets/signals/time_axis.h"

namespace maskscope {

namespace {

constexpr double zoomStep = 1.25;
constexpr int dragStartsPx = 4;

} // namespace

void SignalView::zoomTime(double factor, double aroundS)
{
    const double share = (aroundS - m_frame.fromS) / m_frame.spanS;
    const double span = std::clamp(m_frame.spanS * factor, 0.02, std::max(0.02, durationS()));
    setRange(aroundS - share * span, span);
}

void SignalView::scrollRows(int by) { setRows(m_frame.firstRow + by, m_rowsAsked); }

void SignalView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_content)
        return;
    m_pressed = event->position();
    m_pressedFromS = m_frame.fromS;
    m_dragged = false;
}

void SignalView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_pressed || !(event->buttons() & Qt::LeftButton))
        return;
    const double movedPx = event->position().x() - m_pressed->x();
    if (!m_dragged && std::abs(movedPx) < dragStartsPx)
        return;
    m_dragged = true;
    setCursor(Qt::ClosedHandCursor);
    setRange(m_pressedFromS - movedPx / frame().plot().width() * m_frame.spanS, m_frame.spanS);
}

void SignalView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_pressed && !m_dragged)
        if (const auto row = frame().rowAt(event->position().y())) {
            const QString& name = m_content->rows[static_cast<std::size_t>(*row)].name;
            Q_EMIT channelClicked(name == m_frame.selected ? QString() : name);
        }
    m_pressed.reset();
    unsetCursor();
}

void SignalView::wheelEvent(QWheelEvent* event)
{
    if (!m_content)
        return;
    const QPoint angle = event->angleDelta();
    const double notches = (angle.y() != 0 ? angle.y() : angle.x()) / 120.0;
    if (event->modifiers() & Qt::ControlModifier) {
        zoomTime(std::pow(zoomStep, -notches), frame().timeAt(event->position().x()));
    } else if (event->modifiers() & Qt::AltModifier) {
        setUvPerRow(m_frame.uvPerRow * std::pow(zoomStep, -notches));
    } else if (event->modifiers() & Qt::ShiftModifier) {
        m_wheelRest += notches * 3;
        const int whole = static_cast<int>(m_wheelRest);
        m_wheelRest -= whole;
        scrollRows(-whole);
    } else {
        setRange(m_frame.fromS - notches * m_frame.spanS / 10, m_frame.spanS);
    }
    event->accept();
}

void SignalView::keyPressEvent(QKeyEvent* event)
{
    const double span = m_frame.spanS;
    switch (event->key()) {
    case Qt::Key_Left:
        return setRange(m_frame.fromS - span / 10, span);
    case Qt::Key_Right:
        return setRange(m_frame.fromS + span / 10, span);
    case Qt::Key_PageUp:
        return setRange(m_frame.fromS - span, span);
    case Qt::Key_PageDown:
        return setRange(m_frame.fromS + span, span);
    case Qt::Key_Home:
        return setRange(0, span);
    case Qt::Key_End:
        return setRange(durationS(), span);
    case Qt::Key_Up:
        return scrollRows(-1);
    case Qt::Key_Down:
        return scrollRows(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        if (event->modifiers() & Qt::ControlModifier)
            return zoomTime(1 / zoomStep, m_frame.fromS + span / 2);
        return setUvPerRow(roundDown125(m_frame.uvPerRow * 0.99));
    case Qt::Key_Minus:
        if (event->modifiers() & Qt::ControlModifier)
            return zoomTime(zoomStep, m_frame.fromS + span / 2);
        return setUvPerRow(roundUp125(m_frame.uvPerRow * 1.01));
    case Qt::Key_Escape:
        return void(Q_EMIT channelClicked({}));
    default:
        QWidget::keyPressEvent(event);
    }
}

bool SignalView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), hoverTextAt(help->pos()), this);
    return true;
}

} // namespace maskscope
