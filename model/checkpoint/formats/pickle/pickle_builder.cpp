// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/pickle/pickle_builder.h"

#include <algorithm>
#include <utility>

namespace maskscope {

namespace {

constexpr std::size_t valueLimit = 2'000'000;
constexpr std::size_t workLimit = 256U << 20U;
constexpr std::size_t classLimit = 64;

} // namespace

PickleId PickleBuilder::add(const PickleValue& value)
{
    if (document.values.size() >= valueLimit) {
        corrupt("the pickle holds more than 2 million values");
        return m_none;
    }
    document.values.push_back(value);
    return static_cast<PickleId>(document.values.size() - 1);
}

void PickleBuilder::charge(std::size_t work)
{
    m_work += work;
    if (m_work > workLimit)
        corrupt("the pickle copies its values far too often");
}

std::uint32_t PickleBuilder::addText(std::string text)
{
    charge(text.size());
    document.texts.push_back(std::move(text));
    return static_cast<std::uint32_t>(document.texts.size() - 1);
}

PickleBuilder::PickleBuilder()
    : m_none(add({ PickleKind::None }))
{
}

PickleId PickleBuilder::fail(ErrorCode code, std::string message)
{
    if (!m_fault)
        m_fault = PickleFault { code, std::move(message) };
    return m_none;
}

PickleId PickleBuilder::boolean(bool value)
{
    PickleId& known = value ? m_true : m_false;
    if (known == PickleValue::none)
        known = add({ PickleKind::Bool, PickleValue::none, PickleValue::none, value ? 1 : 0, value ? 1.0 : 0.0 });
    return known;
}

PickleId PickleBuilder::integer(std::int64_t value)
{
    return add({ PickleKind::Int, PickleValue::none, PickleValue::none, value, static_cast<double>(value) });
}

PickleId PickleBuilder::floating(double value)
{
    return add({ PickleKind::Float, PickleValue::none, PickleValue::none, 0, value });
}

PickleId PickleBuilder::string(std::string_view text)
{
    return add({ PickleKind::String, addText(std::string(text)) });
}

PickleId PickleBuilder::bytes(std::string_view text) { return add({ PickleKind::Bytes, addText(std::string(text)) }); }

PickleId PickleBuilder::global(std::string_view module, std::string_view name)
{
    // Protocols 0 to 2 use Python 2's names.
    if (module == "__builtin__")
        module = "builtins";
    if (module == "copy_reg")
        module = "copyreg";
    return add({ PickleKind::Global, addText(std::string(module) + "." + std::string(name)) });
}

PickleId PickleBuilder::container(PickleKind kind, std::vector<PickleId> children)
{
    PickleValue value { kind };
    // Empty tuples never grow; everything else may be appended to through another reference.
    if (!children.empty() || kind != PickleKind::Tuple) {
        charge(children.size());
        value.part = static_cast<std::uint32_t>(document.childLists.size());
        document.childLists.push_back(std::move(children));
    }
    return add(value);
}

PickleId PickleBuilder::alias(PickleKind kind, PickleId source)
{
    return add({ kind, PickleValue::none, document[source].part });
}

PickleId PickleBuilder::opaque(std::string_view className, std::vector<PickleId> parts, bool harmless)
{
    auto& classes = document.opaqueClasses;
    const std::string name(className.substr(0, 200));
    if (!harmless && classes.size() < classLimit && std::find(classes.begin(), classes.end(), name) == classes.end())
        classes.push_back(name);
    const PickleId made = container(PickleKind::Opaque, std::move(parts));
    if (document.is(made, PickleKind::Opaque)) // not so past the limit
        document.values[made].text = addText(name);
    return made;
}

PickleId PickleBuilder::storage(PickleStorage storage)
{
    document.storages.push_back(std::move(storage));
    return add({ PickleKind::Storage, PickleValue::none, static_cast<std::uint32_t>(document.storages.size() - 1) });
}

PickleId PickleBuilder::tensor(PickleTensor tensor)
{
    charge(tensor.shape.size() * 2);
    document.tensors.push_back(std::move(tensor));
    return add({ PickleKind::Tensor, PickleValue::none, static_cast<std::uint32_t>(document.tensors.size() - 1) });
}

void PickleBuilder::readAsDict(PickleId object)
{
    PickleValue& value = document.values[object];
    if (value.kind != PickleKind::Opaque || value.part == PickleValue::none || !document.childLists[value.part].empty())
        return;
    value.kind = PickleKind::Dict;
    auto& classes = document.opaqueClasses; // it is not left unread
    classes.erase(std::remove(classes.begin(), classes.end(), document.text(object)), classes.end());
}

void PickleBuilder::append(PickleId container, const std::vector<PickleId>& items)
{
    const PickleValue& value = document[container];
    const bool grows
        = value.kind == PickleKind::List || value.kind == PickleKind::Dict || value.kind == PickleKind::Set;
    if (!grows) // the items of an opaque object stay unread
        return;
    charge(items.size());
    auto& children = document.childLists[value.part];
    children.insert(children.end(), items.begin(), items.end());
}

} // namespace maskscope
