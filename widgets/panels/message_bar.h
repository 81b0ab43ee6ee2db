// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>

class QLabel;
class QToolButton;

namespace maskscope {

/// Errors and notices above the figures, one clear sentence at a time, until dismissed. Work goes on beneath.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    void showError(const QString& sentence);
    void showNotice(const QString& sentence);
    [[nodiscard]] QString text() const;

private:
    void show(const QString& sentence, bool error);
    void next();

    struct Message {
        QString sentence;
        bool error = false;
    };
    QList<Message> m_messages; // the last is shown
    QLabel* m_label;
    QToolButton* m_dismiss;
};

} // namespace maskscope
