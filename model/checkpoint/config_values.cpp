// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/config_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace maskscope {

namespace {

constexpr std::size_t entryLimit = 10'000;
constexpr std::size_t totalTextLimit = 1U << 20U;
constexpr std::size_t textLimit = 4'000;
constexpr int depthLimit = 16; // references may form cycles
constexpr std::size_t wrapperLimit = 64; // children of the state of an object of OmegaConf: about six pairs

/// As Python prints it: the shortest text that gives the same double, with a point or an exponent.
std::string floatText(double value)
{
    if (std::isnan(value))
        return "nan";
    if (std::isinf(value))
        return value < 0 ? "-inf" : "inf";
    std::array<char, 40> buffer {};
    const double magnitude = std::fabs(value);
    const bool plain = value == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   plain ? std::chars_format::fixed : std::chars_format::scientific)
                         .ptr;
    std::string text(buffer.data(), end);
    return plain && text.find('.') == std::string::npos ? text + ".0" : text;
}

/// The dict given to an object as its state (its last part), or nothing.
std::optional<PickleId> stateOf(const PickleDocument& document, PickleId id)
{
    const std::vector<PickleId>& parts = document.children(id);
    if (!document.is(id, PickleKind::Opaque) || parts.empty() || !document.is(parts.back(), PickleKind::Dict))
        return std::nullopt;
    return parts.back();
}

/// OmegaConf wraps every dict, list and value in an object of its own.
PickleId unwrapped(const PickleDocument& document, PickleId id)
{
    for (int i = 0; i < depthLimit && document.text(id).substr(0, 10) == "omegaconf."; ++i) {
        const auto state = stateOf(document, id);
        if (state && document.children(*state).size() > wrapperLimit)
            break;
        const PickleId* inner = state ? document.find(*state, "_content") : nullptr;
        if (state && inner == nullptr)
            inner = document.find(*state, "_val");
        if (inner == nullptr)
            break;
        id = *inner;
    }
    return id;
}

void appendText(const PickleDocument& document, PickleId id, int depth, std::string& text);

void appendItems(const PickleDocument& document, PickleId id, int depth, std::string& text)
{
    const bool isDict = document.is(id, PickleKind::Dict);
    const std::vector<PickleId>& items = document.children(id);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (text.size() > textLimit || depth >= depthLimit) {
            text += "...";
            return;
        }
        if (i != 0)
            text += isDict && i % 2 == 1 ? ": " : ", ";
        const bool quoted = document.is(items[i], PickleKind::String);
        text += quoted ? "'" : "";
        appendText(document, items[i], depth + 1, text);
        text += quoted ? "'" : "";
    }
}

void appendText(const PickleDocument& document, PickleId wrapped, int depth, std::string& text)
{
    const PickleId id = unwrapped(document, wrapped);
    const PickleValue& value = document[id];
    switch (value.kind) {
    case PickleKind::None:
        text += "None";
        break;
    case PickleKind::Bool:
        text += value.integer != 0 ? "True" : "False";
        break;
    case PickleKind::Int:
        text += std::to_string(value.integer);
        break;
    case PickleKind::Float:
        text += floatText(value.number);
        break;
    case PickleKind::String:
        text += document.text(id).substr(0, textLimit);
        break;
    case PickleKind::List:
    case PickleKind::Tuple:
    case PickleKind::Dict:
    case PickleKind::Set:
        text += value.kind == PickleKind::List ? "[" : value.kind == PickleKind::Tuple ? "(" : "{";
        appendItems(document, id, depth, text);
        text += value.kind == PickleKind::List ? "]" : value.kind == PickleKind::Tuple ? ")" : "}";
        break;
    case PickleKind::Bytes:
        text += "<bytes>";
        break;
    case PickleKind::Storage:
    case PickleKind::Tensor:
        text += "<tensor>";
        break;
    case PickleKind::Global:
    case PickleKind::Opaque:
        text += "<" + std::string(document.text(id)) + ">";
        break;
    }
}

/// The fields of argparse.Namespace, types.SimpleNamespace and the like are the dict given to them as state.
std::optional<PickleId> fieldsOf(const PickleDocument& document, PickleId wrapped)
{
    const PickleId id = unwrapped(document, wrapped);
    if (document.is(id, PickleKind::Dict))
        return id;
    const std::string_view name = document.text(id);
    const bool plain = name == "argparse.Namespace" || name == "types.SimpleNamespace";
    return plain ? stateOf(document, id) : std::nullopt;
}

/// A config may be an object of any class (a dataclass, a class of the project): its state holds the fields.
std::optional<PickleId> configFields(const PickleDocument& document, PickleId config)
{
    const auto fields = fieldsOf(document, config);
    return fields ? fields : stateOf(document, config);
}

/// Shared inner dicts could make the list exponentially long: entries and bytes are counted.
class Flattener {
public:
    explicit Flattener(const PickleDocument& document)
        : m_document(document)
    {
    }

    void add(PickleId dict, const std::string& prefix, int depth)
    {
        const std::vector<PickleId>& items = m_document.children(dict);
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            if (entries.size() >= entryLimit || m_bytes > totalTextLimit)
                return;
            const std::string key = prefix + configValueOf(m_document, items[i]).text.substr(0, 200);
            const auto inner = fieldsOf(m_document, items[i + 1]);
            if (inner && !m_document.children(*inner).empty() && depth < depthLimit) {
                add(*inner, key + ".", depth + 1);
            } else {
                entries.emplace_back(key, configValueOf(m_document, items[i + 1]));
                m_bytes += key.size() + entries.back().second.text.size();
            }
        }
    }

    ConfigEntries entries;

private:
    const PickleDocument& m_document;
    std::size_t m_bytes = 0;
};

} // namespace

ConfigValue configValueOf(const PickleDocument& document, PickleId wrapped)
{
    const PickleId id = unwrapped(document, wrapped);
    const PickleValue& value = document[id];
    ConfigValue result;
    appendText(document, id, 0, result.text);
    result.isNone = value.kind == PickleKind::None;
    result.isString = value.kind == PickleKind::String;
    if (value.kind == PickleKind::Bool)
        result.boolean = value.integer != 0;
    if (value.kind == PickleKind::Bool || value.kind == PickleKind::Int || value.kind == PickleKind::Float)
        result.number = value.number;
    return result;
}

ConfigEntries flattenConfig(const PickleDocument& document, PickleId config)
{
    Flattener flattener(document);
    if (const auto fields = configFields(document, config))
        flattener.add(*fields, "", 0);
    return std::move(flattener.entries);
}

ConfigEntries plainEntries(const PickleDocument& document, PickleId config)
{
    ConfigEntries entries;
    const std::vector<PickleId>& items = document.children(config);
    for (std::size_t i = 0; i + 1 < items.size() && entries.size() < entryLimit; i += 2) {
        const PickleKind kind = document[items[i + 1]].kind;
        const bool plain = kind == PickleKind::None || kind == PickleKind::Bool || kind == PickleKind::Int
            || kind == PickleKind::Float || kind == PickleKind::String;
        if (document.is(items[i], PickleKind::String) && plain)
            entries.emplace_back(std::string(document.text(items[i]).substr(0, 200)),
                                 configValueOf(document, items[i + 1]));
    }
    return entries;
}

bool hasFields(const PickleDocument& document, PickleId value)
{
    const auto fields = configFields(document, value);
    return fields && !document.children(*fields).empty();
}

} // namespace maskscope
