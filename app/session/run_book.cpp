// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/run_book.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>

namespace maskscope {

namespace {

constexpr std::size_t kMostSteps = 100; // of undo

/// By content; of a file with several sets of weights the id begins with the one that was taken.
std::string checkpointKey(const RunResult& run)
{
    return run.checkpoint.sha256 + "\n" + run.id.substr(0, run.id.rfind('@'));
}

bool sameRecording(const RecordingSummary& a, const RecordingSummary& b)
{
    return a.sha256 == b.sha256 && a.rateHz == b.rateHz && a.sequences == b.sequences && a.tokens == b.tokens
        && a.subject == b.subject && a.choices == b.choices;
}

bool sameMask(const MaskSummary& a, const MaskSummary& b)
{
    return a.ratio == b.ratio && a.style == b.style && a.replacement == b.replacement && a.seed == b.seed
        && a.source == b.source && a.maskedTokens == b.maskedTokens;
}

template <typename T>
std::size_t placeIn(std::vector<T>& list, const T& value)
{
    const auto found = std::ranges::find(list, value);
    if (found != list.end())
        return static_cast<std::size_t>(found - list.begin());
    list.push_back(value);
    return list.size() - 1;
}

std::shared_ptr<const RunResult> withLabel(const std::shared_ptr<const RunResult>& run, const std::string& label)
{
    if (run->label == label)
        return run;
    auto copy = std::make_shared<RunResult>(*run);
    copy->label = label;
    return copy;
}

std::shared_ptr<const RunResult> withId(const std::shared_ptr<const RunResult>& run, const std::string& id)
{
    if (run->id == id)
        return run;
    auto copy = std::make_shared<RunResult>(*run);
    copy->id = id;
    return copy;
}

/// "sub/best @ 0.75" of the checkpoint sub/best.pt.
std::string withFolder(const KeptRun& kept)
{
    const std::string folder = std::filesystem::path(kept.run->checkpoint.path).parent_path().filename().string();
    return folder.empty() ? kept.ownLabel : folder + "/" + kept.ownLabel;
}

/// `names` that stand more than once.
std::set<std::string> repeated(const std::vector<std::string>& names)
{
    std::set<std::string> seen, twice;
    for (const std::string& name : names)
        if (!seen.insert(name).second)
            twice.insert(name);
    return twice;
}

} // namespace

bool sameContent(const RunResult& a, const RunResult& b)
{
    return checkpointKey(a) == checkpointKey(b) && a.checkpoint.projection == b.checkpoint.projection
        && a.keepBad == b.keepBad && sameMask(a.mask, b.mask)
        && std::ranges::equal(a.recordings, b.recordings, sameRecording);
}

Rgb RunBook::colorFor(const RunResult& run)
{
    const std::string key = checkpointKey(run);
    return runColorForLife(placeIn(m_checkpoints, key), placeIn(m_ratios[key], run.mask.ratio));
}

std::string RunBook::add(const std::shared_ptr<const RunResult>& run)
{
    const auto put = [&](State& state, const Rgb& color) {
        const auto same
            = std::ranges::find_if(state, [&](const KeptRun& kept) { return sameContent(*kept.run, *run); });
        if (same == state.end()) {
            state.push_back({ run, run->label, {}, color, true });
            return;
        }
        same->run = withId(run, same->run->id);
        same->ownLabel = run->label;
    };
    const Rgb color = colorFor(*run);
    put(m_runs, color);
    for (std::vector<State>* history : { &m_undo, &m_redo })
        for (State& state : *history)
            put(state, color);
    relabel();
    return std::ranges::find_if(m_runs, [&](const KeptRun& kept) { return sameContent(*kept.run, *run); })->run->id;
}

void RunBook::restore(const KeptRun& kept)
{
    auto own = std::make_shared<RunResult>(*kept.run);
    own->label = kept.ownLabel;
    add(own);
    const auto added = std::ranges::find_if(m_runs, [&](const KeptRun& each) { return sameContent(*each.run, *own); });
    added->name = kept.name;
    added->color = kept.color;
    added->visible = kept.visible;
    relabel();
}

void RunBook::remember()
{
    m_undo.push_back(m_runs);
    if (m_undo.size() > kMostSteps)
        m_undo.erase(m_undo.begin());
    m_redo.clear();
}

void RunBook::remove(std::span<const std::size_t> indices)
{
    if (indices.empty())
        return;
    remember();
    std::vector<std::size_t> sorted(indices.begin(), indices.end());
    std::ranges::sort(sorted, std::greater {});
    for (const std::size_t index : sorted)
        if (index < m_runs.size())
            m_runs.erase(m_runs.begin() + static_cast<std::ptrdiff_t>(index));
    relabel();
}

void RunBook::rename(std::size_t index, const std::string& name)
{
    if (index >= m_runs.size() || m_runs[index].name == name)
        return;
    remember();
    m_runs[index].name = name;
    relabel();
}

void RunBook::recolor(std::size_t index, const Rgb& color)
{
    if (index >= m_runs.size())
        return;
    remember();
    m_runs[index].color = color;
}

void RunBook::setVisible(std::size_t index, bool visible)
{
    if (index >= m_runs.size() || m_runs[index].visible == visible)
        return;
    remember();
    m_runs[index].visible = visible;
}

void RunBook::move(std::size_t from, std::size_t to)
{
    if (from >= m_runs.size() || to >= m_runs.size() || from == to)
        return;
    remember();
    KeptRun moved = std::move(m_runs[from]);
    m_runs.erase(m_runs.begin() + static_cast<std::ptrdiff_t>(from));
    m_runs.insert(m_runs.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
}

bool RunBook::holds(const std::string& id) const
{
    return std::ranges::any_of(m_runs, [&](const KeptRun& kept) { return kept.run->id == id; });
}

void RunBook::swapState(std::vector<State>& from, std::vector<State>& to)
{
    if (from.empty())
        return;
    to.push_back(std::move(m_runs));
    m_runs = std::move(from.back());
    from.pop_back();
    relabel();
}

void RunBook::undo() { swapState(m_undo, m_redo); }

void RunBook::redo() { swapState(m_redo, m_undo); }

/// Labels and ids that are unique: equal names get the folder of their checkpoint, then a number.
void RunBook::relabel()
{
    std::vector<std::string> labels;
    for (const KeptRun& kept : m_runs)
        labels.push_back(kept.name.empty() ? kept.ownLabel : kept.name);
    const std::set<std::string> twice = repeated(labels);
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        if (m_runs[i].name.empty() && twice.contains(labels[i]))
            labels[i] = withFolder(m_runs[i]);
    std::set<std::string> usedLabels, usedIds;
    const auto unique = [](const std::string& wanted, std::set<std::string>& used, const char* mark) {
        std::string candidate = wanted;
        for (int n = 2; !used.insert(candidate).second; ++n)
            candidate = wanted + mark + std::to_string(n);
        return candidate;
    };
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        m_runs[i].run = withLabel(m_runs[i].run, unique(labels[i], usedLabels, " #"));
        m_runs[i].run = withId(m_runs[i].run, unique(m_runs[i].run->id, usedIds, "#"));
    }
}

} // namespace maskscope
