// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace maskscope {

/// Options of `maskscope figures`.
struct FiguresOptions {
    std::vector<std::string> results;
    bool demo = false;
    std::string out;
    std::vector<std::string> formats { "svg" };
    double widthMm = 180;
    int dpi = 300;
    std::string style = "print";
    std::string sphere = "default"; ///< of scalp maps: default, auto or eeglab
    bool overwrite = false;
};

/// Writes every figure of the given result files' runs, side by side; the exit status. Needs a QApplication.
[[nodiscard]] int runFigures(const FiguresOptions& options);

} // namespace maskscope
