// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/state_dict.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

#include "model/checkpoint/file_kind.h"

namespace maskscope {

namespace {

constexpr std::array<std::string_view, 8> modelKeys { "model",       "state_dict", "model_state_dict",
                                                      "model_state", "weights",    "network",
                                                      "net",         "module" };
constexpr int depthLimit = 6; ///< of dicts in dicts
constexpr std::size_t placeLimit = 10'000, longList = 64, setLimit = 32;

bool holdsTensors(const PickleDocument& document, PickleId dict)
{
    const std::vector<PickleId>& items = document.children(dict);
    for (std::size_t i = 1; document.is(dict, PickleKind::Dict) && i < items.size(); i += 2) {
        if (document.is(items[i], PickleKind::Tensor) && document.is(items[i - 1], PickleKind::String))
            return true;
    }
    return false;
}

/// torch.save(model) pickles the object: its state is a dict with "_modules" and "_parameters".
bool isWholeModule(const PickleDocument& document, PickleId value)
{
    if (!document.is(value, PickleKind::Opaque))
        return false;
    const std::vector<PickleId>& parts = document.children(value);
    return std::any_of(parts.begin(), parts.end(), [&document](PickleId part) {
        return document.find(part, "_modules") != nullptr || document.find(part, "_parameters") != nullptr;
    });
}

std::string describeValue(const PickleDocument& document, PickleId value)
{
    switch (document[value].kind) {
    case PickleKind::Dict: {
        const std::vector<PickleId>& items = document.children(value);
        if (items.empty())
            return "an empty dict";
        std::string text = "a dict of";
        for (std::size_t i = 0; i < items.size() && i < 16; i += 2)
            text += std::string(i == 0 ? " " : ", ") + "'" + std::string(document.text(items[i]).substr(0, 60)) + "'";
        return items.size() > 16 ? text + ", ..." : text;
    }
    case PickleKind::Tensor:
        return "a single tensor";
    case PickleKind::Opaque:
        return "an object of class " + std::string(document.text(value));
    case PickleKind::List:
    case PickleKind::Tuple:
        return "a list of " + std::to_string(document.children(value).size()) + " values";
    default:
        return "a single value";
    }
}

tl::unexpected<Error> wholeModule(const PickleDocument& document, PickleId value, const std::string& subject)
{
    return failure(ErrorCode::UnsupportedFormat, subject,
                   "holds a whole pickled module, which only its own code could rebuild; " + std::string(resaveAdvice),
                   "a state_dict (names and tensors)", "an object of class " + std::string(document.text(value)));
}

/// Every encoder of this family has this part: names that hold it are worth a closer look.
bool looksLikeOurs(const PickleDocument& document, PickleId dict)
{
    const std::vector<PickleId>& items = document.children(dict);
    for (std::size_t i = 0; i + 1 < items.size(); i += 2)
        if (document.is(items[i], PickleKind::String) && document.is(items[i + 1], PickleKind::Tensor)
            && document.text(items[i]).find("temporal_encoder.") != std::string_view::npos)
            return true;
    return false;
}

/// Goes through dicts, lists and tuples, never into objects of unknown classes. References may form cycles.
class WeightSearch {
public:
    explicit WeightSearch(const PickleDocument& document)
        : m_document(document)
    {
        visit(document.root, {}, 0);
    }

    std::vector<WeightPlace> found; // in the order of the file
    std::optional<PickleId> module; // the first whole module

private:
    void visit(PickleId value, const std::string& name, int depth)
    {
        const PickleKind kind = m_document[value].kind;
        const bool dict = kind == PickleKind::Dict, list = kind == PickleKind::List || kind == PickleKind::Tuple;
        const std::vector<PickleId>& items = m_document.children(value);
        if (items.empty() || depth > depthLimit || m_seen.size() > placeLimit
            || !m_seen.insert(m_document[value].part).second)
            return;
        if (!module && isWholeModule(m_document, value))
            module = value;
        if (!dict && !list)
            return;
        if (holdsTensors(m_document, value))
            found.push_back({ name, value });
        if (list && items.size() > longList)
            return;
        for (std::size_t i = 0; i < items.size(); i += dict ? 2 : 1) {
            const std::string key = dict ? keyText(items[i]) : std::to_string(i);
            if (!dict || (i + 1 < items.size() && key.find("optim") == std::string::npos))
                visit(items[dict ? i + 1 : i], name.empty() ? key : name + "." + key, depth + 1);
        }
    }

    [[nodiscard]] std::string keyText(PickleId key) const
    {
        return m_document.is(key, PickleKind::Int) ? std::to_string(m_document[key].integer)
                                                   : std::string(m_document.text(key).substr(0, 80));
    }

    const PickleDocument& m_document;
    std::unordered_set<std::uint32_t> m_seen; // lists of children: a dict may be reached in two ways
};

/// Usual names of a model first, then a bare state_dict, then the others.
std::size_t usualness(const WeightPlace& place)
{
    const std::string_view name = place.name, last = name.substr(name.rfind('.') + 1);
    const auto known = std::find(modelKeys.begin(), modelKeys.end(), last) - modelKeys.begin();
    return static_cast<std::size_t>(known) + (static_cast<std::size_t>(known) == modelKeys.size() && !name.empty());
}

} // namespace

Result<std::vector<WeightPlace>> findStateDicts(const PickleDocument& document, const std::string& subject)
{
    WeightSearch search(document);
    std::vector<WeightPlace>& found = search.found;
    const auto size = [&](const WeightPlace& place) { return document.children(place.dict).size(); };
    std::stable_sort(found.begin(), found.end(), [&](const WeightPlace& a, const WeightPlace& b) {
        const std::size_t rankA = usualness(a), rankB = usualness(b);
        return rankA != rankB ? rankA < rankB : rankA > modelKeys.size() && size(a) > size(b);
    });
    std::vector<WeightPlace> ours;
    std::copy_if(found.begin(), found.end(), std::back_inserter(ours),
                 [&](const WeightPlace& place) { return looksLikeOurs(document, place.dict); });
    if (ours.size() > setLimit)
        ours.resize(setLimit);
    if (!ours.empty())
        return ours;
    if (search.module)
        return wholeModule(document, *search.module, subject);
    if (!found.empty())
        return std::vector { found.front() };
    return failure(ErrorCode::UnsupportedFormat, subject, "holds no model",
                   "a state_dict, alone or under the key 'model'", describeValue(document, document.root));
}

} // namespace maskscope
