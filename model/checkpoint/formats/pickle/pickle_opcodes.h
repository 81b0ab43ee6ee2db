// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/checkpoint/formats/pickle/pickle_builder.h"
#include "model/checkpoint/formats/pickle/pickle_stream.h"

namespace maskscope {

/// The stack machine behind readPickle(). Opcodes are those of Python's pickletools.
///
/// Faults stick in the builder; popping beyond a mark gives None and a fault, so that no step can leave the stack.
class PickleMachine {
public:
    explicit PickleMachine(std::string_view bytes)
        : m_stream(bytes)
    {
    }

    void run();
    [[nodiscard]] PickleBuilder& builder() { return m_builder; }
    [[nodiscard]] std::size_t position() const { return m_stream.position(); }

private:
    // Each returns false for opcodes that are not of its group.
    bool scalar(unsigned char opcode);
    bool text(unsigned char opcode);
    bool smallContainer(unsigned char opcode);
    bool markedContainer(unsigned char opcode);
    bool stackAndMarks(unsigned char opcode);
    bool memo(unsigned char opcode);
    bool object(unsigned char opcode);
    bool framing(unsigned char opcode);

    void push(PickleId id) { m_stack.push_back(id); }
    PickleId pop();
    [[nodiscard]] PickleId top();
    [[nodiscard]] std::vector<PickleId> popToMark();
    void tupleOf(std::size_t count);
    void appendItems(PickleKind kind, const std::vector<PickleId>& items);
    void remember(std::optional<std::uint64_t> key);
    void recall(std::optional<std::uint64_t> key);
    void pushInteger(std::optional<std::uint64_t> value, unsigned bits, bool isSigned);
    void pushLong(std::optional<std::string_view> littleEndian);
    void pushIntegerLine();
    void pushFloatLine();
    void pushString(std::optional<std::string_view> value, bool isBytes = false);
    void pushQuotedLine();
    void pushGlobalLines();
    void pushStackGlobal();
    void pushInstance(bool fromLines);
    void truncated();

    PickleStream m_stream;
    PickleBuilder m_builder;
    std::vector<PickleId> m_stack;
    std::vector<std::size_t> m_marks; ///< stack heights
    std::unordered_map<std::uint64_t, PickleId> m_memo;
    bool m_stopped = false;
};

/// The number of a line such as "12", "-3L" or "00"; nothing where it is none or does not fit.
[[nodiscard]] std::optional<std::int64_t> decimalInteger(std::string_view line);

} // namespace maskscope
