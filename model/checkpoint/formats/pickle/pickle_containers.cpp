// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>
#include <utility>

#include "model/checkpoint/formats/pickle/pickle_opcodes.h"
#include "model/checkpoint/formats/pickle/pickle_rebuild.h"

namespace maskscope {

void PickleMachine::tupleOf(std::size_t count)
{
    std::vector<PickleId> items(count);
    std::generate(items.rbegin(), items.rend(), [this] { return pop(); });
    push(m_builder.container(PickleKind::Tuple, std::move(items)));
}

bool PickleMachine::smallContainer(unsigned char opcode)
{
    switch (opcode) {
    case ']':
        return push(m_builder.container(PickleKind::List)), true;
    case '}':
        return push(m_builder.container(PickleKind::Dict)), true;
    case 0x8f: // EMPTY_SET
        return push(m_builder.container(PickleKind::Set)), true;
    case ')':
    case 0x85:
    case 0x86:
    case 0x87:
        return tupleOf(opcode == ')' ? 0 : opcode - 0x84U), true;
    case 'a': { // APPEND
        const PickleId item = pop();
        return appendItems(PickleKind::List, { item }), true;
    }
    case 's': { // SETITEM
        const PickleId value = pop();
        const PickleId key = pop();
        return appendItems(PickleKind::Dict, { key, value }), true;
    }
    default:
        return false;
    }
}

/// To the container that lies on top now.
void PickleMachine::appendItems(PickleKind kind, const std::vector<PickleId>& items)
{
    const PickleId container = top();
    if (kind == PickleKind::Dict)
        m_builder.readAsDict(container);
    const PickleKind found = m_builder.document[container].kind;
    if (found != kind && found != PickleKind::Opaque) {
        m_builder.corrupt("the pickle adds items to a value that holds none");
        return;
    }
    if (kind == PickleKind::Dict && items.size() % 2 != 0) {
        m_builder.corrupt("the pickle adds a key without a value");
        return;
    }
    m_builder.append(container, items);
}

bool PickleMachine::markedContainer(unsigned char opcode)
{
    switch (opcode) {
    case 'e':
        return appendItems(PickleKind::List, popToMark()), true;
    case 'u':
        return appendItems(PickleKind::Dict, popToMark()), true;
    case 0x90: // ADDITEMS
        return appendItems(PickleKind::Set, popToMark()), true;
    case 't':
        return push(m_builder.container(PickleKind::Tuple, popToMark())), true;
    case 'l':
        return push(m_builder.container(PickleKind::List, popToMark())), true;
    case 0x91: // FROZENSET
        return push(m_builder.container(PickleKind::Set, popToMark())), true;
    case 'd': {
        auto items = popToMark();
        if (items.size() % 2 != 0)
            m_builder.corrupt("the pickle adds a key without a value");
        return push(m_builder.container(PickleKind::Dict, std::move(items))), true;
    }
    default:
        return false;
    }
}

void PickleMachine::pushGlobalLines()
{
    const auto module = m_stream.line();
    const auto name = m_stream.line();
    if (!module || !name)
        return truncated();
    push(m_builder.global(*module, *name));
}

void PickleMachine::pushStackGlobal()
{
    const std::string name(m_builder.document.text(pop()));
    const std::string module(m_builder.document.text(pop()));
    push(m_builder.global(module, name));
}

/// INST (class in lines) and OBJ (class first above the mark) of protocols 0 and 1.
void PickleMachine::pushInstance(bool fromLines)
{
    if (fromLines)
        pushGlobalLines();
    const PickleId named = fromLines ? pop() : m_builder.none();
    std::vector<PickleId> parts = popToMark();
    if (!fromLines && parts.empty())
        return push(m_builder.corrupt("the pickle makes an object without a class"));
    const PickleId made = fromLines ? named : parts.front();
    if (!fromLines)
        parts.erase(parts.begin());
    push(rebuildObject(m_builder, made, m_builder.container(PickleKind::Tuple, std::move(parts))));
}

bool PickleMachine::object(unsigned char opcode)
{
    switch (opcode) {
    case 'c':
        return pushGlobalLines(), true;
    case 0x93: // STACK_GLOBAL
        return pushStackGlobal(), true;
    case 'i':
    case 'o':
        return pushInstance(opcode == 'i'), true;
    case 0x92: // NEWOBJ_EX: named arguments are of no use here
        pop();
        [[fallthrough]];
    case 'R':
    case 0x81: { // NEWOBJ
        const PickleId arguments = pop();
        const PickleId callable = pop();
        return push(rebuildObject(m_builder, callable, arguments)), true;
    }
    case 'b': { // BUILD
        const PickleId state = pop();
        return applyState(m_builder, top(), state), true;
    }
    case 'Q':
        return push(loadPersistent(m_builder, pop())), true;
    case 'P': {
        const auto line = m_stream.line();
        return line ? push(m_builder.opaque("persistent object", {})) : truncated(), true;
    }
    default:
        return false;
    }
}

} // namespace maskscope
