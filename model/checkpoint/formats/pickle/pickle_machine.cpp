// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/pickle/pickle_machine.h"

#include <string>
#include <utility>

#include "model/checkpoint/formats/pickle/pickle_opcodes.h"
#include "model/checkpoint/formats/pickle/pickle_rebuild.h"

namespace maskscope {

namespace {

constexpr std::size_t markLimit = 4096; ///< open brackets: real files stay below ten
constexpr std::size_t memoLimit = 1'000'000;
constexpr std::size_t operationLimit = 10'000'000;

} // namespace

void PickleMachine::run()
{
    for (std::size_t operation = 0; !m_stopped && !m_builder.fault(); ++operation) {
        const auto opcode = m_stream.unsignedNumber(1);
        if (!opcode)
            return truncated();
        if (operation >= operationLimit) {
            m_builder.corrupt("the pickle holds more than 10 million operations");
            return;
        }
        const auto code = static_cast<unsigned char>(*opcode);
        if (!scalar(code) && !text(code) && !smallContainer(code) && !markedContainer(code) && !stackAndMarks(code)
            && !memo(code) && !object(code) && !framing(code))
            m_builder.corrupt("the pickle holds an unknown operation, code " + std::to_string(*opcode));
    }
}

void PickleMachine::truncated() { m_builder.corrupt("the pickle ends in the middle of a value"); }

PickleId PickleMachine::pop()
{
    const std::size_t floor = m_marks.empty() ? 0 : m_marks.back();
    if (m_stack.size() <= floor)
        return m_builder.corrupt("the pickle takes more values than it made");
    const PickleId id = m_stack.back();
    m_stack.pop_back();
    return id;
}

PickleId PickleMachine::top()
{
    const PickleId id = pop();
    push(id);
    return id;
}

std::vector<PickleId> PickleMachine::popToMark()
{
    if (m_marks.empty()) {
        m_builder.corrupt("the pickle closes a bracket that it never opened");
        return {};
    }
    const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<PickleId> taken(first, m_stack.end());
    m_stack.erase(first, m_stack.end());
    m_marks.pop_back();
    return taken;
}

bool PickleMachine::stackAndMarks(unsigned char opcode)
{
    switch (opcode) {
    case '(':
        m_marks.push_back(m_stack.size());
        if (m_marks.size() > markLimit)
            m_builder.corrupt("the pickle nests its values more than " + std::to_string(markLimit) + " deep");
        return true;
    case '0': // POP also drops a mark that lies on top
        if (!m_marks.empty() && m_marks.back() == m_stack.size())
            m_marks.pop_back();
        else
            pop();
        return true;
    case '1': // POP_MARK
        static_cast<void>(popToMark());
        return true;
    case '2': // DUP
        push(top());
        return true;
    default:
        return false;
    }
}

void PickleMachine::remember(std::optional<std::uint64_t> key)
{
    if (!key)
        return truncated();
    m_memo[*key] = top();
    if (m_memo.size() > memoLimit)
        m_builder.corrupt("the pickle remembers more than 1 million values");
}

void PickleMachine::recall(std::optional<std::uint64_t> key)
{
    if (!key)
        return truncated();
    const auto found = m_memo.find(*key);
    push(found != m_memo.end() ? found->second
                               : m_builder.corrupt("the pickle refers to a value that it never stored"));
}

bool PickleMachine::memo(unsigned char opcode)
{
    const auto keyOfLine = [this]() -> std::optional<std::uint64_t> {
        const auto line = m_stream.line();
        const auto number = line ? decimalInteger(*line) : std::nullopt;
        return number && *number >= 0 ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
    };
    switch (opcode) {
    case 'p':
        return remember(keyOfLine()), true;
    case 'q':
        return remember(m_stream.unsignedNumber(1)), true;
    case 'r':
        return remember(m_stream.unsignedNumber(4)), true;
    case 0x94: // MEMOIZE
        return remember(m_memo.size()), true;
    case 'g':
        return recall(keyOfLine()), true;
    case 'h':
        return recall(m_stream.unsignedNumber(1)), true;
    case 'j':
        return recall(m_stream.unsignedNumber(4)), true;
    default:
        return false;
    }
}

bool PickleMachine::framing(unsigned char opcode)
{
    switch (opcode) {
    case 0x80: { // PROTO
        const auto protocol = m_stream.unsignedNumber(1);
        if (!protocol)
            truncated();
        else if (*protocol > 5)
            m_builder.fail(ErrorCode::UnsupportedFormat,
                           "the pickle is of protocol " + std::to_string(*protocol) + "; 0 to 5 are read");
        return true;
    }
    case 0x95: // FRAME: its length helps buffering only
        if (!m_stream.unsignedNumber(8))
            truncated();
        return true;
    case '.': // STOP
        m_builder.document.root = pop();
        m_stopped = true;
        return true;
    default:
        return false;
    }
}

Result<PickleDocument> readPickle(std::string_view bytes, const std::string& subject)
{
    PickleMachine machine(bytes);
    machine.run();
    if (const auto& fault = machine.builder().fault()) {
        const bool corrupt = fault->code == ErrorCode::CorruptInput;
        return failure(fault->code, subject,
                       fault->message
                           + (corrupt ? " (data.pkl, byte " + std::to_string(machine.position()) + ")" : ""));
    }
    return std::move(machine.builder().document);
}

} // namespace maskscope
