// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/results/run_result.h"

namespace maskscope {

/// A finished run as the user keeps it.
struct KeptRun {
    std::shared_ptr<const RunResult> run; ///< its `label` and `id` are unique in the book
    std::string ownLabel; ///< the label it came with
    std::string name; ///< given by the user; empty: after the checkpoint and the ratio
    Rgb color;
    bool visible = true;
};

/// Every run of a session, in the user's order. A run stays until the user removes it, and its colour is its own for
/// life: hue by checkpoint, tone by mask ratio. Edits can be undone; what arrives between them is never lost by that.
class RunBook {
public:
    /// Adds at the end, or in the place of a run of the same content, whose name, colour and tick stay. Returns
    /// the id that it has here.
    std::string add(const std::shared_ptr<const RunResult>& run);
    /// Adds as it was kept: with its name, colour and tick. Where its content is there already, only those are taken.
    void restore(const KeptRun& kept);
    void remove(std::span<const std::size_t> indices);
    void rename(std::size_t index, const std::string& name); ///< empty: after the checkpoint and the ratio again
    void recolor(std::size_t index, const Rgb& color);
    void setVisible(std::size_t index, bool visible);
    void move(std::size_t from, std::size_t to);

    [[nodiscard]] const std::vector<KeptRun>& runs() const { return m_runs; }
    [[nodiscard]] bool holds(const std::string& id) const;
    [[nodiscard]] bool canUndo() const { return !m_undo.empty(); }
    [[nodiscard]] bool canRedo() const { return !m_redo.empty(); }
    void undo();
    void redo();

private:
    using State = std::vector<KeptRun>;
    void remember(); ///< before an edit
    void swapState(std::vector<State>& from, std::vector<State>& to);
    void relabel();
    [[nodiscard]] Rgb colorFor(const RunResult& run);

    State m_runs;
    std::vector<State> m_undo, m_redo;
    std::vector<std::string> m_checkpoints; // in the order they first came: the hue
    std::map<std::string, std::vector<double>> m_ratios; // of a checkpoint, in the order they first came: the tone
};

/// Whether two runs are one analysis done twice: the same files by content, mask, projection and choices.
[[nodiscard]] bool sameContent(const RunResult& a, const RunResult& b);

} // namespace maskscope
