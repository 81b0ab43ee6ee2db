// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace maskscope {

/// What to do with nothing open.
class WelcomePanel : public QWidget {
    Q_OBJECT
public:
    explicit WelcomePanel(QWidget* parent = nullptr);

Q_SIGNALS:
    void openRequested();
    void demoRequested();
};

} // namespace maskscope
