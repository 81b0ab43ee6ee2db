// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/config_search.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_set>

namespace maskscope {

namespace {

constexpr std::array<std::string_view, 20> configKeys {
    "config",       "args",       "hyper_parameters", "hyperparameters", "hparams",      "cfg",
    "conf",         "opt",        "options",          "params",          "parameters",   "settings",
    "train_config", "train_args", "training_args",    "training_config", "model_config", "model_args",
    "model_kwargs", "kwargs"
};
constexpr std::array<std::string_view, 5> tellingKeys { "mask_ratio", "masking_ratio", "sampling_rate_hz",
                                                        "sampling_rate", "masking_style" };
constexpr std::string_view pretrained = "pretrain_config";
constexpr int depthLimit = 5;
constexpr std::size_t placeLimit = 5'000, longList = 16, configLimit = 16, entryLimit = 10'000;

std::size_t rankOf(std::string_view key)
{
    std::string lower(key);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    return static_cast<std::size_t>(std::find(configKeys.begin(), configKeys.end(), lower) - configKeys.begin());
}

/// Weights and the state of an optimizer may stand under a config's name too (`params`, `opt`).
bool holdsOtherThings(const PickleDocument& document, PickleId value)
{
    const std::vector<PickleId>& items = document.children(value); // a config may hold a tensor, not mostly tensors
    const auto tensors = std::count_if(items.begin(), items.end(),
                                       [&](PickleId item) { return document.is(item, PickleKind::Tensor); });
    const bool weights = document.is(value, PickleKind::Dict) && static_cast<std::size_t>(tensors) * 4 > items.size();
    return weights || document.find(value, "param_groups") != nullptr;
}

struct Place {
    std::string name;
    PickleId value = 0;
    int depth = 0;
    std::size_t rank = 0;
};

class ConfigSearch {
public:
    explicit ConfigSearch(const PickleDocument& document)
        : m_document(document)
    {
        visit(document.root, {}, 0);
    }

    std::vector<Place> found;

private:
    void visit(PickleId value, const std::string& name, int depth)
    {
        const PickleKind kind = m_document[value].kind;
        const bool dict = kind == PickleKind::Dict, list = kind == PickleKind::List || kind == PickleKind::Tuple;
        const std::vector<PickleId>& items = m_document.children(value);
        if ((!dict && !list) || items.empty() || depth > depthLimit || m_seen.size() > placeLimit
            || !m_seen.insert(m_document[value].part).second || (depth > 0 && holdsOtherThings(m_document, value)))
            return;
        if (dict && std::any_of(tellingKeys.begin(), tellingKeys.end(), [&](std::string_view key) {
                return m_document.find(value, key) != nullptr;
            }))
            found.push_back({ name, value, depth, configKeys.size() });
        if (list && items.size() > longList)
            return;
        for (std::size_t i = 0; i < items.size(); i += dict ? 2 : 1) {
            const std::string key = dict ? std::string(m_document.text(items[i]).substr(0, 80)) : std::to_string(i);
            if (!dict || i + 1 < items.size())
                enter(items[dict ? i + 1 : i], key, name, depth);
        }
    }

    void enter(PickleId value, const std::string& key, const std::string& parent, int depth)
    {
        if (key == pretrained || key.find("optim") != std::string::npos)
            return;
        const std::string name = parent.empty() ? key : parent + "." + key;
        const std::size_t rank = rankOf(key);
        if (rank == configKeys.size() || !hasFields(m_document, value))
            visit(value, name, depth + 1);
        else if (m_seen.insert(m_document[value].part).second && !holdsOtherThings(m_document, value))
            found.push_back({ name, value, depth, rank });
    }

    const PickleDocument& m_document;
    std::unordered_set<std::uint32_t> m_seen;
};

} // namespace

FoundConfig findConfig(const PickleDocument& document)
{
    ConfigSearch search(document);
    std::stable_sort(search.found.begin(), search.found.end(), [](const Place& a, const Place& b) {
        const bool looseA = a.rank == configKeys.size(), looseB = b.rank == configKeys.size();
        return looseA != looseB ? looseB : a.depth != b.depth ? a.depth < b.depth : a.rank < b.rank;
    });
    search.found.resize(std::min(search.found.size(), configLimit));
    FoundConfig config;
    for (const Place& place : search.found) {
        // A dict that is no config by its key, such as the checkpoint itself: what is plain in it, not all below.
        ConfigEntries entries = place.rank < configKeys.size() ? flattenConfig(document, place.value)
                                                               : plainEntries(document, place.value);
        if (entries.empty())
            continue;
        const bool first = config.source.empty() && config.entries.empty();
        if (first)
            config.source = place.name.empty() ? "top level" : place.name;
        for (auto& [key, value] : entries)
            if (config.entries.size() < entryLimit)
                config.entries.emplace_back(first || place.name.empty() ? key : place.name + "." + key,
                                            std::move(value));
    }
    if (const PickleId* found = document.find(document.root, pretrained))
        for (auto& [key, value] : flattenConfig(document, *found))
            config.entries.emplace_back(std::string(pretrained) + "." + key, std::move(value));
    return config;
}

} // namespace maskscope
