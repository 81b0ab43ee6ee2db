// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QString>

class QLockFile;

namespace maskscope {

/// Where a window keeps what it holds while it is open, so that neither a crash nor a closed window loses anything.
/// Each open window has a place of its own; what the last one left is handed on as the last session.
class Autosave {
public:
    explicit Autosave(const QString& folder); ///< made where it is missing
    ~Autosave();

    [[nodiscard]] QString path() const { return m_path; } ///< of this window's session file; empty: nowhere to write
    [[nodiscard]] QString lastSession() const; ///< of a window that is closed, the newest; empty: none

private:
    QString m_folder, m_path;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace maskscope
