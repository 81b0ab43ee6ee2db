// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/network_split.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace maskscope {

namespace {

// Names that wrappers put into a name wherever they wrap: DistributedDataParallel, torch.compile, FSDP, checkpointing.
constexpr std::array<std::string_view, 4> wrappers { "module", "_orig_mod", "_fsdp_wrapped_module",
                                                     "_checkpoint_wrapped_module" };
// Every network of this family has one of these.
constexpr std::size_t networkLimit = 16; // of a dict: a hostile file could begin one with every name
constexpr std::array<std::string_view, 2> anchors { "temporal_encoder.lin.weight", "temporal_encoder.lin.bias" };

std::string withoutWrappers(std::string_view name)
{
    std::string plain;
    for (;;) {
        const std::size_t dot = name.find('.');
        const std::string_view part = name.substr(0, dot);
        if (dot == std::string_view::npos)
            return plain + std::string(part);
        if (std::find(wrappers.begin(), wrappers.end(), part) == wrappers.end())
            plain.append(part).append(".");
        name.remove_prefix(dot + 1);
    }
}

/// What stands before a network's own names: empty, or something that ends in a dot.
std::optional<std::string> prefixIn(std::string_view name)
{
    for (const std::string_view anchor : anchors) {
        if (!name.ends_with(anchor))
            continue;
        name.remove_suffix(anchor.size());
        if (name.empty() || name.ends_with('.'))
            return std::string(name);
    }
    return std::nullopt;
}

std::string withoutDot(std::string_view prefix)
{
    return std::string(prefix.substr(0, prefix.size() - (prefix.ends_with('.') ? 1 : 0)));
}

class Splitter {
public:
    Splitter(const WeightSet& set, bool pretrained)
        : m_set(set)
        , m_pretrained(pretrained)
    {
        std::unordered_map<std::string, int> seen;
        for (const CheckpointTensor& tensor : set.tensors)
            ++seen[withoutWrappers(tensor.name)];
        for (const CheckpointTensor& tensor : set.tensors) {
            std::string plain = withoutWrappers(tensor.name);
            m_names.push_back(seen[plain] == 1 ? std::move(plain) : tensor.name);
            const auto prefix = prefixIn(m_names.back());
            if (prefix && m_prefixes.size() < networkLimit
                && std::find(m_prefixes.begin(), m_prefixes.end(), *prefix) == m_prefixes.end())
                m_prefixes.push_back(*prefix);
        }
    }

    [[nodiscard]] std::vector<WeightSet> networks() const
    {
        std::vector<WeightSet> all;
        for (const std::string& prefix : m_prefixes)
            all.push_back(networkAt(prefix));
        return all;
    }

private:
    [[nodiscard]] bool anyStartsWith(const std::string& start) const
    {
        return std::any_of(m_names.begin(), m_names.end(),
                           [&](const std::string& name) { return name.starts_with(start); });
    }

    /// What is taken off: the prefix, less the `backbone.` of a fine-tuned model.
    [[nodiscard]] std::string removedOf(const std::string& prefix) const
    {
        constexpr std::string_view below = "backbone.";
        const std::string_view parent = std::string_view(prefix).substr(0, prefix.size() - below.size());
        const bool fits = prefix.ends_with(below) && (parent.empty() || parent.ends_with('.'));
        if (fits && (m_pretrained || anyStartsWith(std::string(parent) + "classifier.")))
            return std::string(parent);
        return prefix;
    }

    /// Of the networks whose prefix a name begins with the one that is nested deepest; nullptr: none.
    [[nodiscard]] const std::string* ownerOf(const std::string& name) const
    {
        const std::string* owner = nullptr;
        for (const std::string& prefix : m_prefixes)
            if (name.starts_with(prefix) && (owner == nullptr || prefix.size() > owner->size()))
                owner = &prefix;
        return owner;
    }

    [[nodiscard]] WeightSet networkAt(const std::string& prefix) const
    {
        const std::string removed = removedOf(prefix);
        WeightSet network { nameOf(prefix), {}, m_set.warnings };
        std::unordered_set<std::string> taken;
        std::size_t shortened = 0, unwrapped = 0;
        for (const bool own : { true, false }) // its own tensors first: what else is there must not take their names
            for (std::size_t i = 0; i < m_names.size(); ++i) {
                const std::string* owner = ownerOf(m_names[i]);
                if (own != (owner == &prefix || (owner != nullptr && *owner == prefix)) || (!own && owner != nullptr))
                    continue;
                CheckpointTensor tensor = m_set.tensors[i];
                std::string name = m_names[i].starts_with(removed) ? m_names[i].substr(removed.size()) : tensor.name;
                if (!taken.insert(name).second && !taken.insert(name = tensor.name).second)
                    continue;
                shortened += own ? 1 : 0;
                unwrapped += own && m_names[i] != tensor.name ? 1 : 0;
                tensor.name = std::move(name);
                network.tensors.push_back(std::move(tensor));
            }
        say(network, prefix, removed, shortened, unwrapped);
        return network;
    }

    /// The prefix as the file has it, wrappers included, where it is the same for all.
    void say(WeightSet& network, const std::string& prefix, const std::string& removed, std::size_t shortened,
             std::size_t unwrapped) const
    {
        std::string shown = removed;
        for (std::size_t i = 0; i < m_names.size(); ++i)
            if (const auto found = prefixIn(m_names[i]); found && *found == prefix) {
                const std::string& given = m_set.tensors[i].name;
                const std::size_t tail = m_names[i].size() - removed.size();
                if (given.size() >= tail && given.ends_with(m_names[i].substr(removed.size())))
                    shown = given.substr(0, given.size() - tail);
            }
        if (!shown.empty())
            network.warnings.push_back("the prefix '" + shown + "' was removed from " + std::to_string(shortened)
                                       + " tensor names: what follows it are the names of a known network");
        else if (unwrapped > 0)
            network.warnings.push_back("names of wrappers (module, _orig_mod, ...) were removed from inside "
                                       + std::to_string(unwrapped) + " tensor names");
    }

    [[nodiscard]] std::string nameOf(const std::string& prefix) const
    {
        if (m_prefixes.size() == 1)
            return m_set.name.empty() ? withoutDot(prefix) : m_set.name;
        const std::string own = withoutDot(prefix);
        if (m_set.name.empty() || own.empty())
            return m_set.name.empty() && own.empty() ? "top level" : m_set.name + own;
        return m_set.name + "." + own;
    }

    const WeightSet& m_set;
    bool m_pretrained;
    std::vector<std::string> m_names; // [tensor] without wrappers
    std::vector<std::string> m_prefixes;
};

} // namespace

std::vector<WeightSet> networksIn(const WeightSet& set, bool pretrained)
{
    return Splitter(set, pretrained).networks();
}

} // namespace maskscope
