// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace maskscope {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent)
    , m_label(new QLabel(this))
    , m_dismiss(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setAutoFillBackground(true);
    m_label->setObjectName(QStringLiteral("messageText"));
    m_label->setWordWrap(true);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_label->setTextFormat(Qt::PlainText);
    m_dismiss->setObjectName(QStringLiteral("dismissMessage"));
    m_dismiss->setAutoRaise(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_dismiss, 0, Qt::AlignTop);
    connect(m_dismiss, &QToolButton::clicked, this, &MessageBar::next);
    hide();
}

void MessageBar::showError(const QString& sentence) { show(sentence, true); }

void MessageBar::showNotice(const QString& sentence)
{
    // A notice never hides an error that has not been read.
    if (!m_messages.isEmpty() && m_messages.last().error)
        m_messages.prepend({ sentence, false });
    else
        m_messages = { { sentence, false } };
    show({}, false);
}

QString MessageBar::text() const { return isHidden() ? QString() : m_label->text(); }

void MessageBar::show(const QString& sentence, bool error)
{
    if (!sentence.isEmpty())
        m_messages.append({ sentence, error });
    const Message& message = m_messages.last();
    m_label->setText(message.sentence);
    m_dismiss->setText(m_messages.size() > 1 ? tr("Next (%1)").arg(m_messages.size() - 1) : tr("Dismiss"));
    const bool dark = palette().color(QPalette::Window).lightness() < 128;
    QPalette colors = palette();
    const QColor background = message.error ? (dark ? QColor(0x5A, 0x1F, 0x1F) : QColor(0xFD, 0xE7, 0xE4))
                                            : (dark ? QColor(0x1F, 0x3A, 0x52) : QColor(0xE3, 0xF0, 0xFA));
    colors.setColor(QPalette::Window, background);
    setPalette(colors);
    setVisible(true);
}

void MessageBar::next()
{
    m_messages.removeLast();
    if (m_messages.isEmpty())
        hide();
    else
        show({}, false);
}

} // namespace maskscope
